extension MetricReportBuilder {
  /// Figures whose memory depends on bins and classes only.
  func boundedValues() -> [String: Double?] {
    guard samples > 0 else { return [:] }
    let accuracies = Accuracy(
      overall: mean(outcomes.correct.map { $0 ? 1 : 0 })
        ?? Double(classHits.reduce(0) { $0 + $1.hits }) / Double(samples),
      ofClass: classHits.map { $0.count == 0 ? nil : Double($0.hits) / Double($0.count) })
    let brier = mean(outcomes.squares) ?? state.squares.value / Double(samples)
    let calibration = classwise.map { $0.rootMeanSquareError * $0.rootMeanSquareError }
      .compensatedSum()
    var values: [String: Double?] = [
      "accuracy": accuracies.overall,
      "balanced_accuracy": accuracies.balanced,
      "ece": top.error(settings.norm),
      "mce": top.error(.maximum),
      "ece_l2": top.rootMeanSquareError,
      "classwise_ece": classwise.map { $0.error(settings.norm) }.compensatedSum()
        / Double(classes),
      "overconfidence_error": top.overconfidenceError,
      "underconfidence_error": top.underconfidenceError,
      "signed_gap": top.signedGap,
      "nll": mean(outcomes.likelihoods) ?? state.likelihood.value / Double(samples),
      "brier": brier,
      "brier_calibration": calibration,
      "brier_refinement": brier - calibration,
    ]
    if let groups {
      for group in ShotGroup.allCases {
        values["accuracy_\(group.rawValue)"] = accuracies.of(group, in: groups)
      }
    }
    if settings.isStreaming { values["adaptive_ece"] = state.adaptiveError() }
    return values
  }

  /// Figures that need every sample; none while streaming.
  func perSampleValues(null: NullBand?) -> [String: Double?] {
    guard outcomes.count > 0 else { return [:] }
    let order = RadixOrder.ascending(outcomes.confidences)
    let ranking = RankingScores(
      confidences: outcomes.confidences, correct: outcomes.correct, weights: weights,
      order: order)
    return [
      "ece_debiased": null.map { top.error(settings.norm) - $0.mean },
      "adaptive_ece": adaptive?.error(settings.norm),
      "ace": adaptiveClasswise,
      "smooth_ece": SmoothCalibrationError()(
        confidences: outcomes.confidences, correct: outcomes.correct, weights: weights),
      "kernel_error": KernelCalibrationError()(
        confidences: outcomes.confidences, correct: outcomes.correct, weights: weights,
        order: order),
      "auroc": ranking.areaUnderROC,
      "aurc": ranking.areaUnderRiskCoverage,
    ]
  }

  /// Bins of equal mass; `nil` for fewer samples than bins.
  var adaptive: ReliabilityBins? {
    guard outcomes.count >= settings.bins else { return nil }
    let binning = Binning.equalMass(settings.bins)
    guard let weights else {
      return ReliabilityBins(
        confidences: outcomes.confidences, correct: outcomes.correct, binning: binning)
    }
    return ReliabilityBins(
      confidences: outcomes.confidences, correct: outcomes.correct, weights: weights,
      binning: binning)
  }

  /// The weighted mean of one number a sample; `nil` without a test prior.
  private func mean(_ values: @autoclosure () -> [Double]) -> Double? {
    guard let weights else { return nil }
    return zip(values(), weights).map { $0 * $1 }.compensatedSum() / weights.compensatedSum()
  }
}
