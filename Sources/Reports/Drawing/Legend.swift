/// The key to a chart's marks, in lines as wide as the chart.
struct Legend {
  struct Entry {
    enum Mark {
      case swatch(Style)
      case line(Style)
      case dot(Style)
    }

    let label: String
    let mark: Mark

    init(_ label: String, _ mark: Mark) {
      self.label = label
      self.mark = mark
    }
  }

  let entries: [Entry]
  static let lineHeight = 19.0
  private static let markWidth = 22.0
  private static let gap = 18.0

  init(_ entries: [Entry]) {
    self.entries = entries
  }

  /// The elements from `origin` on, the upper left corner, and the height they take.
  func elements(at origin: Point, width: Double) -> (elements: [Element], height: Double) {
    guard !entries.isEmpty else { return ([], 0) }
    var elements: [Element] = []
    var x = 0.0
    var line = 0.0
    for entry in entries {
      let label = TextMeasure.fitted(entry.label, to: width - Self.markWidth)
      let needed = Self.markWidth + TextMeasure.width(label)
      if x > 0, x + needed > width {
        x = 0
        line += 1
      }
      let corner = Point(origin.x + x, origin.y + line * Self.lineHeight)
      elements.append(mark(entry.mark, at: corner))
      elements.append(.text(Text(label, at: Point(corner.x + Self.markWidth, corner.y + 12))))
      x += needed + Self.gap
    }
    return (elements, (line + 1) * Self.lineHeight + 4)
  }

  private func mark(_ mark: Entry.Mark, at corner: Point) -> Element {
    let middle = corner.y + 8
    switch mark {
    case .swatch(let style):
      return .rectangle(Rectangle(x: corner.x + 2, y: middle - 6, width: 14, height: 12), style)
    case .line(let style):
      return .line(Point(corner.x, middle), Point(corner.x + 17, middle), style)
    case .dot(let style):
      return .circle(center: Point(corner.x + 9, middle), radius: 4, style)
    }
  }
}
