public import Torch

/// Cross-entropy, and features that lie close within a class and apart between classes (Zhang, Fang, Wen, Li, Qiao,
/// ICCV 2017): `cross-entropy + λ (α L_intra + β L_inter)`.
///
/// L_intra adds over the batch's classes with two samples or more the harmonic mean of their k largest squared
/// distances; L_inter is `max(0, m − D)`, with D the smallest squared distance between two class means of the
/// batch. Both are one number for a batch, and stand in the value of each of its samples.
///
/// The defaults are the paper's, for faces and features as they are: another network's scale wants others.
/// Batches need pairs, such as `class-aware` sampling gives.
public struct RangeLoss: LossFunction {
  public static let name = "range"
  public static let summary =
    "cross-entropy, and features that are close within classes and apart between them"

  /// λ, in [0, 1000]; 0 is cross-entropy.
  public var weight = 1.0
  /// α, in [0, 1000].
  public var within = 5e-5
  /// β, in [0, 1000].
  public var between = 1e-4
  /// m, a squared distance, in [0, 1,000,000,000].
  public var margin = 2e4
  /// k, 1 … 1,000,000; all pairs of a class that has fewer.
  public var pairs = 2

  public init() {}

  public init(
    weight: Double = 1, within: Double, between: Double, margin: Double, pairs: Int = 2
  ) {
    self.weight = weight
    self.within = within
    self.between = between
    self.margin = margin
    self.pairs = pairs
  }

  public var isPerSample: Bool { weight == 0 }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let losses = negativeLogLikelihood(outputs.logits, labels)
    guard weight > 0 else { return LossValues(losses) }
    let members = membersByClass(labels)
    let features = outputs.meanFeatures
    let range =
      harmonicRanges(features, members) * (weight * within)
      + meanGap(features, members) * (weight * between)
    let spread = range.to(losses.dtype).expanded(to: losses.shape)
    return LossValues(losses + spread, parts: [("range", spread.detached())])
  }

  /// Places of each class's samples in the batch, in the order of their first.
  private func membersByClass(_ labels: Tensor) -> [[Int]] {
    var places: [Int: Int] = [:]
    var members: [[Int]] = []
    for (sample, label) in labels.ints.enumerated() {
      if let place = places[label] {
        members[place].append(sample)
      } else {
        places[label] = members.count
        members.append([sample])
      }
    }
    return members
  }

  /// L_intra from features `[batch, width]`, without axes.
  func harmonicRanges(_ features: Tensor, _ members: [[Int]]) -> Tensor {
    let ranges = members.filter { $0.count > 1 }.map { samples -> Tensor in
      let own = features.indexSelected(axis: 0, Tensor(samples, device: features.device))
      let distances = pairDistances(own)
      let count = min(pairs, distances.count)
      let largest = distances.topK(count, axis: 0).values
      // Equal samples have no distance, and no slope.
      return Double(count) / (1 / largest.clamped(min: 1e-12)).sum()
    }
    return ranges.reduce(zero(features), +)
  }

  /// L_inter from features `[batch, width]`, without axes.
  private func meanGap(_ features: Tensor, _ members: [[Int]]) -> Tensor {
    guard members.count > 1 else { return zero(features) }
    let means = members.map {
      features.indexSelected(axis: 0, Tensor($0, device: features.device)).mean(axis: 0)
    }
    return (margin - pairDistances(Tensor.stacked(means)).min()).relu()
  }

  /// Squared distances of all pairs of rows: `[rows (rows − 1) / 2]`.
  private func pairDistances(_ rows: Tensor) -> Tensor {
    let count = rows.shape[0]
    let pairs = (0..<count).flatMap { first in (first + 1..<count).map { (first, $0) } }
    func side(_ places: [Int]) -> Tensor {
      rows.indexSelected(axis: 0, Tensor(places, device: rows.device))
    }
    return (side(pairs.map(\.0)) - side(pairs.map(\.1))).square().sum(axis: 1)
  }

  private func zero(_ features: Tensor) -> Tensor {
    Tensor.zeros([], dtype: features.dtype, device: features.device)
  }

  public func validate() throws {
    try SettingsError.require("weight", weight, from: 0, to: 1000)
    try SettingsError.require("within", within, from: 0, to: 1000)
    try SettingsError.require("between", between, from: 0, to: 1000)
    try SettingsError.require("margin", margin, from: 0, to: 1e9)
    try SettingsError.require("pairs", pairs, in: 1...1_000_000)
  }
}
