/// How much too sure a model is of the samples of each class, over the class's training count: mean confidence less
/// accuracy. A long tail that is learnt badly is often believed to be learnt well (Zhong et al., CVPR 2021, figure 1).
public struct ConfidenceGapOverFrequency: Chart, Equatable {
  /// One run's gaps, in one colour.
  public struct Series: Sendable, Equatable {
    /// What the legend calls it.
    public var name: String
    /// Mean confidence less accuracy, in [−1, 1], one a class in class order; `nil` for a class without a test
    /// sample.
    public var gaps: [Double?]

    public init(_ name: String, gaps: [Double?]) {
      self.name = name
      self.gaps = gaps
    }
  }

  /// The classes that the figures are of.
  public var classes: ClassFrequencies
  /// The runs, one colour each.
  public var series: [Series]

  /// - Precondition: one gap a class.
  public init(classes: ClassFrequencies, series: [Series]) {
    for one in series { classes.requireOneEach(one.gaps) }
    self.classes = classes
    self.series = series
  }

  public func drawing(width: Double) -> Drawing {
    let gaps = series.flatMap { $0.gaps.compactMap { $0 } }.filter(\.isFinite)
    return OverFrequency(
      title: "Confidence less accuracy of each class over its training images",
      verticalAxis: Axis(
        LinearScale(around: gaps, including: 0), title: "confidence − accuracy"
      ) { Numerals.percent($0, digits: 0) }, classes: classes,
      series: series.map { OverFrequency.Series(name: $0.name, values: $0.gaps) },
      label: { Numerals.percent($0) }
    ).drawing(width: width)
  }
}

extension ConfidenceGapOverFrequency: RunChart {
  public static var section: RunChartSection { .calibration }
  public static var heading: String { "Over-confidence over class frequency" }
  public static var caption: String {
    "Above 0 the model is too sure of samples of the class, below 0 not sure enough. Before calibration, which "
      + "moves all classes alike unless it is made for each."
  }

  /// Of the runs whose confidences per class were recorded; `nil` without one.
  public init?(of report: RunReport) {
    let dataset = report.dataset
    let series = report.runs.compactMap { run -> Series? in
      let classes = run.model?.classes ?? []
      guard classes.count == dataset.counts.count, classes.contains(where: { $0.confidence != nil })
      else { return nil }
      return Series(
        run.chartName,
        gaps: classes.map { one in
          guard let confidence = one.confidence, let accuracy = one.accuracy else { return nil }
          return confidence - accuracy
        })
    }
    guard !series.isEmpty else { return nil }
    self.init(
      classes: ClassFrequencies(dataset),
      series: series)
  }
}
