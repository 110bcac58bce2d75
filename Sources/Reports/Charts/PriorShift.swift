public import Calibration

/// The class shares that were estimated, with their intervals, beside those of the source: a line a class, or
/// a column a class where there are many.
public struct PriorShift: Chart, Equatable {
  /// One class of the chart.
  public struct Share: Sendable, Equatable {
    /// What the class is called.
    public var name: String
    /// In [0, 1].
    public var source: Double
    /// A share in [0, 1], with its interval.
    public var estimate: Figure

    public init(_ name: String, source: Double, estimate: Figure) {
      self.name = name
      self.source = source
      self.estimate = estimate
    }
  }

  /// In the order in which they are drawn.
  public var shares: [Share]

  public init(shares: [Share]) { self.shares = shares }

  /// Up to so many classes have a line each.
  private static let mostLines = 40
  private static let lineHeight = 26.0
  static let title = "Class shares, estimated and of the source"

  public func drawing(width: Double) -> Drawing {
    let legend = Legend([
      Legend.Entry("estimated, with its 95% interval", .dot(.fill(.series(0)))),
      Legend.Entry("source prior", .line(.stroke(.series(1), width: 2.5))),
    ]).elements(at: Point(0, 0), width: width)
    let body =
      shares.count <= Self.mostLines
      ? lines(top: legend.height + 4, width: width) : columns(top: legend.height + 4, width: width)
    return Drawing(
      width: width, height: body.height, title: Self.title, description: description,
      elements: legend.elements + body.elements)
  }

  // MARK: A line a class

  private func lines(top: Double, width: Double) -> (elements: [Element], height: Double) {
    let names = shares.map { TextMeasure.width($0.name) }.max() ?? 0
    let left = min(names + 18, width * 0.34)
    let frame = Rectangle(
      x: left, y: top, width: max(width - left - 60, 40),
      height: max(Double(shares.count), 1) * Self.lineHeight)
    let scale = LinearScale(
      around: shares.flatMap { [$0.source, $0.estimate.interval?.upper ?? $0.estimate.value] },
      including: 0)
    var elements = backdrop(frame, scale)
    for (index, share) in shares.enumerated() {
      elements += line(
        share, middle: frame.y + (Double(index) + 0.5) * Self.lineHeight, frame, scale)
    }
    return (elements, frame.bottom + 38)
  }

  private func backdrop(_ frame: Rectangle, _ scale: LinearScale) -> [Element] {
    var elements: [Element] = []
    for tick in scale.ticks(about: max(3, Int(frame.width / 80))) {
      let x = frame.x + scale.fraction(tick) * frame.width
      elements.append(.line(Point(x, frame.y), Point(x, frame.bottom), .stroke(.grid)))
      elements.append(
        .text(
          Text(
            Numerals.short(tick * 100) + "%", at: Point(x, frame.bottom + 15), anchor: .middle,
            size: Text.small, paint: .muted)))
    }
    elements.append(
      .line(Point(frame.x, frame.bottom), Point(frame.right, frame.bottom), .stroke(.axis)))
    elements.append(
      .text(
        Text(
          "share of the class", at: Point(frame.x + frame.width / 2, frame.bottom + 33),
          anchor: .middle, paint: .muted)))
    return elements
  }

  private func line(
    _ share: Share, middle: Double, _ frame: Rectangle, _ scale: LinearScale
  ) -> [Element] {
    func x(_ value: Double) -> Double { frame.x + scale.fraction(value) * frame.width }
    var parts: [Element] = [
      .line(
        Point(x(share.source), middle - 8), Point(x(share.source), middle + 8),
        .stroke(.series(1), width: 2.5))
    ]
    if let interval = share.estimate.interval {
      parts.append(
        .line(
          Point(x(interval.lower), middle), Point(x(interval.upper), middle),
          .stroke(.series(0), width: 2)))
    }
    parts.append(
      .circle(center: Point(x(share.estimate.value), middle), radius: 4.5, .fill(.series(0))))
    return [
      .text(
        Text(
          TextMeasure.fitted(share.name, to: frame.x - 10), at: Point(frame.x - 10, middle + 4),
          anchor: .end)),
      .group(parts, label: words(share)),
      .text(
        Text(
          Numerals.percent(share.estimate.value), at: Point(frame.right + 52, middle + 4),
          anchor: .end)),
    ]
  }

  // MARK: A column a class

  private func columns(top: Double, width: Double) -> (elements: [Element], height: Double) {
    let height = max(260, min(360, width * 0.44))
    let least = 1e-6
    let area = PlotArea(
      bounds: Rectangle(x: 0, y: top, width: width, height: height),
      horizontal: Axis(
        LinearScale(0...Double(shares.count)),
        title: "classes, from the largest to the smallest source share", about: Int(width / 90),
        hasGrid: false, label: { Numerals.count(Int($0)) }),
      vertical: Axis(
        LogarithmicScale(
          around: shares.flatMap { [$0.source, $0.estimate.value] }.filter { $0 > least }),
        title: "share of the class (log scale)", about: 7,
        label: { Numerals.short($0 * 100) + "%" }))
    var elements = area.backdrop()
    for (index, share) in shares.enumerated() {
      let x = Double(index) + 0.5
      var parts: [Element] = []
      if let interval = share.estimate.interval {
        parts.append(
          .line(
            area.point(x, interval.lower), area.point(x, interval.upper),
            .stroke(.series(0), width: 1, opacity: 0.45)))
      }
      parts.append(
        .circle(
          center: area.point(x, share.estimate.value), radius: shares.count > 300 ? 1.6 : 2.6,
          .fill(.series(0))))
      elements.append(.group(parts, label: words(share)))
    }
    elements.append(
      .polyline(
        shares.enumerated().map { area.point(Double($0) + 0.5, $1.source) },
        .stroke(.series(1), width: 2.5)))
    return (elements, top + height)
  }

  // MARK: Words

  private func words(_ share: Share) -> String {
    var text = "\(share.name): \(Numerals.percent(share.estimate.value, digits: 2))"
    if let interval = share.estimate.interval {
      text +=
        ", 95% interval \(Numerals.percent(interval.lower, digits: 2)) to "
        + Numerals.percent(interval.upper, digits: 2)
    }
    return text + ", source \(Numerals.percent(share.source, digits: 2))"
  }

  private var description: String {
    let changes = shares.sorted {
      abs($0.estimate.value - $0.source) > abs($1.estimate.value - $1.source)
    }
    return "\(Numerals.count(shares.count)) classes. The largest changes: "
      + changes.prefix(5).map(words).joined(separator: ". ") + "."
  }
}
