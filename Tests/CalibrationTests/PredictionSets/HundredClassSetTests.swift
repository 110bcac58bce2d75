import Foundation
import Testing

@testable import Calibration

/// CIFAR-100: thresholds, coverages and sizes that are known.
@Suite(.enabled(if: RealPredictions.areThere, "\(RealPredictions.hint)"))
struct HundredClassSetTests {
  private typealias Figures = KnownSets.Figures

  @Test func `one threshold`() throws {
    let sets = try KnownSets.hundred()
    for (score, tenth, twentieth) in [
      (
        LeastAmbiguousScore() as any SetScore,
        Figures(threshold: 0.96909422, coverage: 0.8996, macro: 0.89950, size: 2.1514),
        Figures(threshold: 0.99115431, coverage: 0.9438, macro: 0.94367, size: 4.2058)
      ),
      (
        AdaptiveScore(draw: .exclusive),
        Figures(threshold: 0.82969677, coverage: 0.9022, size: 3.9288),
        Figures(threshold: 0.94157400, coverage: 0.9492, size: 9.2536)
      ),
      (
        AdaptiveScore(), Figures(threshold: 0.93105003, coverage: 0.9028, size: 8.0168),
        Figures(threshold: 0.96999273, coverage: 0.9508, size: 13.5276)
      ),
      (
        RegularizedAdaptiveScore(),
        Figures(threshold: 0.94204803, coverage: 0.8998, size: 4.2230),
        Figures(threshold: 0.98262941, coverage: 0.9502, size: 5.4724)
      ),
      (
        SortedAdaptiveScore(), Figures(threshold: 1.09470511, coverage: 0.8978, size: 2.4522),
        Figures(threshold: 1.71003730, coverage: 0.9530, size: 5.5284)
      ),
      (
        RankScore(), Figures(threshold: 4, coverage: 0.9214, size: 4),
        Figures(threshold: 7, coverage: 0.9546, size: 7)
      ),
      (
        MarginScore(), Figures(threshold: 0.51924145, coverage: 0.9030, size: 18.6884),
        Figures(threshold: 0.77991213, coverage: 0.9474, size: 33.3070)
      ),
    ] {
      try sets.check(score, alpha: 0.1, tenth)
      try sets.check(score, alpha: 0.05, twentieth)
    }
  }

  @Test func `a threshold a class`() throws {
    let sets = try KnownSets.hundred()
    let lac = LeastAmbiguousScore()
    try sets.check(
      lac, ClassConditionalRule(), alpha: 0.1,
      Figures(
        thresholds: [0.65768138, 0.83746290, 0.97044301, 0.99115431], coverage: 0.9060,
        macro: 0.90572, size: 3.0696))
    try sets.check(
      lac, ClassConditionalRule(), alpha: 0.05,
      Figures(coverage: 0.9618, macro: 0.96174, size: 9.3422))
    for (tau, tenth, twentieth) in [
      (0.5, (0.8982, 2.2244), (0.9500, 4.7326)), (0.9, (0.9036, 2.6936), (0.9576, 7.0208)),
    ] {
      try sets.check(
        lac, InterpolatedRule(tau: tau), alpha: 0.1, Figures(coverage: tenth.0, size: tenth.1))
      try sets.check(
        lac, InterpolatedRule(tau: tau), alpha: 0.05,
        Figures(coverage: twentieth.0, size: twentieth.1))
    }
  }

  @Test func `ranks and thresholds`() throws {
    let sets = try KnownSets.hundred()
    let tenth = try sets.result(LeastAmbiguousScore(), RankCalibratedRule(), alpha: 0.1)
    #expect(tenth.predictor.thresholds.count { $0 == .infinity } == 44)
    #expect(abs(tenth.coverage - 0.9136) < 1e-9 && abs(tenth.size - 4.0178) < 1e-9)
    let twentieth = try sets.result(LeastAmbiguousScore(), RankCalibratedRule(), alpha: 0.05)
    #expect(abs(twentieth.coverage - 0.9486) < 1e-9 && abs(twentieth.size - 8.3976) < 1e-9)
  }

  /// The known figures rest on the optimum that ten starts of another program's k-means found; on a hundred
  /// classes there are many, and each has other figures.
  @Test func `clusters near those of the authors' code`() throws {
    let sets = try KnownSets.hundred()
    let result = try sets.result(LeastAmbiguousScore(), ClusteredRule(), alpha: 0.1)
    #expect(Set(result.predictor.thresholds).count == 10)
    #expect(abs(result.coverage - 0.9052) < 0.004)
    #expect(abs(result.size - 2.4970) < 0.08)
    let other = try sets.result(LeastAmbiguousScore(), ClusteredRule(), alpha: 0.05)
    #expect(abs(other.coverage - 0.9504) < 0.007)
    #expect(abs(other.size - 5.2298) < 0.5)
  }

