public import Calibration

/// What each true class was taken for, as shares of its samples, classes from the most to the least
/// frequent; more classes than fit are shown in blocks of neighbours.
public struct ConfusionMatrix: Chart, Equatable {
  /// First line; may be empty.
  public var heading: String
  /// How often each class was taken for each other.
  public var confusion: ConfusionCounts
  /// One a class, in class order.
  public var classNames: [String]
  /// Training images per class, in class order.
  public var counts: [Int]
  /// The group of each class; lines part the groups.
  public var groups: ShotGroups
  /// Cells a side, at most.
  public var mostCells: Int

  private static let mostNamed = 30

  /// - Precondition: one name, count and group a class of `confusion`.
  public init(
    heading: String = "", confusion: ConfusionCounts, classNames: [String], counts: [Int],
    groups: ShotGroups, mostCells: Int = 100
  ) {
    precondition(
      classNames.count == confusion.classes && counts.count == confusion.classes
        && groups.ofClass.count == confusion.classes,
      "\(classNames.count) names, \(counts.count) counts and \(groups.ofClass.count) groups "
        + "for \(confusion.classes) classes")
    precondition(mostCells >= 1, "\(mostCells) cells; at least 1 is needed")
    self.heading = heading
    self.mostCells = mostCells
    self.confusion = confusion
    self.classNames = classNames
    self.counts = counts
    self.groups = groups
  }

  public func drawing(width: Double) -> Drawing {
    let order = ClassOrder.byFrequency(counts)
    let isNamed = order.count <= Self.mostNamed && (width - 120) / Double(max(order.count, 1)) >= 11
    let nameWidth =
      isNamed
      ? min(110, order.map { TextMeasure.width(classNames[$0], size: Text.small) }.max() ?? 0) : 0
    let left = isNamed ? nameWidth + 28 : 44
    let top = (isNamed ? 22.0 : 40) + headingHeight
    let side = min(width - left - 2, 560)
    let frame = Rectangle(x: left, y: top, width: side, height: side)
    let below = isNamed ? nameWidth * 0.72 + 16 : 8.0
    let height = frame.bottom + below + 44
    let shares = shares(order: order)
    var elements = titles(frame: frame)
    if order.isEmpty || confusion.entries.isEmpty {
      elements.append(.rectangle(frame, .fill(.level(0))))
      elements.append(
        .text(
          Text(
            "no sample", at: Point(frame.x + side / 2, frame.y + side / 2), anchor: .middle,
            paint: .muted)))
    } else {
      let grid = CellGrid(shares: shares.map { $0.map(tone) }, frame: frame)
      elements += grid.elements()
      elements += groupLines(order: order, frame: frame, isNamed: isNamed)
      if isNamed {
        elements += names(order: order, frame: frame, room: nameWidth)
        elements += figures(shares, grid: grid, order: order)
      }
    }
    elements += CellGrid.key(
      at: Point(frame.x, frame.bottom + below + 8), width: min(180, side * 0.5),
      title: "share of the true class", value: { Numerals.percent($0 * $0, digits: 0) })
    return Drawing(
      width: width, height: height, title: "Confusion matrix",
      description: description(order: order), elements: elements)
  }

  private var headingHeight: Double { heading.isEmpty ? 0 : 24 }

  // MARK: Numbers

  /// Classes a cell.
  var blockSize: Int {
    max(1, (confusion.classes + mostCells - 1) / mostCells)
  }

  /// Row by row: of the test samples of the classes in a row, the share predicted in each column.
  func shares(order: [Int]) -> [[Double]] {
    let cells = (order.count + blockSize - 1) / blockSize
    var place = [Int](repeating: 0, count: order.count)
    for (rank, index) in order.enumerated() { place[index] = rank / blockSize }
    var sums = [[Int]](repeating: [Int](repeating: 0, count: cells), count: cells)
    for entry in confusion.entries {
      sums[place[entry.label]][place[entry.prediction]] += entry.count
    }
    return sums.map { row in
      let total = row.reduce(0, +)
      return row.map { total > 0 ? Double($0) / Double(total) : 0 }
    }
  }

  /// The square root, so that a confusion of one in a hundred can be seen.
  private func tone(_ share: Double) -> Double { share.squareRoot() }

