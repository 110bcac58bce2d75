public import Calibration

/// Training images per class from the most to the least frequent, on a logarithmic axis.
public struct ClassProfile: Chart, Equatable {
  /// One a class, in class order.
  public var classNames: [String]
  /// Training images per class, in class order.
  public var counts: [Int]
  /// The group of each class, for the bands behind the bars.
  public var groups: ShotGroups

  /// Beyond this many classes bars are thinner than a pixel and a staircase is drawn.
  private static let mostBars = 200

  /// - Precondition: one name and one group a class.
  public init(classNames: [String], counts: [Int], groups: ShotGroups) {
    precondition(
      classNames.count == counts.count && groups.ofClass.count == counts.count,
      "\(classNames.count) names, \(counts.count) counts, \(groups.ofClass.count) groups")
    self.classNames = classNames
    self.counts = counts
    self.groups = groups
  }

  public func drawing(width: Double) -> Drawing {
    let order = ClassOrder.byFrequency(counts)
    let height = max(220, min(300, width * 0.42))
    let names = nameRoom(order: order, width: width)
    let area = area(order: order, width: width, height: height, hasNames: names != nil)
    var elements = bands(order: order, area: area)
    elements += area.backdrop()
    if order.isEmpty {
      elements = area.emptied("no class")
    } else if order.count <= Self.mostBars {
      elements += bars(order: order, area: area)
    } else {
      elements.append(staircase(order: order, area: area))
    }
    var bottom = height
    if let names {
      elements += nameLabels(
        order: order, area: area, isSlanted: isSlanted(order: order, width: width))
      bottom += names
    }
    return Drawing(
      width: width, height: bottom, title: "Training images per class",
      description: description(order: order), elements: elements)
  }

  // MARK: Parts

  private func area(
    order: [Int], width: Double, height: Double, hasNames: Bool
  ) -> PlotArea {
    let scale = LogarithmicScale(around: counts.map(Double.init))
    let ranks = LinearScale(0...Double(max(order.count, 1)))
    return PlotArea(
      bounds: Rectangle(x: 0, y: 0, width: width, height: height),
      horizontal: Axis(
        ranks, title: hasNames ? "" : "classes, from the most to the least frequent",
        ticks: hasNames ? [] : rankTicks(classes: order.count, width: width), hasGrid: false),
      vertical: Axis(scale, title: "training images (log scale)", about: 7) {
        Numerals.short($0)
      }, headroom: GroupBands.nameHeight)
  }

  /// Ranks 1, 20, 40 …, each in the middle of its bar.
  private func rankTicks(classes: Int, width: Double) -> [Axis.Tick] {
    guard classes > 1 else { return [] }
    let step = LinearScale.step(for: Double(classes), about: Int(width / 90))
    let inner = stride(from: max(step, 1), through: Double(classes), by: max(step, 1)).map { $0 }
    return ([1] + inner).map { Axis.Tick($0 - 0.5, Numerals.count(Int($0))) }
  }

  private func bands(order: [Int], area: PlotArea) -> [Element] {
    GroupBands(order.map { groups.ofClass[$0] }).elements(
      in: area.frame, x: { area.x(Double($0)) },
      note: { band in
        let classes = band.end - band.start
        return "\(Numerals.count(classes)) \(classes == 1 ? "class" : "classes")"
      })
  }

  private func bars(order: [Int], area: PlotArea) -> [Element] {
    let slot = area.frame.width / Double(order.count)
    let gap = min(slot * 0.18, 6)
    return order.enumerated().map { rank, index in
      let top = counts[index] > 0 ? area.y(Double(counts[index])) : area.frame.bottom
      let bar = Rectangle(
        x: area.x(Double(rank)) + gap / 2, y: top, width: slot - gap,
        height: area.frame.bottom - top)
      return Element.rectangle(bar, .fill(.series(0)))
        .labelled("\(classNames[index]): \(Numerals.count(counts[index])) images")
    }
  }

  /// One step a pixel, as high as the largest class in it.
  private func staircase(order: [Int], area: PlotArea) -> Element {
    let columns = max(2, min(order.count, Int(area.frame.width)))
    var points = [Point(area.frame.x, area.frame.bottom)]
    for column in 0..<columns {
      let rank = column * order.count / columns
      let y = counts[order[rank]] > 0 ? area.y(Double(counts[order[rank]])) : area.frame.bottom
      let left = area.frame.x + area.frame.width * Double(column) / Double(columns)
      let right = area.frame.x + area.frame.width * Double(column + 1) / Double(columns)
      if points.last?.y == y { points.removeLast() } else { points.append(Point(left, y)) }
      points.append(Point(right, y))
    }
    points.append(Point(area.frame.right, area.frame.bottom))
    return .polygon(points, .fill(.series(0)))
  }

  // MARK: Names below the bars

  /// Height for names written upwards; `nil` when there are too many classes to name.
  private func nameRoom(order: [Int], width: Double) -> Double? {
    guard !order.isEmpty, (width - 50) / Double(order.count) >= 15 else { return nil }
    return isSlanted(order: order, width: width) ? widestName(order) * 0.72 + 12 : 18
  }

  private func widestName(_ order: [Int]) -> Double {
    order.map { TextMeasure.width(label($0), size: Text.small) }.max() ?? 0
  }

  /// Whether the names are too long to stand side by side.
  private func isSlanted(order: [Int], width: Double) -> Bool {
    widestName(order) + 6 > (width - 60) / Double(max(order.count, 1))
  }

  private func label(_ index: Int) -> String {
    TextMeasure.fitted(classNames[index], to: 110, size: Text.small)
  }

  private func nameLabels(order: [Int], area: PlotArea, isSlanted: Bool) -> [Element] {
    order.enumerated().map { rank, index in
      let middle = area.x(Double(rank) + 0.5)
      return .text(
        isSlanted
          ? Text(
            label(index), at: Point(middle + 4, area.frame.bottom + 13), anchor: .end,
            size: Text.small, paint: .muted, rotation: -45)
          : Text(
            label(index), at: Point(middle, area.frame.bottom + 16), anchor: .middle,
            size: Text.small, paint: .muted))
    }
  }

  private func description(order: [Int]) -> String {
    guard let first = order.first, let last = order.last else { return "There is no class." }
    let sizes = ShotGroup.allCases.map { group in
      "\(groups.classes(in: group).count) \(group.rawValue)-shot"
    }
    return "\(Numerals.count(order.count)) classes with \(Numerals.count(counts[first])) "
      + "(\(classNames[first])) down to \(Numerals.count(counts[last])) (\(classNames[last])) "
      + "training images: \(sizes.joined(separator: ", "))."
  }
}
