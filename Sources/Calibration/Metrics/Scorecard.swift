/// Everything that is measured on a set of calibrated predictions; its JSON has the keys of
/// `longtail metrics --format json`.
public struct Scorecard: Sendable, Equatable {
  public var samples: Int
  public var classes: Int
  /// Bins of equal width, and of equal mass in the adaptive errors.
  public var bins: Int
  public var accuracy: Double?
  /// Mean accuracy of the classes of a group; `nil` without class counts or for an empty group.
  public var accuracyMany: Double?
  public var accuracyMedium: Double?
  public var accuracyFew: Double?
  public var balancedAccuracy: Double?
  /// Top-label expected calibration error, bins of equal width.
  public var expectedError: Double?
  public var maximumError: Double?
  /// Samples in the bin that ``maximumError`` comes from.
  public var maximumErrorCount: Int?
  /// Top-label expected calibration error, bins of equal mass.
  public var adaptiveError: Double?
  public var classwiseError: Double?
  /// Class-wise adaptive error (``ClasswiseErrors/adaptive``).
  public var classwiseAdaptiveError: Double?
  public var negativeLogLikelihood: Double?
  public var brier: Double?
  public var overconfidenceError: Double?
  /// Confidence minus accuracy.
  public var signedGap: Double?
  public var accuracyOfClass: [Double?]
  public var reliability: [ReliabilityBin]
  /// Many, medium and few by the true class; `nil` without class counts.
  public var groupsByTrueLabel: [ShotGroup: GroupScore]?
  public var groupsByPredictedLabel: [ShotGroup: GroupScore]?
  /// How the groups were made.
  public var groupRule: String?

  /// Labels are `[samples]`, each in `0 ..< classes`; groups come from the training images per class;
  /// there is at least one bin.
  public init(
    _ probabilities: Probabilities, labels: [Int], classCounts: [Int]? = nil, bins: Int = 15
  ) {
    let top = TopLabels(probabilities)
    let reliability = ReliabilityBins(top, labels: labels, binning: .equalWidth(bins))
    let accuracies = Accuracy(top, labels: labels, classes: probabilities.classes)
    let likelihood = LikelihoodScores(probabilities, labels: labels)
    let groups = classCounts.map(ShotGroups.init(counts:))
    samples = labels.count
    classes = probabilities.classes
    self.bins = bins
    accuracy = accuracies.overall
    balancedAccuracy = accuracies.balanced
    accuracyOfClass = accuracies.ofClass
    negativeLogLikelihood = likelihood.negativeLogLikelihood
    brier = likelihood.brier
    self.reliability = reliability.bins
    if let groups {
      accuracyMany = accuracies.of(.many, in: groups)
      accuracyMedium = accuracies.of(.medium, in: groups)
      accuracyFew = accuracies.of(.few, in: groups)
      let binning = Binning.equalWidth(bins)
      groupsByTrueLabel = GroupScore.of(
        groups, by: .trueLabel, top, labels: labels, binning: binning)
      groupsByPredictedLabel = GroupScore.of(
        groups, by: .predictedLabel, top, labels: labels, binning: binning)
      groupRule = groups.rule
    }
    guard !labels.isEmpty else { return }
    let classwise = ClasswiseErrors(probabilities, labels: labels, binning: .equalWidth(bins))
    expectedError = reliability.expectedError
    maximumError = reliability.worst.flatMap(\.gap).map(abs)
    maximumErrorCount = reliability.worst?.count
    adaptiveError =
      ReliabilityBins(top, labels: labels, binning: .equalMass(bins)).expectedError
    classwiseError = classwise.meanEqualWidth
    classwiseAdaptiveError = classwise.meanAdaptive
    overconfidenceError = reliability.overconfidenceError
    signedGap = reliability.signedGap
  }
}