  // MARK: Parts

  private func titles(frame: Rectangle) -> [Element] {
    [
      .text(
        Text(
          "predicted class →", at: Point(frame.x, headingHeight + 12), size: Text.small,
          paint: .muted)),
      .text(Text(heading, at: Point(frame.x, 13), size: 13, isBold: true)),
      .text(
        Text(
          "← true class", at: Point(11, frame.y + 2), anchor: .end, size: Text.small,
          paint: .muted, rotation: -90)),
    ]
  }

  private func groupLines(order: [Int], frame: Rectangle, isNamed: Bool) -> [Element] {
    var elements: [Element] = []
    let scale = frame.width / Double(max(order.count, 1))
    for (index, band) in GroupBands(order.map { groups.ofClass[$0] }).bands.enumerated() {
      let start = Double(band.start) * scale
      let end = Double(band.end) * scale
      if index > 0 {
        elements.append(
          .line(
            Point(frame.x + start, frame.y), Point(frame.x + start, frame.bottom),
            .stroke(.ink, opacity: 0.55)))
        elements.append(
          .line(
            Point(frame.x, frame.y + start), Point(frame.right, frame.y + start),
            .stroke(.ink, opacity: 0.55)))
      }
      let label = band.group.rawValue
      guard !isNamed, TextMeasure.width(label, size: Text.small, isBold: true) + 4 <= end - start
      else { continue }
      let middle = (start + end) / 2
      elements.append(
        .text(
          Text(
            label, at: Point(frame.x + middle, frame.y - 7), anchor: .middle, size: Text.small,
            isBold: true, paint: .muted)))
      elements.append(
        .text(
          Text(
            label, at: Point(frame.x - 7, frame.y + middle), anchor: .middle, size: Text.small,
            isBold: true, paint: .muted, rotation: -90)))
    }
    return elements
  }

  private func names(order: [Int], frame: Rectangle, room: Double) -> [Element] {
    let cell = frame.width / Double(order.count)
    return order.enumerated().flatMap { rank, index -> [Element] in
      let label = TextMeasure.fitted(classNames[index], to: room + 1, size: Text.small)
      let middle = (Double(rank) + 0.5) * cell
      return [
        .text(
          Text(
            label, at: Point(frame.x - 6, frame.y + middle + 4), anchor: .end, size: Text.small)),
        .text(
          Text(
            label, at: Point(frame.x + middle + 4, frame.bottom + 12), anchor: .end,
            size: Text.small, rotation: -45)),
      ]
    }
  }

  /// Percentages in the cells that have room, and a label on each that is not empty.
  private func figures(_ shares: [[Double]], grid: CellGrid, order: [Int]) -> [Element] {
    var elements: [Element] = []
    for (row, values) in shares.enumerated() {
      for (column, share) in values.enumerated() where share > 0 {
        let cell = grid.rectangle(row: row, column: column)
        let paint = Paint.level(share: tone(share))
        let words =
          "\(classNames[order[row]]) taken for \(classNames[order[column]]): "
          + Numerals.percent(share)
        let hasRoom = cell.width >= 26 && share >= 0.005
        let label = hasRoom ? Numerals.fixed(share * 100, digits: 0) : ""
        var parts: [Element] = [.rectangle(cell, .fill(paint))]
        if hasRoom {
          parts.append(
            .text(
              Text(
                label, at: Point(cell.x + cell.width / 2, cell.y + cell.height / 2 + 4),
                anchor: .middle, size: Text.small, paint: Paint.onLevel(paint))))
        }
        elements.append(.group(parts, label: words))
      }
    }
    return elements
  }

  private func description(order: [Int]) -> String {
    let total = confusion.entries.reduce(0) { $0 + $1.count }
    let right = confusion.entries.filter { $0.label == $0.prediction }.reduce(0) { $0 + $1.count }
    guard total > 0 else { return "There is no sample." }
    let blocks = blockSize > 1 ? " One cell stands for \(blockSize) by \(blockSize) classes." : ""
    return "\(Numerals.count(order.count)) classes by falling training count, "
      + "\(Numerals.percent(Double(right) / Double(total))) of \(Numerals.count(total)) samples on "
      + "the diagonal.\(blocks)"
  }
}