  @Test func `measures of lac`() throws {
    let card = try KnownSets.hundred().result(LeastAmbiguousScore(), alpha: 0.1).card
    for (found, expected) in [
      (card.sizes.singletons, 0.5476), (card.underCoverageGap, 0.02766),
      (card.coverageGap, 0.05482), (card.stratifiedGap, 0.11311),
    ] {
      #expect(abs((found ?? .nan) - expected) < 5.1e-5)
    }
    #expect(card.violatedClasses == 45)
    let worst = try #require(card.worstClass)
    #expect(abs((card.classes[worst].share ?? .nan) - 0.72) < 5e-3)
    let band = try #require(card.band)
    #expect(abs(band.lower - 0.8880) < 5.1e-5 && abs(band.upper - 0.9116) < 5.1e-5)
    #expect(!card.isBelowBand)
  }

  @Test func `aps with u = 0 is a matter of rounding`() throws {
    let result = try KnownSets.hundred().result(AdaptiveScore(draw: .inclusive), alpha: 0.1)
    #expect(abs(result.size - 58.4) < 3)
  }

  @Test func `few samples of most classes`() throws {
    let sets = try KnownSets.longTailedHundred()
    let lac = LeastAmbiguousScore()
    try sets.check(
      lac, alpha: 0.1, Figures(threshold: 0.98999301, coverage: 0.8910, size: 2.1042))
    try sets.check(
      lac, alpha: 0.05, Figures(threshold: 0.99951194, coverage: 0.9516, size: 4.1328))
    let pas = PrevalenceAdjustedScore()
    try sets.check(
      pas, alpha: 0.1, Figures(threshold: -0.59332074, coverage: 0.9162, size: 2.9570))
    try sets.check(
      pas, alpha: 0.05, Figures(threshold: -0.02201625, coverage: 0.9680, size: 6.1388))
    #expect(try sets.result(lac, alpha: 0.1).predictor.rank == 947)
    #expect(try sets.result(lac, alpha: 0.05).predictor.rank == 1000)
    let own = try sets.result(lac, ClassConditionalRule(), alpha: 0.1)
    #expect(own.predictor.thresholds.count { $0 == .infinity } == 63)
    #expect(own.predictor.unlimitedClasses.count == 63)
    #expect(abs(own.coverage - 0.9642) < 1e-9 && abs(own.size - 65.06) < 5.1e-3)
    let warning = try #require(own.predictor.warnings.first)
    #expect(warning.hasPrefix("9 calibration samples of a class are needed for α = 0.1; class "))
    #expect(warning.contains("and 53 more classes have too few: they are in every set"))
    let twentieth = try sets.result(lac, ClassConditionalRule(), alpha: 0.05)
    #expect(twentieth.predictor.thresholds.count { $0 == .infinity } == 79)
    for (tau, coverage, size) in [
      (0.5, 0.8940, 2.3002), (0.9, 0.9196, 3.1660), (0.99, 0.9432, 4.9502),
    ] {
      try sets.check(
        lac, InterpolatedRule(tau: tau), alpha: 0.1, Figures(coverage: coverage, size: size))
    }
    try sets.check(
      lac, RankCalibratedRule(), alpha: 0.1, Figures(coverage: 0.8448, size: 3.6802))
    let ranks = try sets.result(lac, RankCalibratedRule(), alpha: 0.1)
    #expect(ranks.predictor.thresholds.count { $0 == .infinity } == 86)
  }

  @Test func `groups, clusters and a prior with few samples`() throws {
    let sets = try KnownSets.longTailedHundred(prior: [Double](repeating: 0.01, count: 100))
    let lac = LeastAmbiguousScore()
    let groups = try sets.result(lac, GroupConditionalRule(), alpha: 0.1)
    let names = try #require(sets.facts.groups)
    for (name, count, threshold) in [("medium", 20, 0.98962033), ("few", 80, 0.99065907)] {
      let own = names.indices.filter { names[$0] == name }
      #expect(own.count == count)
      #expect(abs(groups.predictor.threshold(of: own[0]) - threshold) < 5.1e-9)
    }
    #expect(abs(groups.coverage - 0.8910) < 1e-9 && abs(groups.size - 2.1236) < 1e-9)
    try sets.check(lac, LabelShiftRule(), alpha: 0.1, Figures(coverage: 0.8860, size: 2.0324))
    // Too few for clusters.
    let clusters = try sets.result(lac, ClusteredRule(), alpha: 0.1)
    #expect(
      clusters.predictor.thresholds == (try sets.result(lac, alpha: 0.1)).predictor.thresholds)
    #expect(clusters.predictor.warnings.contains { $0.hasPrefix("too few samples for clusters") })
    let pas = try sets.result(PrevalenceAdjustedScore(), alpha: 0.1).card.groups
    #expect(abs((pas.first { $0.name == "medium" }?.coverage.share ?? .nan) - 0.856) < 5.1e-4)
    #expect(abs((pas.first { $0.name == "few" }?.coverage.share ?? .nan) - 0.931) < 5.1e-4)
  }

  @Test func `answers with a guaranteed risk`() throws {
    let sets = try KnownSets.hundred()
    for (risk, threshold, accepted, errors, pValue, coverage, measured) in [
      (0.1, 0.784, 3285, 306, 0.099451, 0.6728, 0.08948),
      (0.05, 0.938, 2556, 112, 0.080416, 0.5308, 0.04672),
      (0.02, 0.996, 1405, 20, 0.068316, 0.2886, 0.01525),
    ] {
      try SelectiveThresholdTests.check(
        sets, risk, threshold, accepted, errors, pValue, coverage, measured)
    }
  }
}
