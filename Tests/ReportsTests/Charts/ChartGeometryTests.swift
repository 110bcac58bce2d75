import Calibration
import Reports
import Testing

/// All elements, those inside groups included.
private func flattened(_ elements: [Element]) -> [Element] {
  elements.flatMap { element in
    if case .group(let inner, _) = element { flattened(inner) } else { [element] }
  }
}

private func rectangles(_ drawing: Drawing, where fits: (Style) -> Bool) -> [Rectangle] {
  flattened(drawing.elements).compactMap { element in
    if case .rectangle(let rectangle, let style) = element, fits(style) { rectangle } else { nil }
  }
}

private func texts(_ drawing: Drawing) -> [String] {
  flattened(drawing.elements).compactMap { element in
    if case .text(let text) = element { text.string } else { nil }
  }
}

@Test(
  arguments: [
    [500, 180, 40, 5], [5000, 900, 60, 20, 7], [1_000_000, 150, 3], [101, 99, 21, 19],
  ], [400.0, 980])
func `the names of the groups cross no grid line and no bar`(counts: [Int], width: Double) {
  let drawing = ClassProfile(
    classNames: counts.map { "\($0)" }, counts: counts, groups: ShotGroups(counts: counts)
  ).drawing(width: width)
  let elements = flattened(drawing.elements)
  let names = elements.compactMap { element -> Text? in
    guard case .text(let text) = element, text.isBold else { return nil }
    return ShotGroup.allCases.contains { text.string.hasPrefix($0.rawValue) } ? text : nil
  }
  let grid = elements.compactMap { element -> Double? in
    guard case .polyline(let points, let style) = element, style.stroke == .grid,
      points.count == 2, points[0].y == points[1].y
    else { return nil }
    return points[0].y
  }
  let bars = rectangles(drawing) { $0.fill == .series(0) }
  #expect(!names.isEmpty && grid.count >= 2 && bars.count == counts.count)
  for name in names {
    let extent = (name.position.y - name.size)...(name.position.y + name.size / 3)
    #expect(grid.allSatisfy { !extent.contains($0) }, "\(name.string) at \(extent): \(grid)")
    #expect(bars.allSatisfy { $0.y >= extent.upperBound })
  }
}

@Test func `bars are as high as their values`() {
  let drawing = GroupedBars(
    title: "t", axisTitle: "a", categories: [.init("many"), .init("few")],
    series: [.init("run", values: [Figure(0.8), Figure(0.2)])]
  ).drawing(width: 600)
  let bars = rectangles(drawing) { $0.fill == .series(0) }
  #expect(bars.count == 2)
  #expect(abs(bars[0].height / bars[1].height - 4) < 1e-9)
  #expect(bars[0].bottom == bars[1].bottom)
}

@Test func `a group without a class is words instead of a bar`() {
  let drawing = GroupedBars(
    title: "t", axisTitle: "a", categories: [.init("many"), .init("few")],
    series: [.init("run", values: [Figure(0.8), nil])]
  ).drawing(width: 600)
  #expect(rectangles(drawing) { $0.fill == .series(0) }.count == 1)
  #expect(texts(drawing).contains("no class"))
  #expect(drawing.description == "run: many 80.0%, few no class.")
}

@Test func `the gap of a reliability diagram reaches from accuracy to confidence`() {
  let drawing = ReliabilityDiagram([
    ReliabilityBin(lower: 0, upper: 0.5, count: 1, confidence: 0.4, accuracy: 0.2),
    ReliabilityBin(lower: 0.5, upper: 1, count: 1, confidence: 0.6, accuracy: 0.9),
  ]).drawing(width: 320)
  let over = rectangles(drawing) { $0.fill == .over }
  let under = rectangles(drawing) { $0.fill == .under }
  let bars = rectangles(drawing) { $0.fill == .series(0) }
  #expect(over.count == 1 && under.count == 1 && bars.count == 2)
  // Bars end where the gap begins: at the accuracy, or at the confidence below it.
  #expect(abs(bars[0].y - over[0].bottom) < 1e-9)
  #expect(abs(bars[1].y - under[0].bottom) < 1e-9)
  #expect(abs(over[0].height / under[0].height - 0.2 / 0.3) < 1e-9)
  #expect(abs(bars[0].height / bars[1].height - 0.2 / 0.6) < 1e-9)
}

@Test func `a reliability diagram prints its figures`() {
  let drawing = ReliabilityDiagram([
    ReliabilityBin(lower: 0.5, upper: 1, count: 2000, confidence: 0.75, accuracy: 0.7)
  ]).drawing(width: 320)
  #expect(texts(drawing).contains("ECE 5.00% · gap +5.0 · accuracy 70.0% · n = 2,000"))
  #expect(drawing.description.contains("over-confident"))
}

@Test func `a reliability diagram without a sample says so`() {
  let drawing = ReliabilityDiagram(
    heading: "few", reliability: Reliability([]), missing: "no class"
  ).drawing(width: 320)
  #expect(texts(drawing).contains("no class"))
  #expect(texts(drawing).contains("ECE – · n = 0"))
}

@Test func `the profile sorts classes by frequency`() {
  let drawing = ClassProfile(
    classNames: ["a", "b", "c"], counts: [10, 1000, 100],
    groups: ShotGroups(counts: [10, 1000, 100])
  ).drawing(width: 600)
  let bars = rectangles(drawing) { $0.fill == .series(0) }
  // Equal ratios are equal steps on the logarithmic axis.
  #expect(bars.count == 3)
  #expect(abs((bars[1].y - bars[0].y) - (bars[2].y - bars[1].y)) < 1e-9)
  #expect(bars[0].y < bars[1].y)
  #expect(texts(drawing).filter { ["a", "b", "c"].contains($0) } == ["b", "c", "a"])
}

