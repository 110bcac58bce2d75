/// The cells of a heat map: equal steps of colour become one shape each, so that a hundred by a
/// hundred cells stay small.
struct CellGrid {
  /// `[rows][columns]`, each a share of the darkest colour in [0, 1].
  let shares: [[Double]]
  let frame: Rectangle

  private var rows: Int { shares.count }
  private var columns: Int { shares.first?.count ?? 0 }

  func rectangle(row: Int, column: Int) -> Rectangle {
    let (left, right) = (edge(column, of: columns), edge(column + 1, of: columns))
    let top = frame.y + frame.height * Double(row) / Double(rows)
    let bottom = frame.y + frame.height * Double(row + 1) / Double(rows)
    return Rectangle(x: left, y: top, width: right - left, height: bottom - top)
  }

  private func edge(_ column: Int, of columns: Int) -> Double {
    frame.x + frame.width * Double(column) / Double(columns)
  }

  /// One shape a colour; cells without anything show the first colour through.
  func elements() -> [Element] {
    var byLevel: [[Rectangle]] = Array(repeating: [], count: Paint.levelCount)
    for row in 0..<rows {
      var column = 0
      while column < columns {
        let level = level(row, column)
        var end = column + 1
        while end < columns, self.level(row, end) == level { end += 1 }
        if level > 0 {
          let first = rectangle(row: row, column: column)
          byLevel[level].append(
            Rectangle(
              x: first.x, y: first.y, width: edge(end, of: columns) - first.x, height: first.height)
          )
        }
        column = end
      }
    }
    var elements: [Element] = [.rectangle(frame, .fill(.level(0)))]
    for (level, rectangles) in byLevel.enumerated() where !rectangles.isEmpty {
      elements.append(.rectangles(rectangles, .fill(.level(level))))
    }
    return elements
  }

  private func level(_ row: Int, _ column: Int) -> Int {
    guard case .level(let step) = Paint.level(share: shares[row][column]) else { return 0 }
    return step
  }

  /// The steps of colour as a bar with labels at its ends and its middle; `value` turns a share of
  /// the darkest colour into a label.
  static func key(
    at origin: Point, width: Double, title: String, value: (Double) -> String
  ) -> [Element] {
    let step = width / Double(Paint.levelCount)
    var elements: [Element] = (0..<Paint.levelCount).map { level in
      .rectangle(
        Rectangle(x: origin.x + Double(level) * step, y: origin.y, width: step + 0.3, height: 9),
        .fill(.level(level)))
    }
    for (share, anchor) in [(0, Text.Anchor.start), (0.5, .middle), (1, .end)] {
      elements.append(
        .text(
          Text(
            value(share), at: Point(origin.x + share * width, origin.y + 22), anchor: anchor,
            size: Text.small, paint: .muted)))
    }
    elements.append(
      .text(
        Text(title, at: Point(origin.x + width + 10, origin.y + 9), size: Text.small, paint: .muted)
      ))
    return elements
  }
}
