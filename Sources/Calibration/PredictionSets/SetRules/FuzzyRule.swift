import Foundation

/// Thresholds of classes with few samples borrow the samples of classes as rare (fuzzy class-wise; Ding,
/// Fermanian and Salmon, 2025, projection “rarity”).
///
/// For the threshold of class k a sample of class j weighs as the normal density at r_j with mean r_k and
/// variance σ / (n_k + 1); r is the training count over the largest one, n_k the calibration count. On a
/// balanced training set all classes weigh the same.
public struct FuzzyRule: SetRule, Equatable {
  public static let name = "fuzzy"
  public static let summary = "a threshold a class, with the samples of classes as rare"

  /// σ, above 0.
  public var bandwidth = 1e-5
  /// The share of the calibration samples that is kept back to bring the coverage over all samples to what is
  /// promised; 0 for none, which promises nothing. In [0, 1).
  public var heldOut = 0.0
  /// Of the choice of those samples.
  public var seed: UInt64 = 0

  public init() {}

  public init(bandwidth: Double = 1e-5, heldOut: Double = 0, seed: UInt64 = 0) {
    self.bandwidth = bandwidth
    self.heldOut = heldOut
    self.seed = seed
  }

  public var guarantee: SetGuarantee { heldOut > 0 ? .marginal : .none }

  public func validate() throws(CalibrationError) {
    guard bandwidth > 0, bandwidth.isFinite else {
      throw .invalidSetting("bandwidth: \(bandwidth); a number above 0 was expected")
    }
    guard heldOut >= 0, heldOut < 1 else {
      throw .invalidSetting("heldOut: \(heldOut); a share from 0 to below 1 was expected")
    }
  }

  public func thresholds(
    for scores: CalibrationScores, alpha: Double
  ) throws(CalibrationError) -> SetThresholds {
    try validate()
    guard let counts = scores.facts.trainingCounts, let most = counts.max(), most > 0 else {
      throw .invalidSetting(
        "fuzzy goes by the training images of the classes: class counts are needed")
    }
    let places = counts.map { Double($0) / Double(most) }
    guard heldOut > 0 else {
      return SetThresholds(
        map(scores, places) { weighted, _ in weighted.threshold(alpha: alpha, own: 1) })
    }
    var random = SplitMix64(seed: seed)
    let isHeldOut = scores.values.map { _ in random.uniform() < heldOut }
    let kept = scores.selecting(isHeldOut.indices.filter { !isHeldOut[$0] })
    let others = scores.selecting(isHeldOut.indices.filter { isHeldOut[$0] })
    let least = ConformalQuantile.leastSamples(alpha: alpha)
    guard others.values.count >= least, !kept.values.isEmpty else {
      throw .notFitted(
        "heldOut \(heldOut) keeps back \(others.values.count) of \(scores.values.count) calibration "
          + "samples; at least \(least) are needed for α = \(alpha), and one must remain")
    }
    var samples = [[Int]](repeating: [], count: scores.classes)
    for (sample, label) in others.labels.enumerated() { samples[label].append(sample) }
    let shares = map(kept, places) { weighted, label in
      samples[label].map { weighted.share(upTo: others.values[$0], own: 1) }
    }.flatMap { $0 }
    let level = ConformalQuantile.threshold(shares.sorted(), alpha: alpha)
    return SetThresholds(
      map(kept, places) { weighted, _ in weighted.highest(share: level, own: 1) },
      rank: ConformalQuantile.rank(samples: shares.count, alpha: alpha))
  }

  /// What `body` makes of the weighted scores of each class, in class order, on all cores.
  private func map<Part>(
    _ scores: CalibrationScores, _ places: [Double], _ body: (WeightedScores, Int) -> Part
  ) -> [Part] {
    let order = scores.order()
    return RowChunks.map(rows: scores.classes, columns: order.count) { range in
      range.map { label -> Part in
        let variance = bandwidth / Double(scores.counts[label] + 1)
        // Relative to the density of the class itself, which drops out.
        let weights = places.map { place in
          exp(-(place - places[label]) * (place - places[label]) / (2 * variance))
        }
        return body(
          WeightedScores(scores.values, order: order) { weights[scores.labels[$0]] }, label)
      }
    }.flatMap { $0 }
  }
}
