public import Calibration

/// How often the sets of each class's samples hold it, over the frequency of the class: a dot a class with its
/// interval, the share that was asked for, and where a class would lie by chance if it had that share.
public struct CoverageOverFrequency: Chart, Equatable {
  /// One class of the chart.
  public struct ClassCoverage: Sendable, Equatable {
    /// What the class is called.
    public var name: String
    /// Images of the class, as the axis counts them.
    public var count: Int
    /// In [0, 1]; `nil` for a class without a test sample.
    public var coverage: Figure?

    public init(_ name: String, count: Int, coverage: Figure?) {
      self.name = name
      self.count = count
      self.coverage = coverage
    }
  }

  /// What the chart shows, for readers who cannot see it.
  public var title: String
  /// What the counts are of: "training images of the class".
  public var countTitle: String
  /// The share that was asked for, in [0, 1].
  public var target: Double
  /// In class order.
  public var points: [ClassCoverage]
  /// `nil` where the classes have none.
  public var groups: ShotGroups?

  /// - Precondition: where given, a group a class.
  public init(
    title: String, countTitle: String, target: Double, points: [ClassCoverage],
    groups: ShotGroups? = nil
  ) {
    if let groups {
      precondition(
        groups.ofClass.count == points.count,
        "\(groups.ofClass.count) groups for \(points.count) classes")
    }
    self.title = title
    self.countTitle = countTitle
    self.target = target
    self.points = points
    self.groups = groups
  }

  /// Beyond so many classes intervals would hide each other.
  private static let mostIntervals = 220

  /// Beyond so many a running mean with the middle half stands for them.
  private static let mostDots = 1200

  public func drawing(width: Double) -> Drawing {
    let entries = [
      Legend.Entry("class", .dot(.fill(.series(0)))),
      Legend.Entry("asked for", .line(.stroke(.ink, width: 1.25, dash: [5, 3]))),
    ]
    let ranges = [Legend.Entry("by chance", .swatch(.fill(.axis, opacity: 0.3)))]
    let legend = Legend(entries + (hasIntervals ? ranges : []))
      .elements(at: Point(0, 0), width: width)
    let top = legend.height + 4
    let height = top + max(250, min(340, width * 0.42))
    let area = PlotArea(
      bounds: Rectangle(x: 0, y: top, width: width, height: height - top),
      horizontal: horizontal(width),
      vertical: vertical)
    var elements = legend.elements
    if points.allSatisfy({ $0.coverage == nil }) {
      elements += area.emptied("no class with a test sample")
    } else {
      elements += bands(area) + area.backdrop()
      let order = order
      let positions = positions(order, area)
      if points.count > Self.mostDots {
        elements += middle(order, positions, area)
      } else {
        elements += hasIntervals ? order.flatMap { chance($0, positions[$0], area) } : []
        elements += order.flatMap { marks($0, positions[$0], area) }
      }
      elements.append(
        .line(
          Point(area.frame.x, area.y(target)),
          Point(area.frame.right, area.y(target)),
          .stroke(.ink, width: 1.25, dash: [5, 3])))
    }
    return Drawing(
      width: width, height: height, title: title, description: description, elements: elements)
  }

  private var hasIntervals: Bool { points.count <= Self.mostIntervals }

  /// Classes from the rarest to the most frequent.
  private var order: [Int] { ClassOrder.byFrequency(points.map(\.count)).reversed() }

  /// Where many classes have one count they would hide each other: then they stand at equal distances.
  private var isByPlace: Bool {
    2 * Set(points.map(\.count)).count <= points.count || points.contains { $0.count == 0 }
  }

  /// From below the lowest class up, with room for the names of groups above 100 %.
  private var vertical: Axis {
    let ends = points.compactMap(\.coverage).flatMap {
      [$0.value, $0.interval?.lower ?? $0.value, $0.perfectRange?.lower ?? $0.value]
    }
    let lowest = min(ends.min() ?? 0, target)
    let base = min(max(((lowest - 0.02) * 10).rounded(.down) / 10, 0), 0.8)
    let scale = LinearScale(base...1 + (1 - base) * 0.1)
    return Axis(
      scale, title: "coverage of the class",
      ticks: scale.ticks(about: 5).filter { $0 < 1.001 }.map {
        Axis.Tick($0, Numerals.percent($0, digits: 0))
      })
  }

