import CalibrationTesting
import Testing

@testable import Calibration

/// Where a perfectly calibrated model would lie.
struct PerfectRangeTests {
  @Test(
    arguments: [
      (1, 0.3, 0, 1), (10, 0.5, 2, 8), (37, 0.83, 26, 35), (450, 0.97, 429, 443),
      (5000, 0.612, 2992, 3127), (200, 0.001, 0, 1), (20, 0, 0, 0), (20, 1, 20, 20),
    ] as [(Int, Double, Int, Int)])
  func `quantiles of a binomial distribution are SciPy's (scipy.stats.binom.ppf, 1.17)`(
    trials: Int, chance: Double, lower: Int, upper: Int
  ) {
    let found = ReliabilityBin.middle(of: trials, chance: chance)
    #expect(found.lower == lower)
    #expect(found.upper == upper)
  }

  private func bin(_ count: Int, _ confidence: Double?) -> ReliabilityBin {
    ReliabilityBin(
      lower: 0.5, upper: 1, count: count, confidence: confidence, accuracy: confidence)
  }

  @Test
  func `an empty bin has no range, a large one nearly that of the binomial distribution`() throws {
    #expect(bin(0, nil).perfectRange == nil)
    let small = try #require(bin(10_000, 0.8).perfectRange)
    let large = try #require(bin(10_001, 0.8).perfectRange)
    #expect(abs(small.lower - large.lower) < 2e-4)
    #expect(abs(small.upper - large.upper) < 2e-4)
  }

  @Test func `the interval of a mean of accuracies covers it 95 % of the time`() throws {
    var random = SeededNumbers(seed: 320)
    let chances = [0.95, 0.7, 0.4]
    let counts = [200, 60, 20]
    var covered = 0
    let repeats = 1000
    for _ in 0..<repeats {
      let accuracies = zip(chances, counts).map { chance, count -> Double? in
        let hits = (0..<count).count { _ in Double.random(in: 0..<1, using: &random) < chance }
        return Double(hits) / Double(count)
      }
      let interval = try #require(
        ConfidenceIntervals.balancedAccuracy(accuracies, counts: counts))
      covered += interval.contains(chances.reduce(0, +) / 3) ? 1 : 0
    }
    #expect(covered >= 930, "\(covered) of \(repeats)")
    #expect(ConfidenceIntervals.balancedAccuracy([nil, nil], counts: [0, 0]) == nil)
    let one = ConfidenceIntervals.balancedAccuracy([1, 0], counts: [50, 50], of: [0])
    #expect(try #require(one).lower < 1)
    #expect(one?.upper == 1)
  }
}
