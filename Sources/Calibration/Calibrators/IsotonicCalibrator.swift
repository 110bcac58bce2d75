/// In what precision probabilities are handled.
public enum Precision: String, Sendable, Codable {
  case float64
  /// As the published code does: probabilities are rounded to single precision, before the map and
  /// after it, so that the term that should break ties is lost to rounding; in the map of all classes,
  /// points closer than 10⁻⁶ become one.
  case float32

  @inline(__always)
  func rounded(_ value: Double) -> Double { self == .float64 ? value : Double(Float(value)) }
}

/// softmax(z / T), each probability through an isotonic map, rows renormalised.
///
/// One map for all classes keeps the answer in double precision: where it is constant, 10⁻⁹ p is added, and where the
/// answer has no more than another class even so (both at 1, or too near each other), it gets the next number above.
public struct IsotonicCalibrator: Calibrator, Equatable {
  /// 1 where there is no temperature scaling before the maps.
  public let temperature: Double
  /// One for all classes, or one a class.
  public let maps: [IsotonicMap]
  /// In what precision probabilities enter and leave the maps.
  public let precision: Precision
  public let classes: Int
  public let warnings: [String]

  public var fittedTemperature: Double? { temperature == 1 ? nil : temperature }

  public var facts: [CalibratorFact] {
    let points = maps.reduce(0) { $0 + $1.inputs.count }
    return (fittedTemperature.map { [.temperature($0)] } ?? []) + [
      CalibratorFact("maps", "\(maps.count) with \(points) points")
    ]
  }

  public var flaw: CalibratorFlaw? {
    CalibratorCheck.temperature(temperature)
      ?? maps.enumerated().lazy.compactMap { $1.flaw(key: "maps.\($0)") }.first
      ?? (maps.count == 1 ? classFlaw() : classFlaw(("maps", maps.count)))
  }

  /// Whether the most probable class stays the same: of one increasing map, but for the published code's rounding.
  package var keepsAnswer: Bool { maps.count == 1 && precision == .float64 }

  public func callAsFunction(_ logits: Logits) -> Probabilities {
    precondition(logits.classes == classes, "\(logits.classes) classes, fitted for \(classes)")
    let isPooled = maps.count == 1
    return softmax(logits, temperature: temperature).mappedEntries(keepsAnswer: keepsAnswer) {
      column, value in
      let input = precision.rounded(value)
      // Keeps the order where the map is constant.
      return precision.rounded(maps[isPooled ? 0 : column](input) + 1e-9 * input)
    }
  }

  /// Fits one map to the pairs of all classes.
  static func pooled(
    _ predictions: Predictions, weights: [Double], temperature: Double, precision: Precision
  ) -> [IsotonicMap] {
    let classes = predictions.logits.classes
    let resolution = precision == .float64 ? 1e-15 : 1e-6
    if weights.allSatisfy({ $0 == weights[0] }) {
      return [
        PooledOutcomes(predictions, temperature: temperature, precision: precision)
          .map(resolution: resolution)
      ]
    }
    let values = softmax(predictions.logits, temperature: temperature).values
    var targets = [Double](repeating: 0, count: values.count)
    for (row, label) in predictions.labels.enumerated() { targets[row * classes + label] = 1 }
    return [
      IsotonicMap(
        fitting: values.map(precision.rounded), to: targets,
        weights: values.indices.map { weights[$0 / classes] }, resolution: resolution)
    ]
  }

  /// Fits a map for each class; a class without samples keeps its probabilities.
  static func oneVersusAll(
    _ predictions: Predictions, weights: [Double], temperature: Double, precision: Precision
  ) -> [IsotonicMap] {
    let counts = predictions.labelCounts
    let samples = predictions.labels.count
    let identity = IsotonicMap(inputs: [0, 1], outputs: [0, 1])
    if weights.allSatisfy({ $0 == weights[0] }) {
      var keys = OutcomeKeys.keysByClass(
        predictions, temperature: temperature, precision: precision)
      return keys.withUnsafeMutableBufferPointer { keys in
        RowChunks.map(rows: counts.count, columns: 1 << 14) { range in
          range.map { label in
            counts[label] == 0
              ? identity
              : IsotonicMap(
                fittingOutcomes: UnsafeMutableBufferPointer(
                  rebasing: keys[label * samples..<(label + 1) * samples]), resolution: 1e-15)
          }
        }.flatMap { $0 }
      }
    }
    return ProbabilityColumns(predictions.logits, temperature: temperature).map { label, values in
      guard counts[label] > 0 else { return identity }
      return IsotonicMap(
        fitting: values.map(precision.rounded),
        to: predictions.labels.map { $0 == label ? 1 : 0 }, weights: weights,
        resolution: 1e-15)
    }
  }
}

/// What the four isotonic methods share.
struct IsotonicSettings {
  let weighting: SampleWeighting
  let precision: Precision
  /// Bounds of the temperature before the maps; `nil` for none.
  let temperatureBounds: (lower: Double, upper: Double)?
  let isPooled: Bool

  func fitted(to validation: Predictions) throws -> IsotonicCalibrator {
    try validation.check(as: "validation")
    let weights = try validation.weights(weighting)
    guard weights.contains(where: { $0 > 0 }) else {
      throw CalibrationError.notFitted("every validation sample has weight 0")
    }
    var temperature = 1.0
    var warnings: [String] = []
    if let temperatureBounds {
      let solution = try SquaredErrorTemperature(
        predictions: validation, weights: weights, lowerBound: temperatureBounds.lower,
        upperBound: temperatureBounds.upper
      ).solve()
      temperature = solution.temperature
      warnings = solution.warnings
    }
    let fit = isPooled ? IsotonicCalibrator.pooled : IsotonicCalibrator.oneVersusAll
    if !isPooled {
      warnings += validation.emptyClassWarnings("its probabilities are kept before rows are scaled")
    }
    return IsotonicCalibrator(
      temperature: temperature, maps: fit(validation, weights, temperature, precision),
      precision: precision, classes: validation.logits.classes, warnings: warnings)
  }
}
