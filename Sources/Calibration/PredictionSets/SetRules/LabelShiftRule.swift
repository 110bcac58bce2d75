/// Thresholds for another class distribution than that of the calibration samples (Podkopaev and Ramdas,
/// 2021): each sample weighs the target share of its class over the share it has there.
public struct LabelShiftRule: SetRule, Equatable {
  public static let name = "label-shift"
  public static let summary = "one level for a known class distribution: coverage over its samples"

  public init() {}

  public var guarantee: SetGuarantee { .targetPrior }

  public func thresholds(
    for scores: CalibrationScores, alpha: Double
  ) throws(CalibrationError) -> SetThresholds {
    guard let target = scores.facts.targetPrior else {
      throw .invalidSetting("label-shift needs the class distribution to aim at: a prior")
    }
    let samples = Double(scores.values.count)
    // With mean 1 over the samples where every class has some.
    let weights = target.indices.map { label in
      scores.counts[label] > 0
        ? target[label] * samples / Double(scores.counts[label]) : target[label] > 0 ? .infinity : 0
    }
    let weighted = WeightedScores(scores.values, order: scores.order()) {
      weights[scores.labels[$0]]
    }
    guard weighted.total > 0 else {
      throw .invalidSetting("no class that the prior has is among the calibration samples")
    }
    let thresholds = weights.map { weighted.threshold(alpha: alpha, own: $0) }
    return SetThresholds(thresholds, warnings: warnings(weights, weighted.total, alpha))
  }

  private func warnings(_ weights: [Double], _ total: Double, _ alpha: Double) -> [String] {
    let unseen = weights.indices.filter { weights[$0] == .infinity }
    let heavy = weights.indices.filter {
      weights[$0].isFinite && weights[$0] / (total + weights[$0]) > alpha
    }
    var warnings: [String] = []
    if !unseen.isEmpty {
      warnings.append(
        "no calibration sample of \(ClassList.words(unseen)), which the prior has: in every set")
    }
    if !heavy.isEmpty {
      warnings.append(
        "a sample of \(ClassList.words(heavy)) weighs more than α = \(alpha) of all under the prior: "
          + "in every set")
    }
    return warnings
  }
}
