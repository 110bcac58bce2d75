import Foundation
import Testing

@testable import Calibration

/// CIFAR-10-LT: thresholds, coverages and sizes that are known.
@Suite(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
struct LongTailedSetTests {
  private typealias Figures = KnownSets.Figures

  private static let uniform = [Double](repeating: 0.1, count: 10)

  @Test func `deterministic scores with one threshold`() throws {
    let sets = try KnownSets.longTailed()
    for (score, tenth, twentieth) in [
      (
        LeastAmbiguousScore() as any SetScore,
        Figures(threshold: 0.61594225, coverage: 0.8687, macro: 0.8687, size: 1.0167),
        Figures(threshold: 0.95755731, coverage: 0.9302, macro: 0.9302, size: 1.2821)
      ),
      (
        PrevalenceAdjustedScore(),
        Figures(threshold: -3.13060790, coverage: 0.8872, macro: 0.8872, size: 1.0453),
        Figures(threshold: -0.37180232, coverage: 0.9400, macro: 0.9400, size: 1.3160)
      ),
      (
        AdaptiveScore(draw: .exclusive),
        Figures(threshold: 0.54233392, coverage: 0.8706, size: 1.0284),
        Figures(threshold: 0.94700340, coverage: 0.9313, size: 1.3058)
      ),
      (
        RankScore(), Figures(threshold: 2, coverage: 0.9465, size: 2),
        Figures(threshold: 2, coverage: 0.9465, size: 2)
      ),
      (
        MarginScore(), Figures(threshold: 0.13911043, coverage: 0.8693, size: 1.0232),
        Figures(threshold: 0.79079853, coverage: 0.9319, size: 2.0182)
      ),
    ] {
      try sets.check(score, alpha: 0.1, tenth)
      try sets.check(score, alpha: 0.05, twentieth)
    }
  }

  @Test func `randomised scores with one threshold`() throws {
    let sets = try KnownSets.longTailed()
    try sets.check(
      AdaptiveScore(), alpha: 0.1,
      Figures(threshold: 0.95106511, coverage: 0.8838, size: 1.2004))
    try sets.check(
      AdaptiveScore(), alpha: 0.05,
      Figures(threshold: 0.98729748, coverage: 0.9355, size: 1.4452))
    try sets.check(
      RegularizedAdaptiveScore(), alpha: 0.1,
      Figures(threshold: 0.95106511, coverage: 0.8837, size: 1.1993))
    try sets.check(
      RegularizedAdaptiveScore(), alpha: 0.05,
      Figures(threshold: 0.98737930, coverage: 0.9355, size: 1.4360))
    try sets.check(
      SortedAdaptiveScore(), alpha: 0.1,
      Figures(threshold: 0.95506354, coverage: 0.8802, size: 1.1803))
    try sets.check(
      SortedAdaptiveScore(), alpha: 0.05,
      Figures(threshold: 1.03609293, coverage: 0.9307, size: 1.4543))
  }

  @Test func `rules with a threshold a class`() throws {
    let sets = try KnownSets.longTailed()
    let lac = LeastAmbiguousScore()
    try sets.check(
      lac, ClassConditionalRule(), alpha: 0.1,
      Figures(
        thresholds: [0.15157508, 0.01199701, 0.80629421, 0.92791451, 0.43700244],
        coverage: 0.8947, size: 1.1296))
    try sets.check(
      lac, ClassConditionalRule(), alpha: 0.05,
      Figures(
        thresholds: [0.72282557, 0.11035766, 0.97040423, 0.98582093, 0.98547900],
        coverage: 0.9509, size: 1.4808))
    for (tau, tenth, twentieth) in [
      (0.5, (0.8805, 1.0395), (0.9363, 1.2932)), (0.9, (0.8921, 1.0869), (0.9456, 1.3799)),
      (0.99, (0.8943, 1.1206), (0.9504, 1.4629)),
    ] {
      try sets.check(
        lac, InterpolatedRule(tau: tau), alpha: 0.1, Figures(coverage: tenth.0, size: tenth.1))
      try sets.check(
        lac, InterpolatedRule(tau: tau), alpha: 0.05,
        Figures(coverage: twentieth.0, size: twentieth.1))
    }
  }

  @Test func `groups by rank`() throws {
    let sets = try KnownSets.longTailed()
    #expect(
      sets.facts.groups
        == ["many", "many", "many", "medium", "medium", "medium", "medium", "few", "few", "few"])
    for (alpha, thresholds, coverage, size) in [
      (0.1, [0.14987019, 0.93991702, 0.85402608], 0.8921, 1.0990),
      (0.05, [0.76571751, 0.99387125, 0.98972075], 0.9476, 1.4018),
    ] {
      let result = try sets.result(LeastAmbiguousScore(), GroupConditionalRule(), alpha: alpha)
      for (label, threshold) in zip([0, 3, 7], thresholds) {
        #expect(abs(result.predictor.threshold(of: label) - threshold) < 5.1e-9)
      }
      #expect(abs(result.coverage - coverage) < 1e-9)
      #expect(abs(result.size - size) < 5e-5)
    }
  }

  @Test func `ranks and thresholds`() throws {
    let sets = try KnownSets.longTailed()
    for (alpha, limits, coverage, size) in [
      (0.1, [1, 1, 2, 2, 1, 2, 2, 2, 2, 2], 0.9134, 1.2479),
      (0.05, [2, 1, 2, 3, 2, 3, 4, 3, 2, 2], 0.9543, 1.6633),
    ] {
      let result = try sets.result(LeastAmbiguousScore(), RankCalibratedRule(), alpha: alpha)
      #expect(result.predictor.rankLimits == limits)
      #expect(abs(result.coverage - coverage) < 1e-9)
      #expect(abs(result.size - size) < 5e-5)
      #expect(result.predictor.warnings.contains { $0.hasPrefix("rc3p: ") })
    }
  }

  @Test func `clusters as those of the authors' code`() throws {
    let sets = try KnownSets.longTailed()
    try sets.check(
      LeastAmbiguousScore(), ClusteredRule(), alpha: 0.1, Figures(coverage: 0.8880, size: 1.0978))
    try sets.check(
      LeastAmbiguousScore(), ClusteredRule(), alpha: 0.05, Figures(coverage: 0.9378, size: 1.4177))
    let result = try sets.result(LeastAmbiguousScore(), ClusteredRule(), alpha: 0.1)
    #expect(Set(result.predictor.thresholds).count == 5)
    let few = try sets.result(LeastAmbiguousScore(), ClusteredRule(), alpha: 0.05)
    #expect(few.predictor.warnings.contains { $0.hasPrefix("classes 7, 8 and 9 have too few") })
  }

  @Test func `another class distribution`() throws {
    let sets = try KnownSets.longTailed(prior: Self.uniform)
    for (alpha, thresholds, coverage, size) in [
      (0.1, [0.81762679, 0.81769489, 0.82822102], 0.8957, 1.1063),
      (0.05, [0.98410202, 0.98490050, 0.98592835], 0.9483, 1.4373),
    ] {
      let result = try sets.result(LeastAmbiguousScore(), LabelShiftRule(), alpha: alpha)
      for (label, threshold) in zip([0, 4, 9], thresholds) {
        #expect(abs(result.predictor.threshold(of: label) - threshold) < 5.1e-9)
      }
      #expect(abs(result.coverage - coverage) < 1e-9)
      #expect(abs(result.size - size) < 5e-5)
    }
    try sets.check(
      PrevalenceAdjustedScore(), LabelShiftRule(), alpha: 0.1,
      Figures(coverage: 0.8953, size: 1.0732))
    try sets.check(
      PrevalenceAdjustedScore(), LabelShiftRule(), alpha: 0.05,
      Figures(coverage: 0.9485, size: 1.3957))
  }

  /// The shares are what expectation maximisation makes of the test samples after bias-corrected temperature
  /// scaling, by SciPy's BFGS.
  @Test func `an estimated class distribution`() throws {
    let sets = try KnownSets.longTailed(prior: [
      0.1036673, 0.10084494, 0.09380843, 0.09490987, 0.09708489, 0.10455234, 0.10244419,
      0.10325236, 0.09810955, 0.10132615,
    ])
    try sets.check(
      LeastAmbiguousScore(), LabelShiftRule(), alpha: 0.1, Figures(coverage: 0.8966, size: 1.1090))
    try sets.check(
      LeastAmbiguousScore(), LabelShiftRule(), alpha: 0.05,
      Figures(coverage: 0.9490, size: 1.4475))
  }

  @Test func `measures of lac, and the word that the test set is another population`() throws {
    let card = try KnownSets.longTailed().result(LeastAmbiguousScore(), alpha: 0.1).card
    for (found, expected) in [
      (card.sizes.singletons, 0.9771), (card.sizes.empties, 0.0031),
      (card.underCoverageGap, 0.0467), (card.coverageGap, 0.0621), (card.stratifiedGap, 0.0314),
    ] {
      #expect(abs((found ?? .nan) - expected) < 5.1e-5)
    }
    #expect(card.violatedClasses == 8)
    let band = try #require(card.band)
    #expect(abs(band.lower - 0.8890) < 5.1e-5 && abs(band.upper - 0.9108) < 5.1e-5)
    #expect(card.isBelowBand)
    #expect(card.groups.map(\.name) == ["many", "medium", "few"])
  }

  @Test func `coverage of the groups`() throws {
    let sets = try KnownSets.longTailed()
    for (score, rule, expected) in [
      (
        LeastAmbiguousScore() as any SetScore, SplitRule() as any SetRule,
        [0.9443, 0.8395, 0.8320]
      ),
      (PrevalenceAdjustedScore(), SplitRule(), [0.9300, 0.8598, 0.8810]),
      (LeastAmbiguousScore(), GroupConditionalRule(), [0.8970, 0.9068, 0.8677]),
    ] {
      let groups = try sets.result(score, rule, alpha: 0.1).card.groups
      for (group, share) in zip(groups, expected) {
        #expect(abs((group.coverage.share ?? .nan) - share) < 5.1e-5, "\(group.name)")
      }
    }
  }

  @Test func `after temperature scaling`() throws {
    let sets = try KnownSets.longTailed()
    let validation = try RealPredictions.longTailed("validation")
    let calibrator = try TemperatureScaling().fitted(to: validation)
    let scaled = KnownSets(
      calibration: calibrator(validation.logits), calibrationLabels: validation.labels,
      test: calibrator(try RealPredictions.longTailed("test").logits),
      testLabels: sets.testLabels, facts: sets.facts)
    let result = try scaled.result(LeastAmbiguousScore(), alpha: 0.1)
    #expect(abs(result.predictor.thresholds[0] - 0.63406997) < 1e-6)
    #expect(abs(result.coverage - 0.8662) < 1e-9)
    #expect(abs(result.size - 1.0087) < 1e-9)
  }

  /// The sum of the probabilities of an over-confident model reaches 1 in floating point.
  @Test func `aps with u = 0 is a matter of rounding`() throws {
    let result = try KnownSets.longTailed().result(AdaptiveScore(draw: .inclusive), alpha: 0.1)
    #expect(abs(result.predictor.thresholds[0] - 0.99999975) < 2e-8)
    #expect(abs(result.size - 5.93) < 0.3)
  }

  @Test func `answers with a guaranteed risk`() throws {
    let sets = try KnownSets.longTailed()
    for (risk, threshold, accepted, errors, pValue, coverage, measured) in [
      (0.1, 0.553, 3963, 370, 0.084952, 0.9686, 0.12368),
      (0.05, 0.945, 3429, 154, 0.090483, 0.7971, 0.05796),
      (0.02, 0.996, 2819, 40, 0.013021, 0.6423, 0.02693),
    ] {
      try SelectiveThresholdTests.check(
        sets, risk, threshold, accepted, errors, pValue, coverage, measured)
    }
  }
}
