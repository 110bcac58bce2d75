extension ComparedCalibrator: Encodable {
  private enum CodingKeys: String, CodingKey {
    case method, skipped, temperature, warnings, auroc, aurc, intervals, conventions
    case fitSeconds = "fit_seconds"
    case aboveLowestError = "ece_above_lowest"
    case aboveLowestLikelihood = "nll_above_lowest"
    case corrected = "prior_corrected"
    case debiasedError = "ece_debiased"
    case nullBand = "ece_null"
    case rootMeanSquareError = "ece_l2"
    case underconfidenceError = "underconfidence_error"
    case smoothError = "smooth_ece"
    case kernelError = "kernel_error"
    case brierCalibration = "brier_calibration"
    case brierRefinement = "brier_refinement"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(method, forKey: .method)
    guard let measurement else {
      try container.encode(skipped, forKey: .skipped)
      return
    }
    try container.encode(measurement.fitSeconds, forKey: .fitSeconds)
    try container.encode(measurement.fitted?.fittedTemperature, forKey: .temperature)
    try container.encode(measurement.fitted?.warnings ?? [], forKey: .warnings)
    try container.encode(measurement.aboveLowestError, forKey: .aboveLowestError)
    try container.encode(measurement.aboveLowestLikelihood, forKey: .aboveLowestLikelihood)
    // The same keys once more, apart.
    try container.encodeIfPresent(measurement.corrected, forKey: .corrected)
    // It writes its keys into the same object.
    try measurement.scorecard.encode(to: encoder)
    try encode(measurement.diagnostics, to: &container)
  }

  /// Under the keys that a ``MetricReport`` has.
  private func encode(
    _ diagnostics: CalibrationDiagnostics, to container: inout KeyedEncodingContainer<CodingKeys>
  ) throws {
    try container.encode(diagnostics.debiasedError, forKey: .debiasedError)
    try container.encode(
      [
        "mean": diagnostics.nullBand.mean, "lower": diagnostics.nullBand.band.lower,
        "upper": diagnostics.nullBand.band.upper,
      ], forKey: .nullBand)
    try container.encode(diagnostics.rootMeanSquareError, forKey: .rootMeanSquareError)
    try container.encode(diagnostics.underconfidenceError, forKey: .underconfidenceError)
    try container.encode(diagnostics.smoothError, forKey: .smoothError)
    try container.encode(diagnostics.kernelError, forKey: .kernelError)
    try container.encode(diagnostics.ranking.areaUnderROC, forKey: .auroc)
    try container.encode(diagnostics.ranking.areaUnderRiskCoverage, forKey: .aurc)
    try container.encode(diagnostics.brierParts.calibration, forKey: .brierCalibration)
    try container.encode(diagnostics.brierParts.refinement, forKey: .brierRefinement)
    try container.encode(
      [
        "accuracy": diagnostics.accuracyInterval, "ece": diagnostics.expectedErrorInterval,
        "nll": diagnostics.likelihoodInterval, "brier": diagnostics.brierInterval,
        "signed_gap": diagnostics.signedGapInterval,
      ], forKey: .intervals)
    try container.encode(diagnostics.conventions, forKey: .conventions)
  }
}
