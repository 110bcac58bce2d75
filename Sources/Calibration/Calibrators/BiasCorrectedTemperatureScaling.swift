/// softmax(z / T + b): one temperature and one offset a class, of least cross-entropy (bias-corrected
/// temperature scaling; Alexandari, Kundaje & Shrikumar, 2020).
///
/// At the optimum the mean probability of each class is its share of the validation labels, which
/// estimates of a class prior rest on.
public struct BiasCorrectedTemperatureScaling: CalibrationMethod, Equatable {
  public static let name = "bcts"
  public static let summary = "one temperature, and an offset for each class (BCTS)"

  /// Penalty on Σ b², beside the mean cross-entropy; it chooses the offsets with mean 0 among equals.
  public var penalty = 1e-9
  public var weighting = SampleWeighting.samples

  public init() {}

  public init(penalty: Double = 1e-9, weighting: SampleWeighting = .samples) {
    self.penalty = penalty
    self.weighting = weighting
  }

  public func fitted(
    to validation: Predictions, training: Predictions?
  ) throws -> BiasCorrectedTemperatureCalibrator {
    try validation.check(as: "validation")
    try LinearSettings.check(penalty, "penalty")
    let classes = validation.logits.classes
    let weights = try validation.weights(weighting)
    let total = weights.reduce(0, +)
    guard total > 0 else {
      throw CalibrationError.notFitted("every validation sample has weight 0")
    }
    // Offsets move the loss by a class's share, the scale by all: this brings them to one measure.
    let unit = Double(classes).squareRoot()
    let bound = LinearSettings.parameterBound
    let offsetBounds = [Double](repeating: bound / unit, count: classes)
    let solution = Minimizer(tolerance: 1e-9, iterations: 2000).minimum(
      from: [1] + [Double](repeating: 0, count: classes),
      lower: [1e-3] + offsetBounds.map { -$0 }, upper: [bound] + offsetBounds
    ) { point in
      let offsets = point.dropFirst().map { $0 * unit }
      let loss = BiasedTemperatureLoss(
        scale: point[0], offsets: offsets, validation, weights: weights)
      let squares = offsets.reduce(0) { $0 + $1 * $1 }
      let gradient =
        [loss.slopeOfScale / total]
        + zip(loss.slopes, offsets).map { unit * ($0 / total + 2 * penalty * $1) }
      return (loss.value / total + penalty * squares, gradient)
    }
    let offsets = solution.point.dropFirst().map { $0 * unit }
    let mean = offsets.reduce(0, +) / Double(classes)
    return BiasCorrectedTemperatureCalibrator(
      temperature: 1 / solution.point[0], offsets: offsets.map { $0 - mean },
      warnings: LinearSettings.warnings(
        Minimizer.Solution(
          point: offsets, value: solution.value, isConverged: solution.isConverged), validation))
  }
}

/// softmax(z / T + b).
public struct BiasCorrectedTemperatureCalibrator: Calibrator, Equatable {
  public let temperature: Double
  /// b, one a class, with mean 0.
  public let offsets: [Double]
  public let warnings: [String]
  public var classes: Int { offsets.count }

  public var fittedTemperature: Double? { temperature }

  public var flaw: String? {
    temperature > 0 ? flaw() : "temperature \(temperature); it must be positive"
  }

  public func callAsFunction(_ logits: Logits) -> Probabilities {
    precondition(logits.classes == classes, "\(logits.classes) classes, fitted for \(classes)")
    let factors = [Double](repeating: 1 / temperature, count: classes)
    return logits.linear(.scaledAndShifted, .logits, parameters: factors + offsets)
  }
}
