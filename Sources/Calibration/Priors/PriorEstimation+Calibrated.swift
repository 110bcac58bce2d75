extension PriorEstimation {
  /// The class prior of rows that are calibrated already, without intervals.
  /// - Parameters:
  ///   - rows: `[samples, classes]`, without labels.
  ///   - validation: likewise, with labels `[samples]`: the world that the model comes from.
  ///   - identity: what has calibrated both.
  /// - Returns: the estimate of the default method.
  /// - Throws: ``CalibrationError`` for rows that do not fit together, `FileProblem` for rows that cannot be
  ///   read.
  public static func ofCalibrated(
    _ rows: ProbabilityRows, labelled validation: (rows: ProbabilityRows, labels: [Int]),
    by identity: CalibratorIdentity
  ) throws -> PriorEstimate {
    var estimation = PriorEstimation()
    estimation.resamples = 0
    let name =
      if case .file(let method, _) = identity { method } else { PriorEvidence.uncalibrated }
    return try estimation.estimate(
      PriorEvidence(
        calibrated: Predictions(
          logits: try validation.rows.logarithms(), labels: validation.labels), name: name,
        rows: rows.logarithms()))
  }
}
