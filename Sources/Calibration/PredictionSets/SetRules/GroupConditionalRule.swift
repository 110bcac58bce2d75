/// A threshold for each group of classes from the samples of its classes, used for its classes. Groups are many,
/// medium and few by the training images, or one's own.
public struct GroupConditionalRule: SetRule, Equatable {
  public static let name = "group-conditional"
  public static let summary = "a threshold a group of classes: coverage of each group"

  public init() {}

  public var guarantee: SetGuarantee { .eachGroup }

  public func thresholds(
    for scores: CalibrationScores, alpha: Double
  ) throws(CalibrationError) -> SetThresholds {
    guard let groups = scores.facts.groups else {
      throw .invalidSetting(
        "group-conditional needs groups: class counts, or a group for each class")
    }
    let names = groups.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let ofClass = groups.map { names.firstIndex(of: $0) ?? 0 }
    let parts = scores.sorted(inParts: scores.labels.map { ofClass[$0] }, count: names.count)
    let least = ConformalQuantile.leastSamples(alpha: alpha)
    let warnings = names.indices.filter { parts[$0].count < least }.map {
      "the group \(names[$0]) has \(parts[$0].count) calibration samples; \(least) are needed for "
        + "α = \(alpha): its classes are in every set"
    }
    let thresholds = parts.map { ConformalQuantile.threshold($0, alpha: alpha) }
    return SetThresholds(ofClass.map { thresholds[$0] }, warnings: warnings)
  }
}
