import Calibration

/// A figure of each class over its training count: points, and a running mean through them.
struct OverFrequency {
  struct Series {
    let name: String
    /// One a class, in class order; `nil` for a class without the figure.
    let values: [Double?]
    /// Its colour; `nil` for that of its place.
    var paint: Paint?
  }

  let title: String
  let verticalAxis: Axis
  let classes: ClassFrequencies
  let series: [Series]
  /// Of a value, for the labels that appear under the pointer.
  let label: (Double) -> String
  /// Whether a line through the points is drawn where there are few enough to be drawn themselves.
  var hasMeans = true

  /// Beyond this many points only the running mean and the middle half are drawn.
  private static let mostPoints = 1200

  func drawing(width: Double) -> Drawing {
    let entries = series.enumerated().map { index, one in
      Legend.Entry(
        one.name,
        hasMeans ? .line(.stroke(paint(index), width: 2.5)) : .dot(.fill(paint(index))))
    }
    let legend = Legend(series.count > 1 ? entries : []).elements(at: Point(0, 0), width: width)
    let top = series.count > 1 ? legend.height + 4 : 0
    let height = top + max(250, min(330, width * 0.42))
    let scale = LogarithmicScale(around: counts.map(Double.init))
    let area = PlotArea(
      bounds: Rectangle(x: 0, y: top, width: width, height: height - top),
      horizontal: Axis(
        scale, title: "training images of the class (log scale)", about: Int(width / 60),
        hasGrid: false, label: { Numerals.short($0) }),
      vertical: verticalAxis)
    var elements = legend.elements
    if series.allSatisfy({ $0.values.allSatisfy { $0 == nil } }) {
      elements += area.emptied("no class with a test sample")
    } else {
      elements += bands(area)
      elements += area.backdrop()
      for index in series.indices { elements += marks(index, area) }
    }
    return Drawing(
      width: width, height: height, title: title, description: description, elements: elements)
  }

  private var classNames: [String] { classes.classNames }
  private var counts: [Int] { classes.counts }
  private var groups: ShotGroups { classes.groups }

  private func paint(_ index: Int) -> Paint { series[index].paint ?? .series(index) }

  /// Groups as bands whose borders lie between the counts on either side.
  private func bands(_ area: PlotArea) -> [Element] {
    let order = ClassOrder.byFrequency(counts).reversed()
    let bands = GroupBands(order.map { groups.ofClass[$0] })
    let ascending = order.map { Double(max(counts[$0], 1)) }
    return bands.elements(in: area.frame) { place in
      if place == 0 { return area.frame.x }
      if place == ascending.count { return area.frame.right }
      return area.x((ascending[place - 1] * ascending[place]).squareRoot())
    }
  }

  private func marks(_ index: Int, _ area: PlotArea) -> [Element] {
    let known = counts.indices.filter { series[index].values[$0]?.isFinite ?? false }
      .sorted { (counts[$0], $0) < (counts[$1], $1) }
    let points = known.compactMap { one in
      series[index].values[one].map { (one, Double(counts[one]), $0) }
    }
    guard !points.isEmpty else { return [] }
    var elements: [Element] = []
    let pointCount = series.reduce(0) { $0 + $1.values.count { $0 != nil } }
    // Dots without a line through them are of one kind together: none may look weaker than another.
    let isSparse = hasMeans ? points.count <= 30 : pointCount <= 150
    let dots =
      pointCount > Self.mostPoints
      ? []
      : points.map { one, count, value in
        Element.circle(
          center: area.point(count, value),
          radius: isSparse ? 4 : series.count > 2 ? 2.2 : 3,
          .fill(paint(index), opacity: isSparse ? 0.85 : 0.5)
        ).labelled(
          "\(classNames[one]): \(label(value)), \(Numerals.count(counts[one])) training images")
      }
    if !hasMeans, pointCount <= Self.mostPoints { return dots }
    if !isSparse { elements += dots }
    let running = RunningQuartiles(points.map { ($0.1, $0.2) }, stops: Int(area.frame.width / 6))
    if pointCount > Self.mostPoints, series.count <= 3 {
      let outline =
        running.stops.map { area.point($0.x, $0.upper) }
        + running.stops.reversed().map { area.point($0.x, $0.lower) }
      elements.append(.polygon(outline, .fill(paint(index), opacity: 0.18)))
    }
    let mean = running.stops.map { area.point($0.x, $0.mean) }
    elements.append(.polyline(mean, .stroke(.paper, width: 5, opacity: 0.7)))
    elements.append(.polyline(mean, .stroke(paint(index), width: 2.5)))
    return isSparse ? elements + dots : elements
  }

  private var description: String {
    series.map { one in
      let parts = ShotGroup.allCases.compactMap { group -> String? in
        let values = groups.classes(in: group).compactMap { one.values[$0] }
        guard !values.isEmpty else { return nil }
        return "\(group.rawValue)-shot mean \(label(values.reduce(0, +) / Double(values.count)))"
      }
      return "\(one.name): \(parts.joined(separator: ", "))."
    }.joined(separator: " ")
  }
}
