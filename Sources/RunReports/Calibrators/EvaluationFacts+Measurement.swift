import Calibration
import Reports

extension EvaluationFacts {
  /// What was measured on one test set through one calibrator, or through none.
  init(
    calibrator: String?, _ figures: FigureTable, facts: [Fact] = [], warnings: [String] = []
  ) {
    var scores = figures
    // So that a report that is written as JSON and read back has its intervals.
    scores.isExplained = true
    self.init(
      calibrator: calibrator, scores: scores, reliability: Reliability(figures.reliability),
      reliabilityByTrueGroup: (figures.groupsByTrueLabel ?? [:]).filter { $0.value.samples > 0 },
      reliabilityByPredictedGroup: (figures.groupsByPredictedLabel ?? [:])
        .filter { $0.value.samples > 0 },
      convention: figures.conventions["ece"], facts: facts, warnings: warnings)
  }
}

extension FigureTable {
  /// What a report shows of some predictions: the figures of every evaluation, chance, and the intervals that have
  /// a formula.
  init(
    ofReport probabilities: Probabilities, _ predictions: Predictions
  ) throws {
    var settings = MeasureSettings()
    settings.intervals = .formulas
    try self.init(
      evaluating: probabilities, of: predictions, adding: [DebiasedCalibrationError()], settings)
    isExplained = true
  }
}
