import Calibration
import Reports
import Testing

/// A chart with the name that a failure shows.
struct NamedChart: Sendable, CustomTestStringConvertible {
  let name: String
  let chart: any Chart
  var testDescription: String { name }
}

/// Every chart over data sets of every awkward size.
private let charts: [NamedChart] =
  [0, 1, 2, 10, 100, 1500].flatMap { classes -> [NamedChart] in
    let dataset = Samples.dataset(classes: classes)
    let evaluation = Samples.evaluation(dataset)
    let (names, counts, groups) = (dataset.classNames, dataset.counts, dataset.groups)
    let accuracies = evaluation.classes.map(\.accuracy)
    return [
      ("profile", ClassProfile(classNames: names, counts: counts, groups: groups)),
      (
        "accuracy",
        AccuracyOverFrequency(
          classes: ClassFrequencies(dataset),
          series: [.init("one", accuracies: accuracies), .init("two", accuracies: accuracies)])
      ),
      (
        "untested",
        AccuracyOverFrequency(
          classes: ClassFrequencies(dataset),
          series: [.init("one", accuracies: counts.map { _ in nil })])
      ),
      (
        "norms",
        WeightNorms(
          classes: ClassFrequencies(dataset),
          series: [.init("one", norms: counts.map { _ in 2 })])
      ),
      (
        "smoothing",
        SmoothingShapes(counts: counts, shapes: Samples.stages(dataset).flatMap(\.smoothing))
      ),
      (
        "confusion",
        ConfusionMatrix(
          heading: "run", confusion: evaluation.confusion ?? ConfusionCounts(matrix: []),
          classNames: names, counts: counts, groups: groups)
      ),
      (
        "unseen",
        ConfusionMatrix(
          confusion: ConfusionCounts(labels: [], predictions: [], classes: classes),
          classNames: names, counts: counts, groups: groups)
      ),
      (
        "empty classes",
        ClassProfile(classNames: names, counts: counts.map { _ in 0 }, groups: groups)
      ),
      (
        "weights",
        WeightHistogram(
          title: "weights",
          bins: .init(
            edges: (0...max(classes, 1)).map { 0.3 + 0.01 * Double($0) },
            counts: (0..<max(classes, 1)).map { $0 % 5 * min(classes, 1) }))
      ),
      (
        "best experts",
        BestExperts(
          classes: ClassFrequencies(dataset), experts: ["expert 1", "expert 2"],
          best: counts.indices.map { [[0], [1], [0, 1], []][$0 % 4] },
          accuracies: counts.indices.map { $0 % 4 == 3 ? nil : 0.25 * Double($0 % 5) })
      ),
      (
        "attention",
        HeatMap(
          title: "attention", rowTitle: "tail", columnTitle: "head", rows: names,
          columns: Array(names.prefix(7)),
          values: names.map { _ in names.prefix(7).map { _ in 0.2 } }
        )
      ),
    ].map { NamedChart(name: "\($0), \(classes) classes", chart: $1) }
  }
  + [1, 2, 10, 1500].flatMap { classes in
    RunCharts.all.compactMap { type in
      type.init(of: Samples.report(classes: classes, runs: 2)).map {
        NamedChart(name: "\(type) of runs, \(classes) classes", chart: $0)
      }
    }
  }
  + [0, 1, 1000].flatMap { count -> [NamedChart] in
    let reliability = Samples.reliability(count: count)
    return [
      ("reliability", ReliabilityDiagram(heading: "before", reliability: reliability)),
      ("histogram", ConfidenceHistogram(heading: "run", before: reliability, after: reliability)),
      ("before only", ConfidenceHistogram(heading: "run", before: reliability)),
    ].map { NamedChart(name: "\($0), \(count) samples a bin", chart: $1) }
  }
  + [
    NamedChart(
      name: "no bins", chart: ReliabilityDiagram(heading: "", reliability: Reliability([]))),
    NamedChart(
      name: "no bars",
      chart: GroupedBars(title: "t", axisTitle: "a", categories: [], series: [])),
    NamedChart(
      name: "bars without values",
      chart: GroupedBars(
        title: "t", axisTitle: "a", categories: [.init("few")],
        series: [.init("run", values: [nil])])),
    NamedChart(
      name: "bars that are not numbers",
      chart: GroupedBars(
        title: "t", axisTitle: "a", categories: [.init("few"), .init("many")],
        series: [
          .init(
            "run",
            values: [Figure(.nan), Figure(0.5, interval: Interval(lower: .nan, upper: .infinity))])
        ])),
    NamedChart(name: "no shifts", chart: StatisticShifts(title: "t", shifts: [])),
    NamedChart(
      name: "shifts",
      chart: StatisticShifts(
        title: "t", shifts: Samples.stages(Samples.dataset(classes: 2)).flatMap(\.shifts))),
    NamedChart(name: "no methods", chart: ErrorBars(title: "t", axisTitle: "a", rows: [])),
    NamedChart(
      name: "methods",
      chart: ErrorBars(
        title: "t", axisTitle: "a",
        rows: [
          .init(
            "temperature",
            figure: Figure(
              0.02, interval: Interval(lower: 0.01, upper: 0.03),
              perfectRange: Interval(lower: 0, upper: 0.01))),
          .init("a name that is far too long for its place in the chart", figure: Figure(0)),
          .init("skipped", figure: nil, remark: "because there are too many classes for it"),
        ])),
    NamedChart(
      name: "no lines",
      chart: LineChart(
        title: "t", horizontalTitle: "x", verticalTitle: "y", unit: .logarithmic, lines: [])),
    NamedChart(
      name: "a single point",
      chart: LineChart(
        title: "t", horizontalTitle: "x", verticalTitle: "y", unit: .percent,
        lines: [.init("a", points: [Point(1, 0)], colour: 0)])),
  ]
  + TrainingCurves.Panel.allCases.map { panel in
    let run = Samples.run("run", Samples.dataset(classes: 3))
    let history = run.history ?? TrainingHistory(epochs: [])
    return NamedChart(
      name: "training, \(panel)",
      chart: TrainingCurves(
        runs: [
          .init("a", history: history), .init("nothing", history: TrainingHistory(epochs: [])),
        ], panel: panel))
  }

