import Foundation

/// σ(a log p − b log(1 − p) + c) for each class, with a, b ≥ 0 (Kull et al., 2017), rows renormalised.
///
/// A penalty towards a = b = 1, c = 0, as strong as a normal prior of variance 1 / ``shrinkage``, keeps
/// the map of a class with few validation samples near the identity and its optimum unique.
public struct BetaCalibration: CalibrationMethod, Equatable {
  public static let name = "beta"
  public static let summary = "a beta calibration map for each class, then renormalised"

  /// Strength of the penalty ½ · shrinkage · Σ (parameter − identity)², compared with the summed loss.
  public var shrinkage = 1.0
  /// How much each validation sample counts in the fit; all the same by default.
  public var weighting = SampleWeighting.samples

  public init() {}

  public init(shrinkage: Double) { self.shrinkage = shrinkage }

  public func validate() throws(CalibrationError) {
    try SettingRange.require("shrinkage", shrinkage, in: 1e-6...1e6)
  }

  public func fitted(to validation: Predictions, training: Predictions?) throws
    -> BetaCalibrator
  {
    try validate()
    try validation.check(as: "validation")
    let weights = try validation.weights(weighting)
    let maps = ProbabilityColumns(validation.logits).map { label, values in
      let solution = LogisticRegression(
        features: [
          BetaMap.logarithms(values), BetaMap.logarithms(values.map { 1 - $0 }).map { -$0 },
        ],
        isPositive: validation.labels.map { $0 == label }, weights: weights,
        centre: [1, 1, 0], strengths: [Double](repeating: shrinkage, count: 3),
        lower: [0, 0, -.infinity]
      ).solve()
      return BetaMap(a: solution[0], b: solution[1], c: solution[2])
    }
    return BetaCalibrator(
      maps: maps,
      warnings: validation.emptyClassWarnings("only the penalty keeps its probabilities up"))
  }
}

/// σ(a log p − b log(1 − p) + c).
public struct BetaMap: Sendable, Codable, Equatable {
  /// Factor of log p, at least 0; 1 in the identity.
  public let a: Double
  /// Factor of −log(1 − p), at least 0; 1 in the identity.
  public let b: Double
  /// Offset of the log-odds; 0 in the identity.
  public let c: Double

  /// log p, with p kept 10⁻¹² away from 0.
  static func logarithm(_ probability: Double) -> Double { log(max(probability, 1e-12)) }

  static func logarithms(_ probabilities: [Double]) -> [Double] {
    Calibration.logarithms(probabilities.map { max($0, 1e-12) })
  }

  /// The value at a probability.
  func callAsFunction(_ probability: Double) -> Double {
    sigmoid(a * Self.logarithm(probability) - b * Self.logarithm(1 - probability) + c)
  }
}

/// Each probability of softmax(z) through its class's map, rows renormalised.
public struct BetaCalibrator: Calibrator, Equatable {
  /// One a class.
  public let maps: [BetaMap]
  public let warnings: [String]
  public var classes: Int { maps.count }

  public var facts: [CalibratorFact] {
    CalibratorFact.range("a", maps.map(\.a)) + CalibratorFact.range("b", maps.map(\.b))
      + CalibratorFact.range("c", maps.map(\.c))
  }

  public var flaw: CalibratorFlaw? {
    for (index, map) in maps.enumerated() {
      let key = "maps.\(index)"
      let largest = CalibratorCheck.largest
      if let flaw = CalibratorCheck.number(map.a, 0...largest, key: key + ".a")
        ?? CalibratorCheck.number(map.b, 0...largest, key: key + ".b")
        ?? CalibratorCheck.number(map.c, -largest...largest, key: key + ".c")
      {
        return flaw
      }
    }
    return classFlaw()
  }

  public func callAsFunction(_ logits: Logits) -> Probabilities {
    precondition(logits.classes == classes, "\(logits.classes) classes, fitted for \(classes)")
    return softmax(logits).mappedEntries { column, value in maps[column](value) }
  }
}
