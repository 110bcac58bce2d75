/// A matrix as steps of colour with named rows and columns: which head class each tail class
/// attends to.
public struct HeatMap: Chart, Equatable {
  /// What the chart shows, for readers who cannot see it.
  public var title: String
  /// What the rows are, such as "tail classes".
  public var rowTitle: String
  /// What the columns are, such as "head classes".
  public var columnTitle: String
  /// Names of the rows, from top to bottom; neighbours share one beyond 60.
  public var rows: [String]
  /// Names of the columns, from left to right; neighbours share one beyond 60.
  public var columns: [String]
  /// `[rows][columns]`, not negative.
  public var values: [[Double]]
  /// What the colours mean, beside their key.
  public var keyTitle: String

  private static let mostRows = 60
  private static let mostColumns = 60

  /// - Precondition: one row of values a row name, one value a column name in it.
  public init(
    title: String, rowTitle: String, columnTitle: String, rows: [String], columns: [String],
    values: [[Double]], keyTitle: String = "weight"
  ) {
    precondition(values.count == rows.count, "\(values.count) rows for \(rows.count) names")
    for row in values {
      precondition(row.count == columns.count, "\(row.count) values, \(columns.count) columns")
    }
    self.title = title
    self.rowTitle = rowTitle
    self.columnTitle = columnTitle
    self.rows = rows
    self.columns = columns
    self.values = values
    self.keyTitle = keyTitle
  }

  public func drawing(width: Double) -> Drawing {
    let (rows, columns, values) = aggregated()
    let nameWidth = min(
      120, rows.map { TextMeasure.width($0, size: Text.small) }.max() ?? 0, width * 0.3)
    let left = nameWidth + 12
    let cellWidth = min((width - left - 4) / Double(max(columns.count, 1)), 64)
    let cellHeight = rows.count > 30 ? 13.0 : min(28, max(cellWidth * 0.8, 16))
    let frame = Rectangle(
      x: left, y: 22, width: cellWidth * Double(columns.count),
      height: cellHeight * Double(rows.count))
    let columnRoom = min(
      120, columns.map { TextMeasure.width($0, size: Text.small) }.max() ?? 0)
    let below = columnRoom * 0.72 + 34
    let largest = values.joined().max() ?? 0
    var elements: [Element] = [
      .text(
        Text(
          "rows: \(rowTitle); columns: \(columnTitle)", at: Point(0, 12), size: Text.small,
          paint: .muted))
    ]
    if largest > 0 {
      let grid = CellGrid(shares: values.map { $0.map { $0 / largest } }, frame: frame)
      elements += grid.elements()
      elements += cells(grid, values: values, largest: largest, rows: rows, columns: columns)
      elements += names(rows: rows, columns: columns, frame: frame, rowRoom: nameWidth)
    }
    let keyWidth = min(180, width * 0.45)
    elements += CellGrid.key(
      at: Point(min(frame.x, width - keyWidth - 90), frame.bottom + below), width: keyWidth,
      title: keyTitle, value: { Numerals.fixed($0 * largest, digits: 2) })
    return Drawing(
      width: width, height: frame.bottom + below + 28, title: title, description: description,
      elements: elements)
  }

  /// Means over neighbouring rows and columns, where there are more than can be shown.
  func aggregated() -> (rows: [String], columns: [String], values: [[Double]]) {
    let rowBlocks = Self.blocks(rows.count, limit: Self.mostRows)
    let columnBlocks = Self.blocks(columns.count, limit: Self.mostColumns)
    let means = rowBlocks.map { rowBlock in
      columnBlocks.map { columnBlock in
        var sum = 0.0
        for row in rowBlock { for column in columnBlock { sum += values[row][column] } }
        return sum / Double(rowBlock.count * columnBlock.count)
      }
    }
    return (
      rowBlocks.map { Self.name($0, rows) }, columnBlocks.map { Self.name($0, columns) }, means
    )
  }

  private static func blocks(_ count: Int, limit: Int) -> [Range<Int>] {
    let size = max(1, (count + limit - 1) / limit)
    return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }

  private static func name(_ block: Range<Int>, _ names: [String]) -> String {
    block.count == 1
      ? names[block.lowerBound] : "\(names[block.lowerBound]) … \(names[block.upperBound - 1])"
  }

  private func cells(
    _ grid: CellGrid, values: [[Double]], largest: Double, rows: [String], columns: [String]
  ) -> [Element] {
    guard rows.count * columns.count <= 900 else { return [] }
    return values.enumerated().flatMap { row, line in
      line.enumerated().map { column, value in
        let cell = grid.rectangle(row: row, column: column)
        let paint = Paint.level(share: value / largest)
        var parts: [Element] = [.rectangle(cell, .fill(paint))]
        if cell.width >= 34, cell.height >= 16 {
          parts.append(
            .text(
              Text(
                Numerals.fixed(value, digits: 2),
                at: Point(cell.x + cell.width / 2, cell.y + cell.height / 2 + 4), anchor: .middle,
                size: Text.small, paint: Paint.onLevel(paint))))
        }
        return .group(
          parts, label: "\(rows[row]), \(columns[column]): \(Numerals.fixed(value, digits: 3))")
      }
    }
  }

  private func names(
    rows: [String], columns: [String], frame: Rectangle, rowRoom: Double
  ) -> [Element] {
    let cellHeight = frame.height / Double(max(rows.count, 1))
    let cellWidth = frame.width / Double(max(columns.count, 1))
    let rowNames = rows.enumerated().map { index, name in
      Element.text(
        Text(
          TextMeasure.fitted(name, to: rowRoom + 1, size: Text.small),
          at: Point(frame.x - 6, frame.y + (Double(index) + 0.5) * cellHeight + 4), anchor: .end,
          size: Text.small))
    }
    // Rotated names need their height; of narrower columns only some are named.
    let step = max(1, Int((14 / max(cellWidth, 1)).rounded(.up)))
    let columnNames = columns.enumerated().filter { $0.offset % step == 0 }.map { index, name in
      Element.text(
        Text(
          TextMeasure.fitted(name, to: 120, size: Text.small),
          at: Point(frame.x + (Double(index) + 0.5) * cellWidth + 4, frame.bottom + 12),
          anchor: .end, size: Text.small, rotation: -45))
    }
    return rowNames + columnNames
  }

  private var description: String {
    let strongest = zip(rows, values).prefix(12).compactMap { name, line -> String? in
      guard let best = line.indices.max(by: { line[$0] < line[$1] }) else { return nil }
      return "\(name) most from \(columns[best]) (\(Numerals.fixed(line[best], digits: 2)))"
    }
    return "\(rows.count) rows by \(columns.count) columns. "
      + strongest.joined(separator: "; ") + (strongest.isEmpty ? "" : ".")
  }
}