@Test(arguments: charts) func `every chart is a well-formed drawing`(_ named: NamedChart) throws {
  for width in [320.0, 400, 980] {
    let drawing = named.chart.drawing(width: width)
    #expect(drawing.width == width)
    #expect(drawing.height > 20 && drawing.height < 3 * width + 1000)
    #expect(!drawing.title.isEmpty)
    let svg = try WellFormed(drawing.svg())
    #expect(svg.elements.prefix(3) == ["svg", "title", "desc"])
  }
}

@Test(arguments: charts) func `every chart stays inside its drawing`(_ named: NamedChart) {
  for width in [320.0, 400, 980] {
    let drawing = named.chart.drawing(width: width)
    for bounds in drawing.elements.flatMap(extents) {
      #expect(
        bounds.x >= -2 && bounds.right <= width + 2 && bounds.y >= -2
          && bounds.bottom <= drawing.height + 2, "\(bounds) in \(width) × \(drawing.height)")
    }
  }
}

@Test(arguments: charts) func `every chart is drawn alike twice`(_ named: NamedChart) {
  #expect(named.chart.drawing(width: 500) == named.chart.drawing(width: 500))
}

/// The rectangles that an element covers; slanted text is left out.
private func extents(_ element: Element) -> [Rectangle] {
  switch element {
  case .rectangle(let rectangle, _): return [rectangle]
  case .rectangles(let rectangles, _): return rectangles
  case .circle(let center, let radius, _):
    return [
      Rectangle(
        x: center.x - radius, y: center.y - radius, width: 2 * radius, height: 2 * radius)
    ]
  case .polyline(let points, _), .polygon(let points, _):
    return points.map { Rectangle(x: $0.x, y: $0.y, width: 0, height: 0) }
  case .group(let elements, _): return elements.flatMap(extents)
  case .text(let text):
    guard text.rotation == 0 else { return [] }
    let width = TextMeasure.width(text.string, size: text.size, isBold: text.isBold)
    let left =
      switch text.anchor {
      case .start: text.position.x
      case .middle: text.position.x - width / 2
      case .end: text.position.x - width
      }
    return [
      Rectangle(x: left, y: text.position.y - text.size * 0.8, width: width, height: text.size)
    ]
  }
}
