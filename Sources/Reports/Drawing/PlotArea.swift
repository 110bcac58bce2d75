/// One direction of a plot: its scale, its marks and what it measures.
struct Axis {
  struct Tick: Equatable {
    let value: Double
    let label: String

    init(_ value: Double, _ label: String) {
      self.value = value
      self.label = label
    }
  }

  let scale: any Scale
  /// The quantity with its unit.
  let title: String
  let ticks: [Tick]
  var hasGrid = true

  init(_ scale: any Scale, title: String, ticks: [Tick], hasGrid: Bool = true) {
    self.scale = scale
    self.title = title
    self.ticks = ticks
    self.hasGrid = hasGrid
  }

  init(
    _ scale: any Scale, title: String, about count: Int = 5, hasGrid: Bool = true,
    label: (Double) -> String
  ) {
    self.init(
      scale, title: title, ticks: scale.ticks(about: count).map { Tick($0, label($0)) },
      hasGrid: hasGrid)
  }
}

/// The rectangle that data is drawn in, with the two axes around it.
struct PlotArea {
  let frame: Rectangle
  let horizontal: Axis
  let vertical: Axis
  /// Pixels at the frame's upper edge that hold no data and no grid line: room for names.
  let headroom: Double

  /// Leaves room around the frame for what the axes say.
  /// - Parameters:
  ///   - bounds: all that the plot may use, labels and titles included.
  ///   - horizontal: titled below the frame.
  ///   - vertical: titled above the frame, where it reads without turning the head.
  ///   - headroom: kept free of data and grid lines inside the frame, at its upper edge.
  init(bounds: Rectangle, horizontal: Axis, vertical: Axis, headroom: Double = 0) {
    let widest = vertical.ticks.map { TextMeasure.width($0.label, size: Text.small) }.max() ?? 0
    let lastLabel = horizontal.ticks.last.map { TextMeasure.width($0.label, size: Text.small) } ?? 0
    let left = bounds.x + (widest > 0 ? widest + 8 : 2)
    let right = bounds.right - max(4, min(lastLabel / 2, 24))
    let top = bounds.y + (vertical.title.isEmpty ? 6 : 22)
    let below =
      (horizontal.ticks.contains { !$0.label.isEmpty } ? 18.0 : 4)
      + (horizontal.title.isEmpty ? 0 : 18)
    frame = Rectangle(
      x: left, y: top, width: max(right - left, 10), height: max(bounds.bottom - below - top, 10))
    self.horizontal = horizontal
    self.vertical = vertical
    self.headroom = min(headroom, frame.height / 2)
  }

  func x(_ value: Double) -> Double {
    frame.x + horizontal.scale.fraction(value) * frame.width
  }

  func y(_ value: Double) -> Double {
    frame.bottom - vertical.scale.fraction(value) * (frame.height - headroom)
  }

  func point(_ x: Double, _ y: Double) -> Point { Point(self.x(x), self.y(y)) }

  /// Grid, axis lines, marks and titles, to be painted before the data.
  func backdrop() -> [Element] {
    var elements: [Element] = []
    for tick in vertical.ticks {
      let y = y(tick.value)
      if vertical.hasGrid {
        elements.append(.line(Point(frame.x, y), Point(frame.right, y), .stroke(.grid)))
      }
      elements.append(
        .text(
          Text(
            tick.label, at: Point(frame.x - 6, y + 4), anchor: .end, size: Text.small,
            paint: .muted)))
    }
    for tick in horizontal.ticks {
      let x = x(tick.value)
      if horizontal.hasGrid {
        elements.append(.line(Point(x, frame.y), Point(x, frame.bottom), .stroke(.grid)))
      }
      elements.append(
        .line(Point(x, frame.bottom), Point(x, frame.bottom + 4), .stroke(.axis)))
      elements.append(
        .text(
          Text(
            tick.label, at: Point(x, frame.bottom + 15), anchor: .middle, size: Text.small,
            paint: .muted)))
    }
    elements.append(
      .line(Point(frame.x, frame.bottom), Point(frame.right, frame.bottom), .stroke(.axis)))
    return elements + titles()
  }

  private func titles() -> [Element] {
    var elements: [Element] = []
    if !vertical.title.isEmpty {
      elements.append(
        .text(Text(vertical.title, at: Point(frame.x, frame.y - 9), paint: .muted)))
    }
    if !horizontal.title.isEmpty {
      let hasLabels = horizontal.ticks.contains { !$0.label.isEmpty }
      elements.append(
        .text(
          Text(
            horizontal.title,
            at: Point(frame.x + frame.width / 2, frame.bottom + (hasLabels ? 33 : 18)),
            anchor: .middle, paint: .muted)))
    }
    return elements
  }

  /// The frame with a remark in its middle, for a chart without data.
  func emptied(_ remark: String) -> [Element] {
    backdrop() + [
      .text(
        Text(
          remark, at: Point(frame.x + frame.width / 2, frame.y + frame.height / 2),
          anchor: .middle, paint: .muted))
    ]
  }
}
