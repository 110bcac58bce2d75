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

  /// The classes that the figures are of.
  public var classes: ClassFrequencies
  /// The runs, one colour each.
  public var series: [Series]

  /// - Precondition: one accuracy a class.
  public init(classes: ClassFrequencies, series: [Series]) {
    for one in series { classes.requireOneEach(one.accuracies) }
    self.classes = classes
    self.series = series
  }

  public func drawing(width: Double) -> Drawing {
    OverFrequency(
      title: "Accuracy of each class over its training images",
      verticalAxis: Axis(LinearScale(0...1), title: "accuracy of the class") {
        Numerals.percent($0, digits: 0)
      }, classes: classes,
      series: series.map { OverFrequency.Series(name: $0.name, values: $0.accuracies) },
      label: { Numerals.percent($0) }
    ).drawing(width: width)
  }
}