  private func horizontal(_ width: Double) -> Axis {
    guard isByPlace else {
      return Axis(
        LogarithmicScale(around: points.map { Double($0.count) }),
        title: "\(countTitle) (log scale)", about: Int(width / 60), hasGrid: false,
        label: { Numerals.short($0) })
    }
    let ordered = order.map { points[$0].count }
    // The first place at which each count stands, as far as there is room.
    let wanted = max(2, Int(width / 70))
    let step = max(1, (points.count + wanted - 1) / wanted)
    let ticks = stride(from: 0, to: points.count, by: step).map {
      Axis.Tick(Double($0) + 0.5, Numerals.count(ordered[$0]))
    }
    return Axis(
      LinearScale(0...Double(max(points.count, 1))),
      title: "classes in order of: \(countTitle)", ticks: ticks, hasGrid: false)
  }

  /// Where each class stands, in pixels.
  private func positions(_ order: [Int], _ area: PlotArea) -> [Double] {
    guard isByPlace else { return points.map { area.x(Double($0.count)) } }
    var positions = [Double](repeating: 0, count: points.count)
    for (place, label) in order.enumerated() { positions[label] = area.x(Double(place) + 0.5) }
    return positions
  }

  private func bands(_ area: PlotArea) -> [Element] {
    guard let groups else { return [] }
    let order = order
    let ascending = order.map { Double(max(points[$0].count, 1)) }
    return GroupBands(order.map { groups.ofClass[$0] }).elements(in: area.frame) { place in
      if isByPlace { return area.x(Double(place)) }
      if place == 0 { return area.frame.x }
      if place == ascending.count { return area.frame.right }
      return area.x((ascending[place - 1] * ascending[place]).squareRoot())
    }
  }

  private var dotRadius: Double { points.count <= 30 ? 4 : points.count <= 220 ? 3 : 2 }

  private func chance(_ label: Int, _ x: Double, _ area: PlotArea) -> [Element] {
    guard let range = points[label].coverage?.perfectRange else { return [] }
    let half = dotRadius + 1.5
    return [
      .rectangle(
        Rectangle(
          from: Point(x - half, area.y(range.lower)),
          to: Point(x + half, area.y(range.upper))), .fill(.axis, opacity: 0.3))
    ]
  }

  private func marks(_ label: Int, _ x: Double, _ area: PlotArea) -> [Element] {
    guard let figure = points[label].coverage, figure.value.isFinite else { return [] }
    var parts: [Element] = []
    if hasIntervals, let interval = figure.interval {
      parts.append(
        .line(
          Point(x, area.y(interval.lower)), Point(x, area.y(interval.upper)),
          .stroke(.series(0), width: points.count <= 30 ? 2 : 1, opacity: 0.7)))
    }
    parts.append(
      .circle(
        center: Point(x, area.y(figure.value)), radius: dotRadius,
        .fill(.series(0), opacity: points.count <= 220 ? 1 : 0.5)))
    return [.group(parts, label: words(points[label], figure))]
  }

  private func middle(
    _ order: [Int], _ positions: [Double], _ area: PlotArea
  ) -> [Element] {
    let known = order.compactMap { label in
      points[label].coverage.map { (positions[label], $0.value) }
    }
    let running = RunningQuartiles(known, stops: Int(area.frame.width / 6))
    let outline =
      running.stops.map { Point($0.x, area.y($0.upper)) }
      + running.stops.reversed().map { Point($0.x, area.y($0.lower)) }
    let mean = running.stops.map { Point($0.x, area.y($0.mean)) }
    return [
      .polygon(outline, .fill(.series(0), opacity: 0.18)),
      .polyline(mean, .stroke(.series(0), width: 2.5)),
    ]
  }

  private func words(_ point: ClassCoverage, _ figure: Figure) -> String {
    var text = "\(point.name): \(Numerals.percent(figure.value))"
    if let interval = figure.interval {
      text +=
        ", 95% interval \(Numerals.percent(interval.lower)) to \(Numerals.percent(interval.upper))"
    }
    return text + ", \(Numerals.count(point.count)) \(countTitle)"
  }

  private var description: String {
    let values = points.compactMap { $0.coverage?.value }
    guard let least = values.min(), let most = values.max() else { return "There is no sample." }
    let below = values.count { $0 < target - 1e-12 }
    return
      "Asked for \(Numerals.percent(target)). Classes are covered \(Numerals.percent(least)) to "
      + "\(Numerals.percent(most)); \(Numerals.count(below)) of \(Numerals.count(values.count)) less "
      + "than asked for."
  }
}
