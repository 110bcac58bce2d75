public import Calibration

/// One figure a method with its interval, a line each: ECE of every calibrator.
public struct ErrorBars: Chart, Equatable {
  /// One line of the chart: a name with its figure, or the reason for none.
  public struct Row: Sendable, Equatable {
    /// What stands at the left: a method's name.
    public var name: String
    /// A share in [0, 1]; `nil` writes the remark instead.
    public var figure: Figure?
    /// Why there is no figure.
    public var remark: String

    public init(_ name: String, figure: Figure?, remark: String = "") {
      self.name = name
      self.figure = figure
      self.remark = remark
    }
  }

  /// What the chart shows, for readers who cannot see it.
  public var title: String
  /// The quantity with its unit, below the axis.
  public var axisTitle: String
  /// From top to bottom.
  public var rows: [Row]

  public init(title: String, axisTitle: String, rows: [Row]) {
    self.title = title
    self.axisTitle = axisTitle
    self.rows = rows
  }

  private static let rowHeight = 24.0

  public func drawing(width: Double) -> Drawing {
    let names = rows.map { TextMeasure.width($0.name) }.max() ?? 0
    let left = min(names + 18, width * 0.42)
    let valueRoom = 56.0
    let frame = Rectangle(
      x: left, y: 4, width: max(width - left - valueRoom, 40),
      height: max(Double(rows.count), 1) * Self.rowHeight)
    let height = frame.bottom + 38
    let ends = rows.compactMap(\.figure).flatMap {
      [
        $0.value, $0.interval?.lower ?? $0.value, $0.interval?.upper ?? $0.value,
        $0.perfectRange?.upper ?? $0.value,
      ]
    }
    let scale = LinearScale(around: ends, including: 0)
    var elements = backdrop(frame, scale)
    for (index, row) in rows.enumerated() {
      elements += self.row(
        row, middle: frame.y + (Double(index) + 0.5) * Self.rowHeight, frame, scale)
    }
    return Drawing(
      width: width, height: height, title: title, description: description, elements: elements)
  }

  private func backdrop(_ frame: Rectangle, _ scale: LinearScale) -> [Element] {
    var elements: [Element] = []
    let ticks = scale.ticks(about: max(3, Int(frame.width / 70)))
    let digits = zip(ticks, ticks.dropFirst()).contains { $1 - $0 < 0.0099 } ? 1 : 0
    for tick in ticks {
      let x = frame.x + scale.fraction(tick) * frame.width
      elements.append(.line(Point(x, frame.y), Point(x, frame.bottom), .stroke(.grid)))
      elements.append(
        .text(
          Text(
            Numerals.percent(tick, digits: digits), at: Point(x, frame.bottom + 15),
            anchor: .middle, size: Text.small, paint: .muted)))
    }
    elements.append(
      .line(Point(frame.x, frame.bottom), Point(frame.right, frame.bottom), .stroke(.axis)))
    elements.append(
      .text(
        Text(
          axisTitle, at: Point(frame.x + frame.width / 2, frame.bottom + 33), anchor: .middle,
          paint: .muted)))
    return elements
  }

  private func row(
    _ row: Row, middle: Double, _ frame: Rectangle, _ scale: LinearScale
  ) -> [Element] {
    let name = Text(
      TextMeasure.fitted(row.name, to: frame.x - 10), at: Point(frame.x - 10, middle + 4),
      anchor: .end)
    guard let figure = row.figure, figure.value.isFinite else {
      return [
        .text(name),
        .text(
          Text(
            TextMeasure.fitted(row.remark, to: frame.width, size: Text.small),
            at: Point(frame.x + 6, middle + 4), size: Text.small, paint: .muted)),
      ]
    }
    func x(_ value: Double) -> Double { frame.x + scale.fraction(value) * frame.width }
    var parts: [Element] = []
    if let perfect = figure.perfectRange {
      parts.append(
        .rectangle(
          Rectangle(
            x: x(perfect.lower), y: middle - 8, width: x(perfect.upper) - x(perfect.lower),
            height: 16), .fill(.axis, opacity: 0.3)))
    }
    if let interval = figure.interval {
      parts.append(
        .line(
          Point(x(interval.lower), middle), Point(x(interval.upper), middle),
          .stroke(.series(0), width: 2)))
      for end in [interval.lower, interval.upper] {
        parts.append(
          .line(Point(x(end), middle - 4), Point(x(end), middle + 4), .stroke(.series(0), width: 2))
        )
      }
    }
    parts.append(
      .circle(center: Point(x(figure.value), middle), radius: 4.5, .fill(.series(0))))
    let value = Text(
      Numerals.percent(figure.value, digits: 2), at: Point(frame.right + 50, middle + 4),
      anchor: .end)
    return [.text(name), .group(parts, label: words(row.name, figure)), .text(value)]
  }

  private func words(_ name: String, _ figure: Figure) -> String {
    var text = "\(name): \(Numerals.percent(figure.value, digits: 2))"
    if let interval = figure.interval {
      text +=
        ", 95% interval \(Numerals.percent(interval.lower, digits: 2)) to "
        + Numerals.percent(interval.upper, digits: 2)
    }
    return text
  }

  private var description: String {
    rows.map { row in
      row.figure.map { words(row.name, $0) } ?? "\(row.name): \(row.remark)"
    }.joined(separator: ". ") + "."
  }
}
