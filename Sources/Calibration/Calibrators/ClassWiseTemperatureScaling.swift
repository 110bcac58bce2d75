/// softmax(z ⊘ T): one temperature a class, of least cross-entropy.
///
/// The loss is convex in 1/T. It depends on where the zero of the logits is, as the published form does.
public struct ClassWiseTemperatureScaling: CalibrationMethod, Equatable {
  public static let name = "class-wise-temperature"
  public static let summary = "a temperature for each class, safe for classes with few samples"

  /// Each T is searched in this interval.
  public var lowerBound = 0.05
  /// The largest T that is searched; at least 1.
  public var upperBound = 5.0
  /// Penalty on Σ (1/T − 1)², beside the mean cross-entropy; it makes the optimum unique.
  public var penalty = 1e-6
  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples

  public init() {}

  public func validate() throws(CalibrationError) {
    try SettingRange.requireTemperatures(lowerBound, upperBound)
    guard lowerBound <= 1, upperBound >= 1 else {
      throw .invalidSetting(
        "lowerBound: expected bounds around 1, found \(lowerBound) and \(upperBound)")
    }
    try SettingRange.require("penalty", penalty, in: LinearSettings.penalties)
  }

  public func fitted(to validation: Predictions, training: Predictions?) throws
    -> ClassWiseTemperatureCalibrator
  {
    try validate()
    try validation.check(as: "validation")
    let classes = validation.logits.classes
    let weights = try validation.weights(weighting)
    guard !validation.isSeparated(weights: weights) else {
      return ClassWiseTemperatureCalibrator(
        temperatures: [Double](repeating: min(max(1, lowerBound), upperBound), count: classes),
        warnings: [TemperatureSolver.separated])
    }
    let solution = try LinearFit(
      inputs: LinearInput.logits.inputs(validation.logits), labels: validation.labels,
      weights: weights, scores: .scaled,
      penalty: QuadraticPenalty(penalty, centre: LinearScores.scaled.identity(classes: classes)),
      lower: [Double](repeating: 1 / upperBound, count: classes),
      upper: [Double](repeating: 1 / lowerBound, count: classes)
    ).solve()
    let temperatures = solution.point.map { 1 / $0 }
    var warnings = LinearSettings.warnings(solution, validation)
    let held = solution.point.indices.filter {
      solution.point[$0] <= 1 / upperBound || solution.point[$0] >= 1 / lowerBound
    }
    if !held.isEmpty {
      warnings.append(
        "the temperature of class \(held.map(String.init).joined(separator: ", ")) "
          + "reached a bound of \(lowerBound) to \(upperBound)")
    }
    return ClassWiseTemperatureCalibrator(temperatures: temperatures, warnings: warnings)
  }
}

/// softmax(z ⊘ T).
public struct ClassWiseTemperatureCalibrator: Calibrator, Equatable {
  /// One a class.
  public let temperatures: [Double]
  public let warnings: [String]
  public var classes: Int { temperatures.count }

  public var dependsOnOffset: Bool { true }

  public var facts: [CalibratorFact] {
    CalibratorFact.range("temperatures", temperatures)
  }

  public var flaw: CalibratorFlaw? {
    temperatures.enumerated().lazy.compactMap {
      CalibratorCheck.temperature($1, key: "temperatures.\($0)")
    }.first ?? classFlaw()
  }

  public func callAsFunction(_ logits: Logits) -> Probabilities {
    precondition(logits.classes == classes, "\(logits.classes) classes, fitted for \(classes)")
    return logits.scaled(
      .logits, factors: temperatures.map { 1 / $0 },
      offsets: [Double](repeating: 0, count: classes))
  }
}
