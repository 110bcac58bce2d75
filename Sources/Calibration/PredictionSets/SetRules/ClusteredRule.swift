import Foundation

/// A threshold for each cluster of classes whose scores are alike (Ding et al., 2023).
///
/// A part of the samples finds the clusters: the quantiles .5, .6, .7, .8 and .9 of each class's scores, by
/// k-means with weights √n. The rest makes the thresholds. Sizes of the part and number of clusters follow
/// from the count of the rarest class, as in the authors' code. A class with too few samples to be clustered
/// has the threshold of all of the rest. Where there would be one cluster only, all samples make one threshold.
public struct ClusteredRule: SetRule, Equatable {
  public static let name = "clustered"
  public static let summary = "a threshold for each cluster of classes with like scores"

  /// Of the choice of the part; NumPy's legacy generator, so that the published numbers can be had.
  public var seed: UInt32 = 0
  /// Whether all samples find the clusters and make the thresholds, which promises nothing.
  public var usesSamplesTwice = false

  public init() {}

  public init(seed: UInt32 = 0, usesSamplesTwice: Bool = false) {
    self.seed = seed
    self.usesSamplesTwice = usesSamplesTwice
  }

  private static let quantiles = [0.5, 0.6, 0.7, 0.8, 0.9]

  public var guarantee: SetGuarantee { usesSamplesTwice ? .none : .eachCluster }

  public func thresholds(
    for scores: CalibrationScores, alpha: Double
  ) throws(CalibrationError) -> SetThresholds {
    let least = ConformalQuantile.leastSamples(alpha: alpha)
    let samples = max(scores.counts.min() ?? 0, least)
    let classes = scores.counts.count { $0 >= samples }
    let inPart = samples * classes / (75 + classes)
    guard inPart / 2 > 1 else {
      // Known before any sample is spent on it.
      var one = try SplitRule().thresholds(for: scores, alpha: alpha)
      one.warnings = ["too few samples for clusters: all classes have one threshold"]
      return one
    }
    let (part, rest) = parts(of: scores, share: Double(inPart) / Double(samples))
    let clusters = clusters(part, count: inPart / 2, least: least)
    guard rest.values.count >= least else {
      throw .notFitted(
        "\(rest.values.count) calibration samples are left after the clusters were found; "
          + "\(least) are needed for α = \(alpha)")
    }
    let thresholds = rest.sorted(
      inParts: rest.labels.map { clusters.ofClass[$0] ?? clusters.count }, count: clusters.count
    ).map { ConformalQuantile.threshold($0, alpha: alpha) }
    let common = ConformalQuantile.threshold(rest.sorted(), alpha: alpha)
    let alone = clusters.ofClass.indices.filter { clusters.ofClass[$0] == nil }
    var warnings: [String] = []
    if alone.count == scores.classes {
      warnings.append("too few samples for clusters: all classes have one threshold")
    } else if !alone.isEmpty {
      warnings.append(
        "\(ClassList.words(alone)) \(alone.count == 1 ? "has" : "have") too few samples to be clustered: "
          + "the threshold is that of all samples")
    }
    return SetThresholds(
      clusters.ofClass.map { $0.map { thresholds[$0] } ?? common }, warnings: warnings)
  }

  /// The samples that find the clusters, and those that make the thresholds.
  private func parts(
    of scores: CalibrationScores, share: Double
  ) -> (CalibrationScores, CalibrationScores) {
    guard !usesSamplesTwice else { return (scores, scores) }
    var random = MersenneTwister(seed: seed)
    let isInPart = scores.values.map { _ in random.uniform() < share }
    return (
      scores.selecting(isInPart.indices.filter { isInPart[$0] }),
      scores.selecting(isInPart.indices.filter { !isInPart[$0] })
    )
  }

  /// The cluster of each class, `nil` for one with too few samples.
  private func clusters(
    _ part: CalibrationScores, count: Int, least: Int
  ) -> (ofClass: [Int?], count: Int) {
    var ofClass = [Int?](repeating: nil, count: part.classes)
    let members = part.counts.indices.filter { part.counts[$0] >= least }
    guard count > 1, members.count > count else { return (ofClass, 0) }
    let sorted = part.sortedByClass()
    let points = members.map { label in Self.quantiles.map { Self.quantile(sorted[label], $0) } }
    let found = KMeans(
      points: points, weights: members.map { Double(part.counts[$0]).squareRoot() },
      clusters: count,
      seed: UInt64(seed))
    for (index, label) in members.enumerated() { ofClass[label] = found.assignments[index] }
    return (ofClass, count)
  }

  /// Linear between the order statistics.
  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let lower = Int(place.rounded(.down))
    let upper = min(lower + 1, sorted.count - 1)
    return sorted[lower] + (place - Double(lower)) * (sorted[upper] - sorted[lower])
  }
}
