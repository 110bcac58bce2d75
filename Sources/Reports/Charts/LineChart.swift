/// Lines over a common horizontal axis.
public struct LineChart: Chart, Equatable {
  /// One line, in one of the series colours.
  public struct Line: Sendable, Equatable {
    /// What the legend calls it.
    public var name: String
    /// Ascending in x; a gap is a missing point.
    public var points: [Point]
    /// Which series colour.
    public var colour: Int
    /// Whether it is drawn in dashes, as what is secondary is.
    public var isDashed: Bool

    public init(_ name: String, points: [Point], colour: Int, isDashed: Bool = false) {
      self.name = name
      self.points = points
      self.colour = colour
      self.isDashed = isDashed
    }
  }

  /// How values of the vertical axis are spaced and written.
  public enum Unit: Sendable, Equatable {
    case number, logarithmic, percent
  }

  /// An upright line at a value of the horizontal axis.
  public struct Mark: Sendable, Equatable {
    /// Where the line stands.
    public var value: Double
    /// What is written beside it.
    public var label: String

    public init(_ value: Double, label: String) {
      self.value = value
      self.label = label
    }
  }

  /// A label of the horizontal axis.
  public struct Tick: Sendable, Equatable {
    /// Where the label stands.
    public var value: Double
    /// What is written there.
    public var label: String

    public init(_ value: Double, label: String) {
      self.value = value
      self.label = label
    }
  }

  /// What the chart shows, for readers who cannot see it.
  public var title: String
  /// The quantity of the horizontal axis, with its unit.
  public var horizontalTitle: String
  /// The quantity of the vertical axis, with its unit.
  public var verticalTitle: String
  /// How values of the vertical axis are spaced and written.
  public var unit: Unit
  /// In painting order; lines of one name share an entry of the legend.
  public var lines: [Line]
  /// Upright lines with labels.
  public var marks: [Mark]
  /// Labels of the horizontal axis; round numbers where there are none.
  public var ticks: [Tick] = []

  public init(
    title: String, horizontalTitle: String, verticalTitle: String, unit: Unit, lines: [Line],
    marks: [Mark] = []
  ) {
    self.title = title
    self.horizontalTitle = horizontalTitle
    self.verticalTitle = verticalTitle
    self.unit = unit
    self.lines = lines
    self.marks = marks
  }

  public func drawing(width: Double) -> Drawing {
    let legend = Legend(legendEntries)
      .elements(at: Point(0, 0), width: width)
    let top = legend.height > 0 ? legend.height + 4 : 0
    let height = top + max(210, min(280, width * 0.5))
    let points = lines.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
    let area = PlotArea(
      bounds: Rectangle(x: 0, y: top, width: width, height: height - top),
      horizontal: horizontalAxis(points, width: width),
      vertical: verticalAxis(points))
    var elements = legend.elements
    if points.isEmpty {
      elements += area.emptied("nothing logged")
    } else {
      elements += area.backdrop() + marks.flatMap { mark($0, area) }
      for line in lines { elements += self.line(line, area) }
    }
    return Drawing(
      width: width, height: height, title: title, description: description, elements: elements)
  }

  /// One entry a name; lines of one name, full and dashed, share it.
  private var legendEntries: [Legend.Entry] {
    guard lines.count > 1 else { return [] }
    return lines.enumerated().compactMap { index, line in
      let isKnown = lines[(index + 1)...].contains { $0.name == line.name }
      return isKnown ? nil : Legend.Entry(line.name, .line(style(line)))
    }
  }

  private func horizontalAxis(_ points: [Point], width: Double) -> Axis {
    let scale = horizontalScale(points)
    guard ticks.isEmpty else {
      return Axis(
        scale, title: horizontalTitle, ticks: ticks.map { Axis.Tick($0.value, $0.label) },
        hasGrid: false)
    }
    return Axis(scale, title: horizontalTitle, about: Int(width / 70), hasGrid: false) {
      Numerals.short($0)
    }
  }

  private func horizontalScale(_ points: [Point]) -> LinearScale {
    let values = points.map(\.x) + marks.map(\.value)
    guard let lower = values.min(), let upper = values.max() else { return LinearScale(0...1) }
    return lower < upper ? LinearScale(lower...upper) : LinearScale(lower - 0.5...upper + 0.5)
  }

  private func verticalAxis(_ points: [Point]) -> Axis {
    let values = points.map(\.y)
    switch unit {
    case .percent:
      let scale = LinearScale(around: values, including: 0)
      return Axis(scale, title: verticalTitle) { value in
        Numerals.percent(value, digits: scale.domain.upperBound < 0.045 ? 1 : 0)
      }
    case .number:
      return Axis(LinearScale(around: values, including: 0), title: verticalTitle) {
        Numerals.short($0)
      }
    case .logarithmic:
      return Axis(LogarithmicScale(around: values), title: verticalTitle) { Numerals.short($0) }
    }
  }

  private func style(_ line: Line) -> Style {
    .stroke(.series(line.colour), width: 2, dash: line.isDashed ? [5, 3] : [])
  }

  private func line(_ line: Line, _ area: PlotArea) -> [Element] {
    let points = line.points.filter {
      $0.x.isFinite && $0.y.isFinite && (unit != .logarithmic || $0.y > 0)
    }
    guard points.count > 1 else {
      return points.map {
        .circle(center: area.point($0.x, $0.y), radius: 3.5, .fill(.series(line.colour)))
      }
    }
    let shown = Self.thinned(points, limit: Int(area.frame.width))
    return [
      Element.polyline(shown.map { area.point($0.x, $0.y) }, style(line)).labelled(line.name)
    ]
  }

  /// Every n-th point and the last, where there are more than pixels.
  private static func thinned(_ points: [Point], limit: Int) -> [Point] {
    let step = max(1, points.count / max(limit, 1))
    guard step > 1, let last = points.last else { return points }
    let kept = points.enumerated().filter { $0.offset % step == 0 }.map(\.element)
    return kept.last == last ? kept : kept + [last]
  }

  private func mark(_ mark: Mark, _ area: PlotArea) -> [Element] {
    let x = area.x(mark.value)
    let isLeft = x < area.frame.x + area.frame.width / 2
    // Above the frame, beside the title of the axis; inside where the two would meet.
    let isAbove = x > area.frame.x + TextMeasure.width(verticalTitle) + 12
    return [
      .line(
        Point(x, area.frame.y), Point(x, area.frame.bottom), .stroke(.axis, dash: [2, 3])),
      .text(
        Text(
          mark.label,
          at: Point(x + (isLeft ? 4 : isAbove ? 0 : -4), area.frame.y + (isAbove ? -9 : 11)),
          anchor: isLeft ? .start : .end, size: Text.small, paint: .muted)),
    ]
  }

  private func words(_ value: Double) -> String {
    unit == .percent ? Numerals.percent(value) : Numerals.short(value)
  }

  private var description: String {
    lines.compactMap { line in
      guard let first = line.points.first, let last = line.points.last else { return nil }
      return "\(line.name): from \(words(first.y)) to \(words(last.y))."
    }.joined(separator: " ")
  }
}
