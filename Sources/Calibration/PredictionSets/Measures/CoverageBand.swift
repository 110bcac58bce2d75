/// Where coverage lies by chance, when all is as promised: 95 % of the cases.
public enum CoverageBand {
  /// The coverage of sets whose threshold is the k-th lowest of n scores, as calibration samples are drawn again
  /// and again, if no two scores are equal: Beta(k, n + 1 − k).
  ///
  /// - Returns: `nil` where k is above n: then all is covered.
  public static func ofThreshold(samples: Int, rank: Int) -> Interval? {
    guard let beta = distribution(samples, rank) else { return nil }
    return Interval(lower: beta.quantile(0.025), upper: beta.quantile(0.975))
  }

  /// What is then measured on test samples: a beta-binomial share.
  public static func measured(testSamples: Int, samples: Int, rank: Int) -> Interval? {
    guard testSamples > 0, let beta = distribution(samples, rank) else { return nil }
    return share(CountDistribution.betaBinomial(samples: testSamples, beta), of: testSamples)
  }

  /// What is measured on test samples of which each is covered with the chance `coverage`: a binomial share.
  public static func measured(testSamples: Int, coverage: Double) -> Interval? {
    guard testSamples > 0 else { return nil }
    return share(
      CountDistribution.binomial(samples: testSamples, share: coverage), of: testSamples)
  }

  private static func distribution(_ samples: Int, _ rank: Int) -> BetaDistribution? {
    guard rank >= 1, rank <= samples else { return nil }
    return BetaDistribution(a: Double(rank), b: Double(samples + 1 - rank))
  }

  private static func share(_ distribution: CountDistribution, of samples: Int) -> Interval {
    Interval(
      lower: Double(distribution.quantile(0.025)) / Double(samples),
      upper: Double(distribution.quantile(0.975)) / Double(samples))
  }
}
