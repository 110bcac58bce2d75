/// What each expert of an ensemble is good at, and what their combination makes of it.
public struct ExpertReport: Sendable, Equatable {
  /// In order; all figures of each alone.
  public let experts: [FigureTable]
  /// All figures of the combination.
  public let ensemble: FigureTable
  /// Which expert is best at which class.
  public let strengths: ExpertStrengths
  /// How much the experts differ, over all samples.
  public let disagreement: ExpertDisagreement
  /// By the true class of the samples; without a group that has no sample, `nil` without class counts.
  public let disagreementOfGroup: [ShotGroup: ExpertDisagreement]?
  /// `nil` without class counts.
  public let groups: ShotGroups?

  /// - Parameters:
  ///   - experts: `[samples, classes]` of each, one or more.
  ///   - ensemble: `[samples, classes]`, however it was combined.
  ///   - labels: `[samples]`, at least one, each in `0 ..< classes`.
  ///   - classCounts: training images per class; groups come from them.
  ///   - settings: how they are measured.
  /// - Throws: ``CalibrationError/invalidSetting(_:)`` for settings that do not fit.
  public init(
    _ experts: [Probabilities], ensemble: Probabilities, labels: [Int], classCounts: [Int]?,
    _ settings: MeasureSettings = MeasureSettings()
  ) throws {
    precondition(!experts.isEmpty && !labels.isEmpty, "no expert or no sample")
    func figures(_ probabilities: Probabilities) throws -> FigureTable {
      try FigureTable(
        of: Measures.recorded, probabilities, labels: labels, classCounts: classCounts, settings)
    }
    let tables = try experts.map(figures)
    self.experts = tables
    self.ensemble = try figures(ensemble)
    strengths = ExpertStrengths(accuracies: tables.map(\.accuracyOfClass))
    let answers = experts.map { TopLabels($0).predicted }
    let divergences = ExpertDisagreement.divergences(experts)
    func disagreement(_ rows: [Int]) -> ExpertDisagreement? {
      ExpertDisagreement(answers: answers, divergences: divergences, labels: labels, rows: rows)
    }
    guard let overall = disagreement(Array(labels.indices)) else {
      preconditionFailure("no sample")
    }
    self.disagreement = overall
    let groups = classCounts.map(ShotGroups.init(counts:))
    self.groups = groups
    disagreementOfGroup = groups.map { groups in
      let rows = Dictionary(grouping: labels.indices) { groups.ofClass[labels[$0]] }
      return rows.compactMapValues(disagreement)
    }
  }

  /// Of predictions with the logits of experts, through the plain softmax.
  /// - Throws: ``CalibrationError`` when they are unusable, or have no experts.
  public init(
    _ predictions: Predictions, _ settings: MeasureSettings = MeasureSettings()
  ) throws {
    try predictions.check(as: "test")
    guard !predictions.expertLogits.isEmpty else {
      throw CalibrationError.needsExperts(role: "test")
    }
    try self.init(
      predictions.expertLogits.map { softmax($0) }, ensemble: softmax(predictions.logits),
      labels: predictions.labels, classCounts: predictions.classCounts, settings)
  }

  /// Classes that every expert knows.
  public var classes: Int { ensemble.classes }

  /// The classes of one group, ascending; all of them for `nil`.
  public func classes(in group: ShotGroup?) -> [Int] {
    guard let group else { return Array(0..<classes) }
    return groups?.classes(in: group) ?? []
  }
}

extension ExpertReport: Encodable {
  private enum CodingKeys: String, CodingKey {
    case experts, ensemble, strengths, disagreement
    case disagreementOfGroup = "disagreement_of_group"
  }

  private struct Strengths: Encodable {
    /// Counted from 1, as they are named.
    let bestOfClass: [[Int]]
    let highestOfClass: [Double?]
    let shares: [String: [Double]]
    let tied: [String: Double]

    private enum CodingKeys: String, CodingKey {
      case shares, tied
      case bestOfClass = "best_of_class"
      case highestOfClass = "highest_accuracy_of_class"
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(experts, forKey: .experts)
    try container.encode(ensemble, forKey: .ensemble)
    let scopes: [(String, ShotGroup?)] =
      [("all", nil)] + ShotGroup.allCases.map { ($0.rawValue, $0) }
    var shares: [String: [Double]] = [:]
    var tied: [String: Double] = [:]
    for (name, group) in scopes {
      shares[name] = strengths.shares(of: classes(in: group))
      tied[name] = strengths.tiedShare(of: classes(in: group))
    }
    try container.encode(
      Strengths(
        bestOfClass: strengths.bestOfClass.map { $0.map { $0 + 1 } },
        highestOfClass: strengths.highestOfClass, shares: shares, tied: tied), forKey: .strengths)
    try container.encode(disagreement, forKey: .disagreement)
    try container.encode(
      disagreementOfGroup.map { groups in
        Dictionary(uniqueKeysWithValues: groups.map { ($0.key.rawValue, $0.value) })
      }, forKey: .disagreementOfGroup)
  }
}
