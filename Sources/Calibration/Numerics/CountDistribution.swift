import Foundation

/// Chances of the numbers 0 … n, given by the ratio of neighbouring ones.
struct CountDistribution {
  /// One a number.
  let chances: [Double]

  /// How many of `samples` hits there are, each with chance `share`, in [0, 1].
  static func binomial(samples: Int, share: Double) -> CountDistribution {
    CountDistribution(samples: samples, near: Double(samples) * share) { hits in
      Double(samples - hits) * share / (Double(hits + 1) * (1 - share))
    }
  }

  /// Likewise where the chance itself is drawn from a beta distribution.
  static func betaBinomial(samples: Int, _ beta: BetaDistribution) -> CountDistribution {
    CountDistribution(samples: samples, near: Double(samples) * beta.a / (beta.a + beta.b)) {
      hits in
      Double(samples - hits) * (Double(hits) + beta.a)
        / (Double(hits + 1) * (Double(samples - hits - 1) + beta.b))
    }
  }

  /// `near` is a number with a high chance, `ratio` the chance of `hits + 1` over that of `hits`.
  private init(samples: Int, near: Double, ratio: (Int) -> Double) {
    var chances = [Double](repeating: 0, count: samples + 1)
    let start = min(max(Int(near.rounded()), 0), samples)
    // Outwards from there, so that nothing overflows.
    chances[start] = 1
    for hits in start..<max(samples, start) { chances[hits + 1] = chances[hits] * ratio(hits) }
    for hits in stride(from: start - 1, through: 0, by: -1) {
      let step = ratio(hits)
      chances[hits] = step > 0 ? chances[hits + 1] / step : 0
    }
    let total = chances.compensatedSum()
    self.chances = chances.map { $0 / total }
  }

  /// The least number whose chance, with that of all below, is `share` or more.
  func quantile(_ share: Double) -> Int {
    var sum = CompensatedSum()
    for (hits, chance) in chances.enumerated() {
      sum += chance
      if sum.value >= share { return hits }
    }
    return chances.count - 1
  }
}
