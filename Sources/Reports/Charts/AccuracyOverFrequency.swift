public import Calibration

/// The test accuracy of each class over its training count, for one run or several.
public struct AccuracyOverFrequency: Chart, Equatable {
  /// One run's accuracies, in one colour.
  public struct Series: Sendable, Equatable {
    /// What the legend calls it.
    public var name: String
    /// Accuracy in [0, 1], one a class in class order; `nil` for a class without a test sample.
    public var accuracies: [Double?]

    public init(_ name: String, accuracies: [Double?]) {
      self.name = name
      self.accuracies = accuracies
    }
  }

  /// One a class, in class order.
  public var classNames: [String]
  /// Training images per class, in class order.
  public var counts: [Int]
  /// The group of each class, for the bands behind the dots.
  public var groups: ShotGroups
  /// The runs, one colour each.
  public var series: [Series]

  /// - Precondition: one name, group and accuracy a class.
  public init(classNames: [String], counts: [Int], groups: ShotGroups, series: [Series]) {
    for one in series {
      precondition(
        one.accuracies.count == counts.count,
        "\(one.accuracies.count) accuracies for \(counts.count) classes")
    }
    precondition(
      classNames.count == counts.count && groups.ofClass.count == counts.count,
      "\(classNames.count) names, \(counts.count) counts, \(groups.ofClass.count) groups")
    self.classNames = classNames
    self.counts = counts
    self.groups = groups
    self.series = series
  }

  public func drawing(width: Double) -> Drawing {
    OverFrequency(
      title: "Accuracy of each class over its training images",
      verticalAxis: Axis(LinearScale(0...1), title: "accuracy of the class") {
        Numerals.percent($0, digits: 0)
      }, counts: counts, groups: groups, classNames: classNames,
      series: series.map { OverFrequency.Series(name: $0.name, values: $0.accuracies) },
      label: { Numerals.percent($0) }
    ).drawing(width: width)
  }
}
