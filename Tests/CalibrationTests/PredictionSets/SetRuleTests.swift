import CalibrationTesting
import Testing

@testable import Calibration

/// Rules of prediction sets.
struct SetRuleTests {
  private static let small = CalibrationScores(
    values: [0.5, 0.7, 0.8, 0.3], labels: [0, 2, 1, 0], classes: 3, highest: 1)

  @Test func `the order statistic on a small vector`() throws {
    for (alpha, expected) in [(0.1, Double.infinity), (0.2, 0.8), (0.25, 0.8), (0.4, 0.7)] {
      #expect(try SplitRule().thresholds(for: Self.small, alpha: alpha).values == [expected])
    }
  }

  @Test func `weighted scores on a small vector`() {
    let weights = [0.5, 1, 3]
    let weighted = WeightedScores(Self.small.values, order: Self.small.order()) {
      weights[Self.small.labels[$0]]
    }
    #expect(weights.map { weighted.threshold(alpha: 0.4, own: $0) } == [0.7, 0.7, 0.8])
  }

  @Test func `ranks are exact for every number of samples`() {
    for samples in 0...3000 {
      for thousandths in [1, 5, 10, 20, 25, 50, 100, 200, 300, 333, 500] {
        // ⌈(n + 1)(1 − α)⌉ in whole numbers.
        let exact = ((samples + 1) * (1000 - thousandths) + 999) / 1000
        #expect(
          ConformalQuantile.rank(samples: samples, alpha: Double(thousandths) / 1000) == exact)
      }
    }
  }

  @Test func `the least number of samples`() {
    for (alpha, least) in [
      (0.2, 4), (0.1, 9), (0.05, 19), (0.02, 49), (0.01, 99), (0.005, 199), (0.001, 999),
      (0.5, 1), (0.9, 1),
    ] {
      #expect(ConformalQuantile.leastSamples(alpha: alpha) == least)
      let scores = [Double](repeating: 0, count: least)
      #expect(ConformalQuantile.threshold(scores, alpha: alpha) == 0)
      #expect(ConformalQuantile.threshold(scores.dropLast(), alpha: alpha) == .infinity)
    }
  }

  private static func drawn(
    samples: Int, classes: Int, seed: UInt64, prior: [Double]? = nil
  ) -> CalibrationScores {
    var random = SeededNumbers(seed: seed)
    return CalibrationScores(
      values: (0..<samples).map { _ in Double.random(in: 0..<1, using: &random) },
      labels: (0..<samples).map { _ in Int.random(in: 0..<classes, using: &random) },
      classes: classes, highest: 1,
      facts: ClassFacts(
        trainingCounts: (0..<classes).map { 500 / ($0 + 1) }, targetPrior: prior))
  }

  @Test(arguments: [0.01, 0.05, 0.1, 0.3])
  func `the class distribution of the samples themselves changes nothing`(alpha: Double) throws {
    for seed in 0..<20 as Range<UInt64> {
      let plain = Self.drawn(samples: 997, classes: 7, seed: seed)
      let own = plain.counts.map { Double($0) / 997 }
      let shifted = Self.drawn(samples: 997, classes: 7, seed: seed, prior: own)
      let threshold = try SplitRule().thresholds(for: plain, alpha: alpha).values[0]
      let found = try LabelShiftRule().thresholds(for: shifted, alpha: alpha)
      #expect(found.values == [Double](repeating: threshold, count: 7))
    }
  }

  @Test func `interpolation ends at split and at class-conditional`() throws {
    let scores = Self.drawn(samples: 400, classes: 5, seed: 3)
    let split = try SplitRule().thresholds(for: scores, alpha: 0.1).values[0]
    let own = try ClassConditionalRule().thresholds(for: scores, alpha: 0.1).values
    #expect(
      try InterpolatedRule(tau: 0).thresholds(for: scores, alpha: 0.1).values
        == [Double](repeating: split, count: 5))
    #expect(try InterpolatedRule(tau: 1).thresholds(for: scores, alpha: 0.1).values == own)
  }

  @Test func `one group is split, a group a class is class-conditional`() throws {
    var scores = Self.drawn(samples: 300, classes: 4, seed: 5)
    func grouped(_ groups: [String]) -> CalibrationScores {
      var facts = scores.facts
      facts.groups = groups
      return CalibrationScores(
        values: scores.values, labels: scores.labels, classes: 4, highest: 1, facts: facts)
    }
    let split = try SplitRule().thresholds(for: scores, alpha: 0.1).values[0]
    scores = grouped(["a", "a", "a", "a"])
    #expect(
      try GroupConditionalRule().thresholds(for: scores, alpha: 0.1).values
        == [Double](repeating: split, count: 4))
    scores = grouped(["a", "b", "c", "d"])
    #expect(
      try GroupConditionalRule().thresholds(for: scores, alpha: 0.1).values
        == ClassConditionalRule().thresholds(for: scores, alpha: 0.1).values)
  }

  @Test func `fuzzy goes from class-conditional to split with its bandwidth`() throws {
    let scores = Self.drawn(samples: 2000, classes: 5, seed: 7)
    let own = try ClassConditionalRule().thresholds(for: scores, alpha: 0.1).values
    let split = try SplitRule().thresholds(for: scores, alpha: 0.1).values[0]
    #expect(try FuzzyRule(bandwidth: 1e-9).thresholds(for: scores, alpha: 0.1).values == own)
    #expect(
      try FuzzyRule(bandwidth: 1e12).thresholds(for: scores, alpha: 0.1).values
        == [Double](repeating: split, count: 5))
  }

  /// 200 times new samples whose classes differ in their scores; the mean coverage of new ones, exactly.
  @Test func `fuzzy with samples held back covers what it promises`() throws {
    var random = SeededNumbers(seed: 11)
    let counts = [500, 250, 100, 50, 20]
    var mean = 0.0
    for _ in 0..<200 {
      let labels = counts.enumerated().flatMap { label, count in
        [Int](repeating: label, count: count)
      }
      let values = labels.map { label in
        Double.random(in: 0..<1, using: &random) * Double(label + 1) / 5
      }
      let scores = CalibrationScores(
        values: values, labels: labels, classes: 5, highest: 1,
        facts: ClassFacts(trainingCounts: counts))
      let rule = FuzzyRule(
        bandwidth: 1e-3, heldOut: 0.4, seed: UInt64.random(in: 0..<1000, using: &random))
      let thresholds = try rule.thresholds(for: scores, alpha: 0.1).values
      for (label, count) in counts.enumerated() {
        let covered = min(thresholds[label] / (Double(label + 1) / 5), 1)
        mean += covered * Double(count) / 920 / 200
      }
    }
    #expect(mean > 0.893 && mean < 0.915, "\(mean)")
  }

  @Test func `classes without a sample`() throws {
    var scores = CalibrationScores(
      values: (0..<60).map { Double($0) / 60 }, labels: (0..<60).map { $0 % 2 }, classes: 3,
      highest: 1, facts: ClassFacts(trainingCounts: [50, 50, 5], targetPrior: [0.4, 0.4, 0.2]))
    let own = try ClassConditionalRule().thresholds(for: scores, alpha: 0.1)
    #expect(own.values[2] == .infinity && own.values[0].isFinite)
    #expect(
      own.warnings == [
        "9 calibration samples of a class are needed for α = 0.1; class 2 has 0: they are in every set"
      ])
    let shifted = try LabelShiftRule().thresholds(for: scores, alpha: 0.1)
    #expect(shifted.values[2] == .infinity && shifted.values[1].isFinite)
    #expect(shifted.warnings.first?.contains("no calibration sample of class 2") == true)
    scores = CalibrationScores(
      values: scores.values, labels: scores.labels, ranks: scores.labels.map { $0 + 1 },
      classes: 3, highest: 1)
    let ranks = try RankCalibratedRule().thresholds(for: scores, alpha: 0.1)
    #expect(ranks.rankLimits == [1, 2, 3] && ranks.values[2] == .infinity)
  }

  @Test func `what rules need and have not is named`() {
    let bare = CalibrationScores(
      values: (0..<40).map { Double($0) }, labels: (0..<40).map { $0 % 4 }, classes: 4, highest: 40)
    for (rule, word) in [
      (GroupConditionalRule() as any SetRule, "groups"), (LabelShiftRule(), "a prior"),
      (FuzzyRule(), "class counts"), (InterpolatedRule(tau: 1.5), "tau: 1.5"),
      (FuzzyRule(bandwidth: 0), "bandwidth: 0"), (FuzzyRule(heldOut: 1), "heldOut: 1"),
    ] {
      #expect {
        try rule.thresholds(for: bare, alpha: 0.1)
      } throws: {
        "\($0)".contains(word)
      }
    }
  }

  @Test func `NumPy's legacy generator`() {
    // numpy.random.seed(0); numpy.random.uniform(size=3), and seed 5489's thousandth integer.
    var random = MersenneTwister(seed: 0)
    #expect(random.uniform() == 0.5488135039273248)
    #expect(random.uniform() == 0.7151893663724195)
    #expect(random.uniform() == 0.6027633760716439)
    var other = MersenneTwister(seed: 5489)
    let last = (0..<10_000).map { _ in other.next() }.last
    #expect(last == 4_123_659_995)
  }

  @Test func `k-means finds clusters that are far apart, whatever the weights`() {
    let points = (0..<30).map { index in [Double(index % 3) * 10 + Double(index) / 100, 1] }
    let found = KMeans(
      points: points, weights: (0..<30).map { Double($0 + 1) }, clusters: 3, seed: 0)
    #expect(found.assignments == (0..<30).map { $0 % 3 })
  }
}
