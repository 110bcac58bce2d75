import Foundation

/// A mixture of softmax(z / T), softmax(z) and the uniform distribution (ETS; Zhang et al., 2020).
///
/// T and then the three shares minimise the mean squared error; the shares are solved for exactly.
public struct EnsembleTemperatureScaling: CalibrationMethod, Equatable {
  public static let name = "ensemble-temperature"
  public static let summary = "a mix of tempered, plain and uniform probabilities (ETS)"

  /// T is searched in this interval.
  public var lowerBound = 0.05
  /// The largest T that is searched; above ``lowerBound``.
  public var upperBound = 5.0
  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples

  public init() {}

  public func validate() throws(CalibrationError) {
    try SettingRange.requireTemperatures(lowerBound, upperBound)
  }

  public func fitted(
    to validation: Predictions, training: Predictions?
  ) throws -> EnsembleTemperatureCalibrator {
    try validate()
    try validation.check(as: "validation")
    let weights = try validation.weights(weighting)
    let solution = try SquaredErrorTemperature(
      predictions: validation, weights: weights, lowerBound: lowerBound, upperBound: upperBound
    ).solve()
    return EnsembleTemperatureCalibrator(
      temperature: solution.temperature,
      shares: Self.shares(validation, weights, temperature: solution.temperature),
      classes: validation.logits.classes, warnings: solution.warnings)
  }

  /// The shares on the simplex with the least squared error, in closed form on each of its faces.
  static func shares(
    _ predictions: Predictions, _ weights: [Double], temperature: Double
  ) -> [Double] {
    let (gram, target) = normalEquations(predictions, weights, temperature: temperature)
    func error(_ shares: [Double]) -> Double {
      var sum = 0.0
      for i in 0..<3 {
        sum -= 2 * shares[i] * target[i]
        for j in 0..<3 { sum += shares[i] * gram[i][j] * shares[j] }
      }
      return sum
    }
    var candidates: [[Double]] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    for (i, j) in [(0, 1), (0, 2), (1, 2)] {
      let curvature = gram[i][i] - 2 * gram[i][j] + gram[j][j]
      guard curvature > 0 else { continue }
      let share = (target[i] - target[j] + gram[j][j] - gram[i][j]) / curvature
      guard share > 0, share < 1 else { continue }
      var point = [0.0, 0, 0]
      point[i] = share
      point[j] = 1 - share
      candidates.append(point)
    }
    if let inside = interior(gram, target) { candidates.append(inside) }
    return candidates.min { error($0) < error($1) } ?? [1, 0, 0]
  }

  /// The minimum on the plane of the simplex, when it lies inside.
  private static func interior(_ gram: [[Double]], _ target: [Double]) -> [Double]? {
    // With w₂ = 1 − w₀ − w₁: two equations in two unknowns.
    func reduced(_ i: Int, _ j: Int) -> Double {
      gram[i][j] - gram[i][2] - gram[2][j] + gram[2][2]
    }
    let right = (0..<2).map { target[$0] - target[2] - gram[$0][2] + gram[2][2] }
    let determinant = reduced(0, 0) * reduced(1, 1) - reduced(0, 1) * reduced(0, 1)
    guard determinant > 1e-14 * reduced(0, 0) * reduced(1, 1) else { return nil }
    let first = (right[0] * reduced(1, 1) - right[1] * reduced(0, 1)) / determinant
    let second = (right[1] * reduced(0, 0) - right[0] * reduced(0, 1)) / determinant
    let point = [first, second, 1 - first - second]
    return point.allSatisfy { $0 >= 0 } ? point : nil
  }

  private static func normalEquations(
    _ predictions: Predictions, _ weights: [Double], temperature: Double
  ) -> (gram: [[Double]], target: [Double]) {
    let logits = predictions.logits
    let classes = logits.classes
    let parts = logits.withUnsafeValues { values in
      RowChunks.map(rows: logits.samples, columns: classes) { rows -> [Double] in
        // Products 00, 01, 02, 11, 12, 22, then the three with the labels.
        var sums = [Double](repeating: 0, count: 9)
        guard let base = values.baseAddress else { return sums }
        let buffer = RowBuffer(count: classes)
        var scaled = [Double](repeating: 0, count: classes)
        var plain = scaled
        let uniform = 1 / Double(classes)
        for row in rows where weights[row] > 0 {
          buffer.load(base + row * classes)
          scaled.withUnsafeMutableBufferPointer { target in
            if let target = target.baseAddress {
              buffer.softmax(scale: 1 / temperature, into: target)
            }
          }
          plain.withUnsafeMutableBufferPointer { target in
            if let target = target.baseAddress { buffer.softmax(scale: 1, into: target) }
          }
          var products = (0.0, 0.0, 0.0)
          for column in 0..<classes {
            products.0 += scaled[column] * scaled[column]
            products.1 += scaled[column] * plain[column]
            products.2 += plain[column] * plain[column]
          }
          let weight = weights[row]
          let label = predictions.labels[row]
          let terms = [
            products.0, products.1, uniform, products.2, uniform, uniform, scaled[label],
            plain[label], uniform,
          ]
          for index in 0..<9 { sums[index] += weight * terms[index] }
        }
        return sums
      }
    }
    let sums = (0..<9).map { index in parts.map { $0[index] }.compensatedSum() }
    return (
      [
        [sums[0], sums[1], sums[2]], [sums[1], sums[3], sums[4]], [sums[2], sums[4], sums[5]],
      ],
      [sums[6], sums[7], sums[8]]
    )
  }
}

/// w₀ softmax(z / T) + w₁ softmax(z) + w₂ / classes.
public struct EnsembleTemperatureCalibrator: Calibrator, Equatable {
  /// T of the first of the three distributions.
  public let temperature: Double
  /// w₀, w₁ and w₂; not negative, sum 1.
  public let shares: [Double]
  public let classes: Int
  public let warnings: [String]

  public var fittedTemperature: Double? { temperature }

  public var facts: [CalibratorFact] {
    [
      .temperature(temperature),
      CalibratorFact(
        "shares of scaled, plain, uniform",
        shares.map { String(format: "%.3f", $0) }.joined(separator: " / ")),
    ]
  }

  public var flaw: CalibratorFlaw? {
    if let flaw = CalibratorCheck.temperature(temperature) { return flaw }
    guard shares.count == 3 else {
      return CalibratorFlaw("shares", "\(shares.count) shares; 3 are needed")
    }
    if let flaw = CalibratorCheck.range(shares, 0...1, key: "shares") { return flaw }
    let sum = shares.reduce(0, +)
    return abs(sum - 1) <= 1e-6
      ? classFlaw() : CalibratorFlaw("shares", "they sum to \(sum); 1 was expected")
  }

  public func callAsFunction(_ logits: Logits) -> Probabilities {
    precondition(logits.classes == classes, "\(logits.classes) classes, fitted for \(classes)")
    let scaled = softmax(logits, temperature: temperature)
    guard shares[0] < 1 else { return scaled }
    let plain = softmax(logits)
    return Probabilities(
      zip(scaled.values, plain.values).map {
        shares[0] * $0 + shares[1] * $1 + shares[2] / Double(classes)
      }, classes: classes)
  }
}
