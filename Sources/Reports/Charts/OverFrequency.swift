import Calibration
import Foundation

/// A figure of each class over its training count: points, and a running mean through them.
struct OverFrequency {
  struct Series {
    let name: String
    /// One a class, in class order; `nil` for a class without the figure.
    let values: [Double?]
  }

  let title: String
  let verticalAxis: Axis
  /// Training images per class.
  let counts: [Int]
  let groups: ShotGroups
  let classNames: [String]
  let series: [Series]
  /// Of a value, for the labels that appear under the pointer.
  let label: (Double) -> String

  /// Beyond this many points only the running mean and the middle half are drawn.
  private static let mostPoints = 1200

  func drawing(width: Double) -> Drawing {
    let entries = series.enumerated().map { index, one in
      Legend.Entry(one.name, .line(.stroke(.series(index), width: 2.5)))
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
    let classes = counts.indices.filter { series[index].values[$0]?.isFinite ?? false }
      .sorted { (counts[$0], $0) < (counts[$1], $1) }
    let points = classes.compactMap { one in
      series[index].values[one].map { (one, Double(counts[one]), $0) }
    }
    guard !points.isEmpty else { return [] }
    var elements: [Element] = []
    let pointCount = series.reduce(0) { $0 + $1.values.count }
    let isSparse = points.count <= 30
    let dots =
      pointCount > Self.mostPoints
      ? []
      : points.map { one, count, value in
        Element.circle(
          center: area.point(count, value),
          radius: isSparse ? 4 : series.count > 2 ? 2.2 : 3,
          .fill(.series(index), opacity: isSparse ? 0.85 : 0.5)
        ).labelled(
          "\(classNames[one]): \(label(value)), \(Numerals.count(counts[one])) training images")
      }
    if !isSparse { elements += dots }
    let running = RunningQuartiles(points.map { ($0.1, $0.2) }, stops: Int(area.frame.width / 6))
    if pointCount > Self.mostPoints, series.count <= 3 {
      let outline =
        running.stops.map { area.point($0.x, $0.upper) }
        + running.stops.reversed().map { area.point($0.x, $0.lower) }
      elements.append(.polygon(outline, .fill(.series(index), opacity: 0.18)))
    }
    let mean = running.stops.map { area.point($0.x, $0.mean) }
    elements.append(.polyline(mean, .stroke(.paper, width: 5, opacity: 0.7)))
    elements.append(.polyline(mean, .stroke(.series(index), width: 2.5)))
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

/// Mean and quartiles in a window that slides over points sorted by x.
struct RunningQuartiles {
  struct Stop: Equatable {
    let x: Double
    let mean: Double
    let lower: Double
    let upper: Double
  }

  let stops: [Stop]

  /// One stop for each x, the mean of those that share it, so that the line never runs upright.
  private static func merged(_ stops: [Stop]) -> [Stop] {
    var merged: [Stop] = []
    var index = 0
    while index < stops.count {
      let alike = stops[index...].prefix { $0.x == stops[index].x }
      let count = Double(alike.count)
      merged.append(
        Stop(
          x: stops[index].x, mean: alike.reduce(0) { $0 + $1.mean } / count,
          lower: alike.reduce(0) { $0 + $1.lower } / count,
          upper: alike.reduce(0) { $0 + $1.upper } / count))
      index += alike.count
    }
    return merged
  }

  /// Takes points ascending in x, all x positive, and computes about as many stops as asked for.
  ///
  /// The window is an eighth of the points, at least five: wide enough to calm classes with a
  /// handful of test samples, narrow enough to follow the tail. It shrinks to a half at the ends.
  init(_ points: [(x: Double, y: Double)], stops limit: Int) {
    let half = max(5, points.count / 8) / 2
    let step = max(1, points.count / max(limit, 2))
    var middles = Array(stride(from: 0, to: points.count, by: step))
    if let last = middles.last, last != points.count - 1 { middles.append(points.count - 1) }
    let computed = middles.map { middle in
      let part = points[max(0, middle - half)...min(points.count - 1, middle + half)]
      let sorted = part.map(\.y).sorted()
      let quarter = (sorted.count - 1) / 4
      return Stop(
        x: points[middle].x, mean: sorted.reduce(0, +) / Double(sorted.count),
        lower: sorted[quarter], upper: sorted[sorted.count - 1 - quarter])
    }
    stops = Self.merged(computed)
  }
}
