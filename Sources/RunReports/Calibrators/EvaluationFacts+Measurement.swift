import Calibration
import Reports

extension EvaluationFacts {
  /// What was measured on one test set through one calibrator, or through none.
  init(
    calibrator: String?, _ card: Scorecard, _ diagnostics: CalibrationDiagnostics,
    labelCounts: [Int], classCounts: [Int]?, facts: [Fact] = [], warnings: [String] = []
  ) {
    self.init(
      calibrator: calibrator,
      scores: Scores(
        card, diagnostics, labelCounts: labelCounts, groups: classCounts.map(ShotGroups.init)),
      reliability: Reliability(withBand: card.reliability),
      reliabilityByTrueGroup: Self.reliability(card.groupsByTrueLabel),
      reliabilityByPredictedGroup: Self.reliability(card.groupsByPredictedLabel),
      convention: diagnostics.conventions["ece"], facts: facts, warnings: warnings)
  }

  private static func reliability(
    _ groups: [ShotGroup: GroupScore]?
  ) -> GroupValues<Reliability> {
    var values = GroupValues<Reliability>()
    for (group, score) in groups ?? [:] where score.samples > 0 {
      values[group] = Reliability(withBand: score.bins)
    }
    return values
  }
}

extension Reliability {
  /// These bins, with where a perfectly calibrated model's accuracies would lie.
  init(withBand bins: [ReliabilityBin]) {
    self.init(bins, perfectBand: bins.map { $0.perfectRange.map(Figure.Interval.init) })
  }
}

extension Figure {
  /// `nil` where there is no value.
  init?(
    _ value: Double?, _ interval: Calibration.Interval?,
    perfectRange: Calibration.Interval? = nil
  ) {
    guard let value else { return nil }
    self.init(
      value, interval: interval.map(Interval.init), perfectRange: perfectRange.map(Interval.init))
  }
}

extension Figure.Interval {
  init(_ interval: Calibration.Interval) { self.init(interval.lower, interval.upper) }
}

extension Scores {
  /// The figures of a scorecard, with their 95 % intervals.
  /// - Parameters:
  ///   - card: the figures.
  ///   - diagnostics: of the same predictions; the intervals are there.
  ///   - labelCounts: test samples of each class.
  ///   - groups: those of the card.
  init(
    _ card: Scorecard, _ diagnostics: CalibrationDiagnostics, labelCounts: [Int],
    groups: ShotGroups?
  ) {
    func accuracy(_ value: Double?, of classes: [Int]?) -> Figure? {
      Figure(
        value,
        ConfidenceIntervals.balancedAccuracy(
          card.accuracyOfClass, counts: labelCounts, of: classes))
    }
    self.init(
      samples: card.samples, accuracy: Figure(card.accuracy, diagnostics.accuracyInterval),
      balancedAccuracy: accuracy(card.balancedAccuracy, of: nil),
      groupAccuracy: GroupValues(
        many: accuracy(card.accuracyMany, of: groups?.classes(in: .many)),
        medium: accuracy(card.accuracyMedium, of: groups?.classes(in: .medium)),
        few: accuracy(card.accuracyFew, of: groups?.classes(in: .few))),
      calibrationError: Figure(
        card.expectedError, diagnostics.expectedErrorInterval,
        perfectRange: diagnostics.nullBand.band),
      maximumCalibrationError: card.maximumError.map { Figure($0) },
      maximumBinCount: card.maximumErrorCount,
      adaptiveCalibrationError: card.adaptiveError.map { Figure($0) },
      classwiseCalibrationError: card.classwiseError.map { Figure($0) },
      negativeLogLikelihood: Figure(
        card.negativeLogLikelihood, diagnostics.likelihoodInterval),
      brier: Figure(card.brier, diagnostics.brierInterval))
  }
}
