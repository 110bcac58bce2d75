/// How good prediction sets are on labelled samples: whom they cover, and how large they are.
///
/// Only classes with test samples count in figures over classes.
public struct SetScorecard: Sendable, Equatable {
  /// A share of samples with Clopper and Pearson's 95 % interval.
  public struct Coverage: Sendable, Equatable {
    /// Samples that were counted.
    public let samples: Int
    /// Samples whose set holds the true class.
    public let covered: Int

    /// So many samples covered, of so many.
    public init(covered: Int, of samples: Int) {
      self.samples = samples
      self.covered = covered
    }

    /// `nil` without samples, as is the interval.
    public var share: Double? { samples > 0 ? Double(covered) / Double(samples) : nil }

    /// Worked out each time.
    public var interval: Interval? {
      ConfidenceIntervals.exactShare(hits: covered, of: samples)
    }
  }

  /// The samples whose sets have a size in a range.
  public struct Stratum: Sendable, Equatable {
    /// The sizes that count, such as 2 and 3.
    public let sizes: ClosedRange<Int>
    /// Of the samples in the stratum.
    public let coverage: Coverage
  }

  /// A group of classes, by the true class.
  public struct Group: Sendable, Equatable {
    /// What the group is called.
    public let name: String
    /// Of the samples whose true class is in the group.
    public let coverage: Coverage
    /// `nil` without samples.
    public let meanSize: Double?
  }

  /// The share of sets that may miss the true class, α.
  public let alpha: Double
  /// Over all samples.
  public let coverage: Coverage
  /// The mean over classes; `nil` without samples.
  public let macroCoverage: Double?
  /// In class order.
  public let classes: [Coverage]
  /// In the order in which the groups first appear by class; empty where no groups are known.
  public let groups: [Group]
  /// The mean over classes of how far each is below 1 − α.
  public let underCoverageGap: Double?
  /// The mean over classes of how far each is from 1 − α.
  public let coverageGap: Double?
  /// The share of classes that are covered less than half of the time.
  public let belowHalf: Double?
  /// How many classes are below 1 − α.
  public let violatedClasses: Int
  /// The class that is covered least, the first one on ties.
  public let worstClass: Int?
  /// How large the sets are.
  public let sizes: SetSizes
  /// The largest distance of a stratum's coverage from 1 − α (SSCV); a stratum of few samples may decide it.
  public let stratifiedGap: Double?
  /// Sets by their size, smallest first; sizes that no set has are left out.
  public let strata: [Stratum]
  /// Where the coverage lies in 95 % of the cases if the test samples come from where the calibration samples
  /// came from; `nil` where the rule has no such band.
  public let band: Interval?

  /// The strata of set sizes that ``stratifiedGap`` goes by.
  static let stratumSizes = [0...1, 2...3, 4...10, 11...100, 101...1000, 1001...Int.max]

  init(
    _ outcomes: SetOutcomes, labels: [Int], predictor: SetPredictor, groups: [String]?
  ) {
    alpha = predictor.alpha
    let target = 1 - predictor.alpha
    let count = labels.count
    let ofClass = Self.coverages(
      outcomes, parts: labels, count: predictor.classes)
    classes = ofClass
    let covered = outcomes.isCovered.count { $0 }
    coverage = Coverage(covered: covered, of: count)
    let shares = classes.compactMap(\.share)
    func mean(_ values: [Double]) -> Double? {
      values.isEmpty ? nil : values.compensatedSum() / Double(values.count)
    }
    macroCoverage = mean(shares)
    underCoverageGap = mean(shares.map { max(0, target - $0) })
    coverageGap = mean(shares.map { abs(target - $0) })
    belowHalf = mean(shares.map { $0 < 0.5 ? 1 : 0 })
    // A share such as 0.9 is not told from a target such as 1 − 0.1 that rounding moved above it.
    violatedClasses = shares.count { $0 < target - 1e-12 }
    worstClass = classes.indices.filter { ofClass[$0].share != nil }.min {
      (ofClass[$0].share ?? 0, $0) < (ofClass[$1].share ?? 0, $1)
    }
    sizes = SetSizes(outcomes)
    self.groups = groups.map { Self.groups($0, outcomes, labels) } ?? []
    strata = Self.strata(outcomes)
    stratifiedGap = strata.compactMap(\.coverage.share).map { abs(target - $0) }.max()
    band =
      predictor.rule.guarantee == .marginal && predictor.thresholds.count == 1
      ? predictor.rank.flatMap {
        CoverageBand.measured(testSamples: count, samples: predictor.samples, rank: $0)
      } : nil
  }

  /// Whether the coverage lies below what chance explains: the test samples then do not come from where the
  /// calibration samples came from, or their classes are not as frequent. Above it may lie where many scores
  /// are equal.
  public var isBelowBand: Bool {
    guard let band, let share = coverage.share else { return false }
    return share < band.lower
  }

  private static func coverages(
    _ outcomes: SetOutcomes, parts: [Int], count: Int
  ) -> [Coverage] {
    var samples = [Int](repeating: 0, count: count)
    var covered = [Int](repeating: 0, count: count)
    for (sample, part) in parts.enumerated() {
      samples[part] += 1
      if outcomes.isCovered[sample] { covered[part] += 1 }
    }
    return zip(covered, samples).map { Coverage(covered: $0, of: $1) }
  }

  private static func groups(
    _ ofClass: [String], _ outcomes: SetOutcomes, _ labels: [Int]
  ) -> [Group] {
    let names = ofClass.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let places = ofClass.map { names.firstIndex(of: $0) ?? 0 }
    let parts = labels.map { places[$0] }
    var sizes = [Int](repeating: 0, count: names.count)
    for (sample, part) in parts.enumerated() { sizes[part] += Int(outcomes.sizes[sample]) }
    return zip(names.indices, coverages(outcomes, parts: parts, count: names.count)).map {
      Group(
        name: names[$0], coverage: $1,
        meanSize: $1.samples > 0 ? Double(sizes[$0]) / Double($1.samples) : nil)
    }
  }

  private static func strata(_ outcomes: SetOutcomes) -> [Stratum] {
    let parts = outcomes.sizes.map { size in
      stratumSizes.firstIndex { $0.contains(Int(size)) } ?? 0
    }
    return zip(stratumSizes, coverages(outcomes, parts: parts, count: stratumSizes.count))
      .filter { $1.samples > 0 }.map { Stratum(sizes: $0, coverage: $1) }
  }
}
