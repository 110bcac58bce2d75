/// The highest accuracy among the experts on each class over its training count, in the colour of the
/// expert that reaches it (the preferences of SHIKE's Figure 3a; Jin et al., 2023).
public struct BestExperts: Chart, Equatable {
  /// The classes that the figures are of.
  public var classes: ClassFrequencies
  /// Names, in order.
  public var experts: [String]
  /// For each class the experts, counted from 0, that no other is better than; none where none recognises it.
  public var best: [[Int]]
  /// For each class the accuracy of the best, in [0, 1]; `nil` without a sample.
  public var accuracies: [Double?]

  /// - Precondition: one list of experts and accuracy a class; the lists name experts.
  public init(
    classes: ClassFrequencies, experts: [String], best: [[Int]], accuracies: [Double?]
  ) {
    classes.requireOneEach(best)
    classes.requireOneEach(accuracies)
    precondition(
      best.joined().allSatisfy(experts.indices.contains),
      "a class names an expert beyond the \(experts.count)")
    self.classes = classes
    self.experts = experts
    self.best = best
    self.accuracies = accuracies
  }

  public func drawing(width: Double) -> Drawing {
    OverFrequency(
      title: "Highest accuracy among the experts on each class",
      verticalAxis: Axis(LinearScale(0...1), title: "accuracy of the best expert") {
        Numerals.percent($0, digits: 0)
      }, classes: classes, series: series,
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
