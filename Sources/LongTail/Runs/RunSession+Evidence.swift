import Calibration

extension RunSession {
  /// Whether anything was learned, and whether the network that is measured is the one that was trained.
  func addEvidence(
    _ test: Predictions, onTraining training: Predictions?, to evaluation: inout Evaluation
  ) throws {
    let log = try EpochRecord.readAll(run.logPath)
    evaluation.statisticsLag = StatisticsLag.found(training, trainer, log: log)
    if let lag = evaluation.statisticsLag {
      observer?.noted("warning: \(lag.summary)\nto try:\(Self.listed(lag.advice))")
    }
    evaluation.chance = ChanceRemark(
      ChanceLevel(test),
      ChanceEvidence(
        recipe: recipe, data: data, log: log, steps: trainer.work.totalSteps,
        statisticsLag: evaluation.statisticsLag))
    guard let chance = evaluation.chance else { return }
    let advice = chance.advice ?? []
    observer?.noted(
      "warning: \(chance.summary); likely reasons:\(Self.listed(chance.reasons))"
        + (advice.isEmpty ? "" : "\nto try:\(Self.listed(advice))"))
  }

  private static func listed(_ sentences: [String]) -> String {
    sentences.map { "\n  - \($0)" }.joined()
  }
}
