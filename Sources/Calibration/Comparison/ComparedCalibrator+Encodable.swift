extension ComparedCalibrator: Encodable {
  private enum CodingKeys: String, CodingKey {
    case method, skipped, temperature, warnings, intervals, conventions
    case fitSeconds = "fit_seconds"
    case aboveLowestError = "ece_above_lowest"
    case aboveLowestLikelihood = "nll_above_lowest"
    case corrected = "prior_corrected"
  }

  /// Figures whose interval every entry has, `null` where there is none.
  private static let intervalNames = ["accuracy", "ece", "nll", "brier", "signed_gap"]

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
    try measurement.figures.encode(to: encoder)
    try container.encode(
      Self.intervalNames.reduce(into: [String: Interval?]()) {
        $0[$1] = .some(measurement.figures.figure($1)?.interval)
      }, forKey: .intervals)
    try container.encode(measurement.figures.conventions, forKey: .conventions)
  }
}
