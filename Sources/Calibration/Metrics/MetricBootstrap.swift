/// Intervals of figures without a formula: what the figures are over samples drawn again with replacement.
///
/// Figures that grow with noise, such as errors over bins, get the basic interval, which takes off the bias
/// that drawing adds (Davison & Hinkley, 1997, section 5.2), widened to hold the estimate; ranking scores
/// get the percentiles.
struct MetricBootstrap {
  private let outcomes: SampleOutcomes
  private let weights: [Double]?
  private let settings: MetricSettings
  /// Positions of the samples by ascending confidence.
  private let order: [Int32]

  private static let names = [
    "ece", "mce", "ece_l2", "adaptive_ece", "overconfidence_error", "underconfidence_error",
    "smooth_ece", "kernel_error", "auroc", "aurc",
  ]
  private static let unbiased: Set<String> = ["kernel_error", "auroc", "aurc"]

  init(_ outcomes: SampleOutcomes, weights: [Double]?, settings: MetricSettings) {
    self.outcomes = outcomes
    self.weights = weights
    self.settings = settings
    order = RadixOrder.ascending(outcomes.confidences)
  }

  func intervals() -> [String: MetricIntervals.Found] {
    let estimates = figures(weights ?? [Double](repeating: 1, count: outcomes.count))
    let draws = RowChunks.map(rows: settings.resamples, columns: outcomes.count) { range in
      range.map { figures(drawn($0)) }
    }.flatMap { $0 }
    var found: [String: MetricIntervals.Found] = [:]
    for (index, name) in Self.names.enumerated() {
      let values = draws.compactMap { $0[index] }.sorted()
      guard let estimate = estimates[index], 2 * values.count >= settings.resamples else {
        continue
      }
      let lower = quantile(values, 0.025)
      let upper = quantile(values, 0.975)
      let isUnbiased = Self.unbiased.contains(name)
      let interval =
        isUnbiased
        ? Interval(lower: lower, upper: upper)
        : Interval(
          lower: min(max(2 * estimate - upper, 0), estimate),
          upper: max(min(2 * estimate - lower, 1), estimate))
      found[name] = (
        interval,
        "bootstrap\(settings.resamples)/\(isUnbiased ? "percentile" : "basic")/"
          + "seed\(settings.seed)"
      )
    }
    return found
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

  /// In the order of ``names``.
  private func figures(_ weights: [Double]) -> [Double?] {
    let confidences = outcomes.confidences
    let correct = outcomes.correct
    func bins(_ binning: Binning) -> ReliabilityBins {
      ReliabilityBins(
        confidences: confidences, correct: correct, weights: weights, binning: binning)
    }
    let top = bins(settings.binning)
    let ranking = RankingScores(
      confidences: confidences, correct: correct, weights: weights, order: order)
    return [
      top.error(settings.norm), top.error(.maximum), top.rootMeanSquareError,
      bins(.equalMass(settings.bins)).error(settings.norm), top.overconfidenceError,
      top.underconfidenceError,
      SmoothCalibrationError()(
        confidences: confidences, correct: correct, weights: weights),
      KernelCalibrationError()(
        confidences: confidences, correct: correct, weights: weights, order: order),
      ranking.areaUnderROC, ranking.areaUnderRiskCoverage,
    ]
  }

  private func quantile(_ sorted: [Double], _ share: Double) -> Double {
    sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)]
  }
}