@Test func `the confusion matrix is ordered by frequency, and its rows sum to one`() {
  let matrix = ConfusionMatrix(
    confusion: ConfusionCounts(matrix: [[3, 1], [2, 2]]), classNames: ["rare", "common"],
    counts: [5, 50], groups: ShotGroups(counts: [5, 50]))
  let drawing = matrix.drawing(width: 400)
  // Row "common" first: 2 of 4 right, 2 taken for "rare"; then "rare": 1 of 4 taken for "common".
  #expect(texts(drawing).filter { ["50", "25", "75"].contains($0) } == ["50", "50", "25", "75"])
}

@Test func `many classes share cells of the confusion matrix`() {
  let dataset = Samples.dataset(classes: 1500)
  let confusion = ConfusionCounts(
    labels: Array(0..<1500), predictions: Array(0..<1500), classes: 1500)
  let drawing = ConfusionMatrix(
    confusion: confusion, classNames: dataset.classNames, counts: dataset.counts,
    groups: dataset.groups
  ).drawing(width: 500)
  let cells = flattened(drawing.elements).compactMap { element -> Int? in
    if case .rectangles(let rectangles, _) = element { rectangles.count } else { nil }
  }
  // Fifteen classes a cell, a hundred cells on the diagonal, all of one colour.
  #expect(cells == [100])
}

@Test func `the running mean of a line is the line`() {
  let points = (1...40).map { (x: Double($0), y: 2 * Double($0)) }
  let stops = RunningQuartiles(points, stops: 1000).stops
  #expect(stops.count == 40)
  for stop in stops.dropFirst(3).dropLast(3) { #expect(abs(stop.mean - 2 * stop.x) < 1e-9) }
  for stop in stops { #expect(stop.lower <= stop.mean && stop.mean <= stop.upper) }
}

@Test func `the running mean never runs upright`() {
  let points = [(5.0, 0.1), (5, 0.9), (5, 0.2), (9, 0.5), (9, 0.7), (20, 1)].map {
    (x: $0.0, y: $0.1)
  }
  #expect(RunningQuartiles(points, stops: 1000).stops.map(\.x) == [5, 9, 20])
}

@Test func `everything above zero is seen on a heat map`() {
  #expect(Paint.level(share: 0) == .level(0))
  #expect(Paint.level(share: 1e-9) == .level(1))
  #expect(Paint.level(share: 1) == .level(Paint.levelCount - 1))
  #expect(Paint.level(share: 7) == .level(Paint.levelCount - 1))
  #expect(Paint.level(share: .nan) == .level(0))
}

@Test func `training curves share one legend entry a run`() {
  let run = Samples.run("run", Samples.dataset(classes: 3))
  let history = run.history ?? TrainingHistory(epochs: [])
  let drawing = TrainingCurves(
    runs: [.init("first", history: history), .init("second", history: history)], panel: .loss
  ).drawing(width: 500)
  #expect(texts(drawing).filter { $0 == "first" }.count == 1)
  #expect(texts(drawing).filter { $0 == "second" }.count == 1)
}

@Test func `dots of all experts are alike, however many they are`() {
  let best = (0..<60).map { $0 < 50 ? [0] : [1] }
  let drawing = BestExperts(
    classes: ClassFrequencies(
      classNames: best.indices.map { "class \($0)" }, counts: best.indices.map { $0 + 5 },
      groups: ShotGroups(counts: best.indices.map { $0 + 5 })), experts: ["first", "second"],
    best: best, accuracies: best.map { _ in 0.5 }
  ).drawing(width: 600)
  let dots: [(radius: Double, opacity: Double)] = flattened(drawing.elements).compactMap {
    element in
    if case .circle(let center, let radius, let style) = element, center.y > 30 {
      (radius, style.opacity)
    } else {
      nil
    }
  }
  #expect(dots.count == 60)
  #expect(dots.allSatisfy { $0 == dots[0] })
}

@Test func `classes that experts share have no colour of an expert, nor of the ensemble`() {
  let drawing = BestExperts(
    classes: ClassFrequencies(
      classNames: ["a", "b", "c"], counts: [9, 8, 7], groups: ShotGroups(counts: [9, 8, 7])),
    experts: ["first", "second"], best: [[0], [0, 1], []], accuracies: [0.5, 0.4, 0]
  ).drawing(width: 600)
  let fills = flattened(drawing.elements).compactMap { element -> Paint? in
    if case .circle(let center, _, let style) = element, center.y > 30 { style.fill } else { nil }
  }
  #expect(fills == [.series(0), .muted])
}

@Test func `labels of bars are of one form`() {
  let bars = GroupedBars(
    title: "t", axisTitle: "a", categories: [.init("many"), .init("few")],
    series: [
      .init("first", values: [Figure(1), Figure(0)]), .init("second", values: [Figure(0.31), nil]),
    ])
  let wide = texts(bars.drawing(width: 600))
  #expect(["100.0%", "0.0%", "31.0%"].allSatisfy(wide.contains))
  let narrow = texts(bars.drawing(width: 160))
  #expect(["100", "0", "31"].allSatisfy(narrow.contains))
  #expect(!narrow.contains("0.0%") && !narrow.contains("31.0%"))
}
