import Testing

@testable import Calibration

/// Coverage of prediction sets.
struct CoverageTests {
  @Test func `exact intervals of shares`() throws {
    for (hits, samples, lower, upper) in [
      (8687, 10000, 0.861923, 0.875261), (45, 50, 0.781865, 0.966725), (0, 50, 0, 0.071122),
      (50, 50, 0.928878, 1),
    ] {
      let found = try #require(ConfidenceIntervals.exactShare(hits: hits, of: samples))
      #expect(abs(found.lower - lower) < 5.1e-7, "\(hits) of \(samples): \(found.lower)")
      #expect(abs(found.upper - upper) < 5.1e-7, "\(hits) of \(samples): \(found.upper)")
    }
    #expect(ConfidenceIntervals.exactShare(hits: 0, of: 0) == nil)
  }

  @Test func `where the coverage of a threshold lies`() throws {
    for (samples, lower, upper) in [
      (9, 0.664, 0.997), (19, 0.740, 0.987), (50, 0.808, 0.967), (100, 0.836, 0.951),
      (1000, 0.881, 0.918), (5000, 0.8916, 0.9082),
    ] {
      let rank = ConformalQuantile.rank(samples: samples, alpha: 0.1)
      let band = try #require(CoverageBand.ofThreshold(samples: samples, rank: rank))
      let tolerance = samples == 5000 ? 5.1e-5 : 5.1e-4
      #expect(abs(band.lower - lower) < tolerance, "\(samples): \(band)")
      #expect(abs(band.upper - upper) < tolerance, "\(samples): \(band)")
    }
    #expect(CoverageBand.ofThreshold(samples: 8, rank: 9) == nil)
  }

  @Test func `where the measured coverage lies`() throws {
    for (tests, samples, rank, lower, upper) in [
      (10000, 4064, 3659, 0.8890, 0.9108), (5000, 5000, 4501, 0.8880, 0.9116),
      (10000, 4064, 3862, 0.9419, 0.9577), (5000, 5000, 4751, 0.9412, 0.9582),
    ] {
      let band = try #require(
        CoverageBand.measured(testSamples: tests, samples: samples, rank: rank))
      #expect(abs(band.lower - lower) < 1.1e-4 && abs(band.upper - upper) < 1.1e-4, "\(band)")
    }
    // Of 10 samples, each covered with chance 1/2: 2 to 8.
    #expect(
      CoverageBand.measured(testSamples: 10, coverage: 0.5) == Interval(lower: 0.2, upper: 0.8))
  }

  private static func card(
    sets: [(label: Int, members: [Int])], classes: Int, groups: [String]? = nil
  ) throws -> SetScorecard {
    // A score of 0 for what shall be in, through probabilities of 1 and 0.
    let values = sets.flatMap { one in
      (0..<classes).map { one.members.contains($0) ? 1.0 : 0.0 }
    }
    let predictor = SetPredictor(
      score: LeastAmbiguousScore(), rule: SplitRule(), alpha: 0.1, emptySets: .keep, seed: 0,
      classes: classes, thresholds: [0.5], rankLimits: nil, rank: 9,
      counts: [Int](repeating: 9, count: classes), prior: nil, targetPrior: nil,
      calibrator: .none, combination: nil, warnings: [])
    let labels = sets.map(\.label)
    let outcomes = try SetOutcomes.of(
      [predictor], ProbabilityRows(Probabilities(values, classes: classes)), labels: labels)
    return SetScorecard(outcomes[0], labels: labels, predictor: predictor, groups: groups)
  }

  @Test func `figures by hand`() throws {
    let card = try Self.card(
      sets: [
        (0, [0]), (0, [0, 1]), (0, [1]), (0, [0, 1, 2]),
        (1, []), (1, [2]), (1, [1]),
        (2, [2]), (2, [0, 2]),
      ], classes: 4, groups: ["head", "tail", "tail", "tail"])
    #expect(card.coverage.covered == 6 && card.coverage.samples == 9)
    #expect(card.classes.map(\.covered) == [3, 1, 2, 0])
    #expect(card.classes.map(\.samples) == [4, 3, 2, 0])
    let shares = [0.75, 1.0 / 3, 1]
    #expect(abs((card.macroCoverage ?? 0) - shares.reduce(0, +) / 3) < 1e-12)
    // The class without a test sample counts nowhere.
    #expect(abs((card.underCoverageGap ?? 0) - (0.15 + 0.9 - 1.0 / 3) / 3) < 1e-12)
    #expect(abs((card.coverageGap ?? 0) - (0.15 + 0.9 - 1.0 / 3 + 0.1) / 3) < 1e-12)
    #expect(abs((card.belowHalf ?? 0) - 1.0 / 3) < 1e-12)
    #expect(card.violatedClasses == 2 && card.worstClass == 1)
    #expect(card.sizes.histogram == [0: 1, 1: 5, 2: 2, 3: 1])
    #expect(abs((card.sizes.mean ?? 0) - 12.0 / 9) < 1e-12)
    #expect(card.sizes.median == 1 && card.sizes.upperQuartile == 2)
    #expect(abs((card.sizes.singletons ?? 0) - 5.0 / 9) < 1e-12)
    #expect(abs((card.sizes.rightSingletons ?? 0) - 3.0 / 9) < 1e-12)
    #expect(abs((card.sizes.empties ?? 0) - 1.0 / 9) < 1e-12)
    #expect(card.groups.map(\.name) == ["head", "tail"])
    #expect(card.groups.map(\.coverage.covered) == [3, 3])
    #expect(card.groups.map(\.meanSize) == [7.0 / 4, 1])
    // Three of six with one class or none, and all three with two or three.
    #expect(card.strata.map(\.coverage.samples) == [6, 3])
    #expect(card.strata.map(\.coverage.covered) == [3, 3])
    #expect(abs((card.stratifiedGap ?? 0) - 0.4) < 1e-12)
  }

  @Test func `without samples there are no figures`() throws {
    let card = try Self.card(sets: [], classes: 3)
    #expect(card.coverage.share == nil && card.macroCoverage == nil && card.sizes.mean == nil)
    #expect(card.worstClass == nil && card.stratifiedGap == nil && !card.isBelowBand)
  }
}
