/// Everything that is measured on a set of calibrated predictions; its JSON has the keys of
/// `longtail metrics --format json`.
public struct Scorecard: Sendable, Equatable {
  /// Samples that were measured; without any, figures are `nil`.
  public var samples: Int
  /// Columns of the probabilities, those without samples included.
  public var classes: Int
  /// Bins of equal width, and of equal mass in the adaptive errors.
  public var bins: Int
  /// Share of right answers, in [0, 1].
  public var accuracy: Double?
  /// Mean accuracy of the classes of a group; `nil` without class counts or for an empty group.
  public var accuracyMany: Double?
  /// Mean accuracy of the medium-shot classes; `nil` without class counts or without such a class.
  public var accuracyMedium: Double?
  /// Mean accuracy of the few-shot classes; `nil` without class counts or without such a class.
  public var accuracyFew: Double?
  /// Mean accuracy of the classes that have samples, in [0, 1].
  public var balancedAccuracy: Double?
  /// Top-label expected calibration error, bins of equal width.
  public var expectedError: Double?
  /// The largest gap of a bin of equal width between confidence and accuracy; look at its count.
  public var maximumError: Double?
  /// Samples in the bin that ``maximumError`` comes from.
  public var maximumErrorCount: Int?
  /// Top-label expected calibration error, bins of equal mass.
  public var adaptiveError: Double?
  /// Mean over classes of the error of their probabilities, bins of equal width
  /// (``ClasswiseErrors/equalWidth``).
  public var classwiseError: Double?
  /// Class-wise adaptive error (``ClasswiseErrors/adaptive``).
  public var classwiseAdaptiveError: Double?
  /// Mean of −log p of the label, in nats.
  public var negativeLogLikelihood: Double?
  /// Mean of Σ (p − y)² over classes, in [0, 2].
  public var brier: Double?
  /// Σ share · confidence · max(confidence − accuracy, 0) over bins of equal width.
  public var overconfidenceError: Double?
  /// Confidence minus accuracy.
  public var signedGap: Double?
  /// One a class, in class order; `nil` for a class without samples.
  public var accuracyOfClass: [Double?]
  /// Top-label bins of equal width, in ascending order.
  public var reliability: [ReliabilityBin]
  /// Many, medium and few by the true class; `nil` without class counts.
  public var groupsByTrueLabel: [ShotGroup: GroupScore]?
  /// Many, medium and few by the predicted class; `nil` without class counts.
  public var groupsByPredictedLabel: [ShotGroup: GroupScore]?
  /// How the groups were made.
  public var groupRule: String?

  /// Labels are `[samples]`, each in `0 ..< classes`; groups come from the training images per class;
  /// there is at least one bin.
  public init(
    _ probabilities: Probabilities, labels: [Int], classCounts: [Int]? = nil, bins: Int = 15
  ) {
    let top = TopLabels(probabilities)
    let binning = Binning.equalWidth(bins)
    let groups = classCounts.map(ShotGroups.init(counts:))
    func scores(_ grouping: GroupScore.Grouping) -> [ShotGroup: GroupScore]? {
      groups.map { GroupScore.of($0, by: grouping, top, labels: labels, binning: binning) }
    }
    let likelihood = LikelihoodScores(probabilities, labels: labels)
    let classwise = ClasswiseErrors(probabilities, labels: labels, binning: binning)
    self.init(
      classes: probabilities.classes, bins: bins,
      reliability: ReliabilityBins(top, labels: labels, binning: binning),
      accuracies: Accuracy(top, labels: labels, classes: probabilities.classes), groups: groups,
      byTrueLabel: scores(.trueLabel), byPredictedLabel: scores(.predictedLabel),
      adaptiveError: ReliabilityBins(top, labels: labels, binning: .equalMass(bins))
        .expectedError, classwiseError: classwise.meanEqualWidth,
      classwiseAdaptiveError: classwise.meanAdaptive,
      negativeLogLikelihood: likelihood.negativeLogLikelihood, brier: likelihood.brier)
  }

  /// Figures that are `nil` without samples may be given as any number then.
  init(
    classes: Int, bins: Int, reliability: ReliabilityBins, accuracies: Accuracy,
    groups: ShotGroups?, byTrueLabel: [ShotGroup: GroupScore]?,
    byPredictedLabel: [ShotGroup: GroupScore]?, adaptiveError: Double?,
    classwiseError: Double?, classwiseAdaptiveError: Double?, negativeLogLikelihood: Double?,
    brier: Double?
  ) {
    samples = reliability.samples
    self.classes = classes
    self.bins = bins
    accuracy = accuracies.overall
    balancedAccuracy = accuracies.balanced
    accuracyOfClass = accuracies.ofClass
    self.reliability = reliability.bins
    if let groups {
      accuracyMany = accuracies.of(.many, in: groups)
      accuracyMedium = accuracies.of(.medium, in: groups)
      accuracyFew = accuracies.of(.few, in: groups)
      groupsByTrueLabel = byTrueLabel
      groupsByPredictedLabel = byPredictedLabel
      groupRule = groups.rule
    }
    guard samples > 0 else { return }
    expectedError = reliability.expectedError
    maximumError = reliability.worst.flatMap(\.gap).map(abs)
    maximumErrorCount = reliability.worst?.count
    self.adaptiveError = adaptiveError
    self.classwiseError = classwiseError
    self.classwiseAdaptiveError = classwiseAdaptiveError
    self.negativeLogLikelihood = negativeLogLikelihood
    self.brier = brier
    overconfidenceError = reliability.overconfidenceError
    signedGap = reliability.signedGap
  }
}
