/// Accuracy and calibration of some samples, such as those of one group of classes, with the bins that they are
/// read off: what a reliability diagram shows.
public struct Reliability: Sendable, Codable, Equatable {
  /// What puts a sample into a group: its true class, or the class predicted for it. They say different
  /// things: a model can be over-confident on tail images and not when it answers with a tail class.
  public enum Grouping: String, Sendable, Codable, CaseIterable {
    case trueLabel = "true"
    case predictedLabel = "predicted"
  }

  /// Samples of the group.
  public let samples: Int
  /// Share of correct predictions; `nil` without samples, as are the others.
  public let accuracy: Double?
  /// Mean probability of the predicted class; `nil` without samples.
  public let confidence: Double?
  /// Top-label expected calibration error of the group's samples alone; `nil` without samples.
  public let expectedError: Double?
  /// Confidence minus accuracy; positive when over-confident.
  public let signedGap: Double?
  /// The reliability diagram of the group's samples.
  public let bins: [ReliabilityBin]

  /// Of the samples at some rows, with bins made for them alone.
  public init(_ top: TopLabels, labels: [Int], rows: [Int], binning: Binning) {
    self.init(
      ReliabilityBins(
        confidences: rows.map { top.confidences[$0] },
        correct: rows.map { top.predicted[$0] == labels[$0] }, binning: binning))
  }

  /// From bins in which every sample is: ascending, touching, over [0, 1].
  public init(_ bins: [ReliabilityBin]) {
    self.init(ReliabilityBins(bins: bins, samples: bins.reduce(0) { $0 + $1.count }))
  }

  /// From bins in which every sample is.
  public init(_ reliability: ReliabilityBins) {
    samples = reliability.samples
    bins = reliability.bins
    guard reliability.mass > 0 else {
      accuracy = nil
      confidence = nil
      expectedError = nil
      signedGap = nil
      return
    }
    func mean(_ part: (ReliabilityBin) -> Double?) -> Double {
      reliability.bins.map { $0.mass * (part($0) ?? 0) }.compensatedSum() / reliability.mass
    }
    let share = mean(\.accuracy)
    let sureness = mean(\.confidence)
    accuracy = share
    confidence = sureness
    expectedError = reliability.expectedError
    signedGap = sureness - share
  }

  /// One score for each group.
  public static func of(
    _ groups: ShotGroups, by grouping: Grouping, _ top: TopLabels, labels: [Int],
    binning: Binning
  ) -> [ShotGroup: Reliability] {
    let deciding = grouping == .trueLabel ? labels : top.predicted
    let rows = Dictionary(grouping: deciding.indices) { groups.ofClass[deciding[$0]] }
    return Dictionary(
      uniqueKeysWithValues: ShotGroup.allCases.map {
        ($0, Reliability(top, labels: labels, rows: rows[$0] ?? [], binning: binning))
      })
  }

  private enum CodingKeys: String, CodingKey {
    case samples, accuracy, confidence, bins
    case expectedError = "ece"
    case signedGap = "signed_gap"
  }
}
