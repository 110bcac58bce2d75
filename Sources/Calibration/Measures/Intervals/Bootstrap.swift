/// Intervals of figures without a formula: what the figures are over samples drawn again with replacement.
struct Bootstrap: Sendable {
  private let outcomes: SampleOutcomes
  private let weights: [Double]?
  private let settings: MeasureSettings
  /// Positions of the samples by ascending confidence.
  private let order: [Int32]
  private let sureness: RankedSureness?

  init(_ evidence: Evidence) {
    outcomes = evidence.outcomes
    weights = evidence.weights
    settings = evidence.settings
    order = evidence.order
    sureness = evidence.sureness
  }

  /// - Returns: one a measure; `nil` where fewer than half of the draws gave a figure.
  func intervals(of measures: [any ResampledMeasure]) -> [MeasuredInterval?] {
    guard !measures.isEmpty else { return [] }
    let estimates = figures(weights ?? [Double](repeating: 1, count: outcomes.count), measures)
    let draws = RowChunks.map(rows: settings.resamples, columns: outcomes.count) { range in
      range.map { figures(drawn($0), measures) }
    }.flatMap { $0 }
    return measures.indices.map { index in
      let values = draws.compactMap { $0[index] }.sorted()
      guard let estimate = estimates[index], 2 * values.count >= settings.resamples else {
        return nil
      }
      let resampling = measures[index].resampling
      return MeasuredInterval(
        interval(values, around: estimate, resampling),
        method: "bootstrap\(settings.resamples)/\(resampling.rawValue)/seed\(settings.seed)")
    }
  }

  private func interval(
    _ sorted: [Double], around estimate: Double, _ resampling: Resampling
  ) -> Interval {
    let lower = quantile(sorted, 0.025)
    let upper = quantile(sorted, 0.975)
    switch resampling {
    case .percentile: return Interval(lower: lower, upper: upper)
    case .basic:
      return Interval(
        lower: min(max(2 * estimate - upper, 0), estimate),
        upper: max(min(2 * estimate - lower, 1), estimate))
    }
  }

  /// How much each sample counts in one draw.
  private func drawn(_ index: Int) -> [Double] {
    var random = SplitMix64(seed: settings.seed &+ UInt64(index) &* 0x1_0000_0001)
    let count = UInt64(outcomes.count)
    var drawn = [Double](repeating: 0, count: outcomes.count)
    for _ in 0..<outcomes.count {
      let sample = Int(random.next().multipliedFullWidth(by: count).high)
      drawn[sample] += weights?[sample] ?? 1
    }
    return drawn
  }

  private func figures(_ weights: [Double], _ measures: [any ResampledMeasure]) -> [Double?] {
    let draw = ResampledOutcomes(
      outcomes, weights: weights, order: order, sureness: sureness, settings: settings)
    return measures.map { $0.value(of: draw) }
  }

  private func quantile(_ sorted: [Double], _ share: Double) -> Double {
    sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)]
  }
}
