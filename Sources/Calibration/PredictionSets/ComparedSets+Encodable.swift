extension ComparedSets: Encodable {
  private enum CodingKeys: String, CodingKey {
    case score, rule, alpha, skipped, threshold, guarantee, warnings, n, k
    case coverage, singletons, empties, groups, strata, classes, band
    case coverageInterval = "coverage_interval"
    case macroCoverage = "macro_coverage"
    case meanSize = "mean_size"
    case medianSize = "median_size"
    case lowerQuartile = "size_lower_quartile"
    case upperQuartile = "size_upper_quartile"
    case upperTenth = "size_upper_tenth"
    case rightSingletons = "right_singletons"
    case underCoverageGap = "under_coverage_gap"
    case coverageGap = "coverage_gap"
    case belowHalf = "below_half"
    case violatedClasses = "violated_classes"
    case worstClass = "worst_class"
    case worstCoverage = "worst_coverage"
    case stratifiedGap = "size_stratified_gap"
    case isBelowBand = "is_below_band"
    case unlimitedClasses = "unlimited_classes"
    case rankLimits = "rank_limits"
    case sizes = "size_histogram"
  }

  /// Coverage of a class, group or stratum.
  private struct Part: Encodable {
    var name: String?
    let samples: Int
    let coverage: Double?
    let lower: Double?
    let upper: Double?
    var meanSize: Double?

    enum CodingKeys: String, CodingKey {
      case name, samples, coverage, lower, upper
      case meanSize = "mean_size"
    }

    init(_ coverage: SetScorecard.Coverage, name: String? = nil, meanSize: Double? = nil) {
      self.name = name
      self.meanSize = meanSize
      samples = coverage.samples
      self.coverage = coverage.share
      lower = coverage.interval?.lower
      upper = coverage.interval?.upper
    }
  }

  /// The keys of `longtail sets compare --format json`; one that was skipped has `score`, `rule`, `alpha` and
  /// `skipped` alone.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(score, forKey: .score)
    try container.encode(rule, forKey: .rule)
    try container.encode(alpha, forKey: .alpha)
    guard let predictor, let scorecard else {
      try container.encode(skipped, forKey: .skipped)
      return
    }
    let thresholds = predictor.thresholds.map { $0.isFinite ? $0 : nil }
    if thresholds.count == 1 {
      try container.encode(thresholds[0], forKey: .threshold)
    } else {
      try container.encode(thresholds, forKey: .threshold)
    }
    try container.encodeIfPresent(predictor.rankLimits, forKey: .rankLimits)
    try container.encode(predictor.samples, forKey: .n)
    try container.encode(predictor.rank, forKey: .k)
    try container.encode(predictor.guarantee, forKey: .guarantee)
    try container.encode(predictor.warnings, forKey: .warnings)
    try container.encode(predictor.unlimitedClasses.count, forKey: .unlimitedClasses)
    try encode(scorecard, to: &container)
  }

  private func encode(
    _ card: SetScorecard, to container: inout KeyedEncodingContainer<CodingKeys>
  ) throws {
    try container.encode(card.coverage.share, forKey: .coverage)
    try container.encode(card.coverage.interval, forKey: .coverageInterval)
    try container.encode(card.macroCoverage, forKey: .macroCoverage)
    try container.encode(card.band, forKey: .band)
    try container.encode(card.isBelowBand, forKey: .isBelowBand)
    try container.encode(card.underCoverageGap, forKey: .underCoverageGap)
    try container.encode(card.coverageGap, forKey: .coverageGap)
    try container.encode(card.belowHalf, forKey: .belowHalf)
    try container.encode(card.violatedClasses, forKey: .violatedClasses)
    try container.encode(card.worstClass, forKey: .worstClass)
    try container.encode(
      card.worstClass.flatMap { card.classes[$0].share }, forKey: .worstCoverage)
    try container.encode(card.stratifiedGap, forKey: .stratifiedGap)
    try container.encode(card.sizes.mean, forKey: .meanSize)
    try container.encode(card.sizes.lowerQuartile, forKey: .lowerQuartile)
    try container.encode(card.sizes.median, forKey: .medianSize)
    try container.encode(card.sizes.upperQuartile, forKey: .upperQuartile)
    try container.encode(card.sizes.upperTenth, forKey: .upperTenth)
    try container.encode(card.sizes.singletons, forKey: .singletons)
    try container.encode(card.sizes.rightSingletons, forKey: .rightSingletons)
    try container.encode(card.sizes.empties, forKey: .empties)
    try container.encode(
      Dictionary(uniqueKeysWithValues: card.sizes.histogram.map { ("\($0)", $1) }), forKey: .sizes)
    try container.encode(
      card.groups.map { Part($0.coverage, name: $0.name, meanSize: $0.meanSize) },
      forKey: .groups)
    try container.encode(
      card.strata.map {
        let end = $0.sizes.upperBound == .max ? "or more" : "to \($0.sizes.upperBound)"
        return Part($0.coverage, name: "\($0.sizes.lowerBound) \(end)")
      }, forKey: .strata)
    try container.encode(card.classes.map { Part($0) }, forKey: .classes)
  }
}
