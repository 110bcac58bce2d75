/// −ω p / π: ``PrevalenceAdjustedScore`` with a weight for each class, such as 10 for protected species
/// (Ding, Fermanian and Salmon, 2025). All weights 1 is that score, weights equal to π are that of `lac`.
public struct WeightedPrevalenceScore: SetScore, Equatable {
  public static let name = "wpas"
  public static let summary = "-weight · p / training share: pas with a weight a class"

  /// One a class, each above 0; empty for all 1.
  public var weights: [Double] = []

  public init() {}

  public init(weights: [Double]) { self.weights = weights }

  public var needsPrior: Bool { true }

  public func highest(classes: Int) -> Double { 0 }

  public func check(classes: Int) throws(CalibrationError) {
    guard weights.isEmpty || weights.count == classes else {
      throw .invalidSetting(
        "weights: \(weights.count) for \(classes) classes; one a class, or none at all, was expected"
      )
    }
    try validate()
  }

  public func validate() throws(CalibrationError) {
    if let label = weights.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      throw .invalidSetting("weights.\(label): \(weights[label]); a number above 0 was expected")
    }
  }

  public func score(of label: Int, in row: ScoredRow) -> Double {
    let weight = weights.isEmpty ? 1 : weights[label]
    return -(weight * row[label]) / row.share(of: label)
  }
}
