public import Calibration

/// The highest accuracy among the experts on each class over its training count, in the colour of the
/// expert that reaches it (the preferences of SHIKE's Figure 3a; Jin et al., 2023).
public struct BestExperts: Chart, Equatable {
  /// One a class, in class order.
  public var classNames: [String]
  /// Training images per class, in class order.
  public var counts: [Int]
  /// The group of each class, for the bands behind the dots.
  public var groups: ShotGroups
  /// Names, in order.
  public var experts: [String]
  /// For each class the experts, counted from 0, that no other is better than; none where none recognises it.
  public var best: [[Int]]
  /// For each class the accuracy of the best, in [0, 1]; `nil` without a sample.
  public var accuracies: [Double?]

  /// - Precondition: one name, group, list of experts and accuracy a class; the lists name experts.
  public init(
    classNames: [String], counts: [Int], groups: ShotGroups, experts: [String], best: [[Int]],
    accuracies: [Double?]
  ) {
    precondition(
      [classNames.count, groups.ofClass.count, best.count, accuracies.count]
        .allSatisfy { $0 == counts.count },
      "\(classNames.count) names, \(groups.ofClass.count) groups, \(best.count) lists and "
        + "\(accuracies.count) accuracies for \(counts.count) classes")
    precondition(
      best.joined().allSatisfy(experts.indices.contains),
      "a class names an expert beyond the \(experts.count)")
    self.classNames = classNames
    self.counts = counts
    self.groups = groups
    self.experts = experts
    self.best = best
    self.accuracies = accuracies
  }

  public func drawing(width: Double) -> Drawing {
    OverFrequency(
      title: "Highest accuracy among the experts on each class",
      verticalAxis: Axis(LinearScale(0...1), title: "accuracy of the best expert") {
        Numerals.percent($0, digits: 0)
      }, counts: counts, groups: groups, classNames: classNames, series: series,
      label: { Numerals.percent($0) }, hasMeans: false
    ).drawing(width: width)
  }

  private var series: [OverFrequency.Series] {
    func values(_ holds: ([Int]) -> Bool) -> [Double?] {
      zip(best, accuracies).map { holds($0) ? $1 : nil }
    }
    let alone = experts.enumerated().map { place, name in
      OverFrequency.Series(name: name, values: values { $0 == [place] })
    }
    guard best.contains(where: { $0.count > 1 }) else { return alone }
    // The colour after the experts' own is the ensemble's in the other charts.
    return alone + [
      OverFrequency.Series(
        name: "several alike", values: values { $0.count > 1 }, paint: .muted)
    ]
  }
}
