/// Samples in the order of how sure their answers are.
struct RankedSureness: Sendable {
  /// `[samples]`, the larger, the surer.
  let values: [Double]
  /// Positions of the samples, the least sure first.
  let order: [Int32]

  /// - Parameter uncertainties: `[samples]`, the larger, the less sure.
  init(uncertainties: [Double]) {
    values = uncertainties.map { -$0 }
    order = RadixOrder.ascending(values)
  }
}

extension RankingScores {
  /// - Parameters:
  ///   - sureness: of each sample.
  ///   - correct: `[samples]`, which of them were right.
  ///   - weights: `[samples]`, 0 or more; `nil` when all count the same.
  init(_ sureness: RankedSureness, correct: [Bool], weights: [Double]?) {
    self.init(
      confidences: sureness.values, correct: correct, weights: weights, order: sureness.order)
  }
}
