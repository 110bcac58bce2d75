/// The norm of each class's classifier weights over its training count: a classifier that was
/// trained on a long tail gives frequent classes the longer weights (Kang et al. 2020).
public struct WeightNorms: Chart, Equatable {
  /// One run's norms, in one colour.
  public struct Series: Sendable, Equatable {
    /// What the legend calls it.
    public var name: String
    /// Euclidean norms, one a class in class order.
    public var norms: [Double]

    public init(_ name: String, norms: [Double]) {
      self.name = name
      self.norms = norms
    }
  }

  /// The classes that the figures are of.
  public var classes: ClassFrequencies
  /// The runs, one colour each.
  public var series: [Series]

  /// - Precondition: one norm a class.
  public init(classes: ClassFrequencies, series: [Series]) {
    for one in series { classes.requireOneEach(one.norms) }
    self.classes = classes
    self.series = series
  }

  public func drawing(width: Double) -> Drawing {
    OverFrequency(
      title: "Norm of each class's weights over its training images",
      verticalAxis: Axis(
        LinearScale(around: series.flatMap(\.norms), including: 0), title: "norm of the weights"
      ) { Numerals.short($0) }, classes: classes,
      series: series.map { OverFrequency.Series(name: $0.name, values: $0.norms) },
      label: { Numerals.fixed($0, digits: 3) }
    ).drawing(width: width)
  }
}

extension WeightNorms: RunChart {
  public static var section: RunChartSection { .classes }
  public static var heading: String { "Classifier weights over class frequency" }
  public static var caption: String {
    "A slope upwards to the right means that the classifier itself favours frequent classes."
  }

  /// Of the runs whose norms were recorded; `nil` without one.
  public init?(of report: RunReport) {
    let dataset = report.dataset
    let runs = report.runs.filter { $0.weightNorms.count == dataset.counts.count }
    guard !runs.isEmpty, !dataset.counts.isEmpty else { return nil }
    self.init(
      classes: ClassFrequencies(dataset),
      series: runs.map { .init($0.chartName, norms: $0.weightNorms) })
  }
}
