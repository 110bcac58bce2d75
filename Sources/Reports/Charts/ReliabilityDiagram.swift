public import Calibration

/// Accuracy over confidence in bins, the gap between the two, and how many samples each bin has.
public struct ReliabilityDiagram: Chart, Equatable {
  /// First line: "before calibration", "few-shot".
  public var heading: String
  /// The bins that are drawn.
  public var reliability: Reliability
  /// ECE to print; the one of the bins when `nil`.
  public var calibrationError: Double?
  /// Written in place of the bars when there is no sample.
  public var missing: String

  public init(
    heading: String, reliability: Reliability, calibrationError: Double? = nil,
    missing: String = "no sample"
  ) {
    self.heading = heading
    self.reliability = reliability
    self.calibrationError = calibrationError
    self.missing = missing
  }

  /// Bins without a heading.
  public init(_ bins: [ReliabilityBin]) {
    self.init(heading: "", reliability: Reliability(bins))
  }

  private static let histogramHeight = 62.0

  public func drawing(width: Double) -> Drawing {
    let side = width - 46
    let top = 44.0
    let plotBottom = top + side * 0.86
    let height = plotBottom + Self.histogramHeight + 44
    let plot = PlotArea(
      bounds: Rectangle(x: 0, y: top, width: width, height: plotBottom - top),
      horizontal: Axis(
        LinearScale(0...1), title: "",
        ticks: LinearScale(0...1).ticks(about: 5).map { Axis.Tick($0, "") }),
      vertical: Axis(LinearScale(0...1), title: "accuracy") { Numerals.percent($0, digits: 0) })
    var elements = headingLines(width: width) + plot.backdrop()
    if reliability.samples == 0 {
      elements = headingLines(width: width) + plot.emptied(missing)
    } else {
      elements += band(plot)
      elements += reliability.bins.flatMap { bar($0, plot) }
      elements += bandEdges(plot)
      elements.append(
        .line(plot.point(0, 0), plot.point(1, 1), .stroke(.muted, width: 1.25, dash: [5, 4])))
    }
    elements += histogram(below: plot, height: height, width: width)
    return Drawing(
      width: width, height: height,
      title: "Reliability diagram" + (heading.isEmpty ? "" : ": \(heading)"),
      description: description, elements: elements)
  }

  // MARK: Parts

  private var error: Double? {
    reliability.samples > 0 ? calibrationError ?? reliability.expectedError : nil
  }

  private func headingLines(width: Double) -> [Element] {
    var facts = ["ECE \(Numerals.percent(error, digits: 2))"]
    if reliability.samples > 0 {
      facts.append("gap \(Numerals.points(reliability.signedGap))")
      facts.append("accuracy \(Numerals.percent(reliability.accuracy))")
    }
    facts.append("n = \(Numerals.count(reliability.samples))")
    return [
      .text(Text(TextMeasure.fitted(heading, to: width), at: Point(0, 13), size: 13, isBold: true)),
      .text(
        Text(facts.joined(separator: " · "), at: Point(0, 31), size: Text.small, paint: .muted)),
    ]
  }

  /// Where the accuracies of a perfectly calibrated model would lie.
  private func band(_ plot: PlotArea) -> [Element] {
    reliability.bins.compactMap { bin in
      guard let range = bin.perfectRange else { return nil }
      return .rectangle(
        Rectangle(
          from: plot.point(bin.lower, range.lower), to: plot.point(bin.upper, range.upper)),
        .fill(.axis, opacity: 0.35))
    }
  }

  /// Where bars cover the band.
  private func bandEdges(_ plot: PlotArea) -> [Element] {
    reliability.bins.compactMap { bin in
      guard let range = bin.perfectRange else { return nil }
      let frame = Rectangle(
        from: plot.point(bin.lower, range.lower), to: plot.point(bin.upper, range.upper))
      return .rectangle(frame, .stroke(.ink, width: 0.75, opacity: 0.55))
    }
  }

  private func bar(_ bin: ReliabilityBin, _ plot: PlotArea) -> [Element] {
    guard bin.count > 0, let accuracy = bin.accuracy, let confidence = bin.confidence else {
      return []
    }
    let inset = min(1, plot.frame.width * (bin.upper - bin.lower) * 0.05)
    // The gap stands on the bar or hangs above it, never over it, so that its colour is its own.
    var column = Rectangle(
      from: plot.point(bin.lower, 0), to: plot.point(bin.upper, min(accuracy, confidence)))
    column.x += inset
    column.width = max(column.width - 2 * inset, 0.5)
    let top = min(plot.y(accuracy), plot.y(confidence))
    let gap = Rectangle(
      x: column.x, y: top, width: column.width,
      height: abs(plot.y(accuracy) - plot.y(confidence)))
    let paint: Paint = confidence > accuracy ? .over : .under
    let label =
      "confidence \(Numerals.percent(bin.lower)) to \(Numerals.percent(bin.upper)): "
      + "\(Numerals.count(bin.count)) samples, mean confidence \(Numerals.percent(confidence)), "
      + "accuracy \(Numerals.percent(accuracy))"
    return [
      .group(
        [
          .rectangle(column, .fill(.series(0), opacity: 0.85)),
          .rectangle(gap, .fill(paint, opacity: 0.45)),
          .rectangle(gap, .stroke(paint)),
          .line(
            Point(column.x, plot.y(accuracy)), Point(column.right, plot.y(accuracy)),
            .stroke(.series(0), width: 2)),
        ], label: label)
    ]
  }

  /// Shares of samples per bin, with the mean confidence and the accuracy as two lines.
  private func histogram(below plot: PlotArea, height: Double, width: Double) -> [Element] {
    let total = Double(max(reliability.samples, 1))
    let largest = reliability.bins.map { Double($0.count) / total }.max() ?? 0
    let scale = LinearScale(0...max(largest * 1.05, 0.01))
    let bottom = height - 37
    let frame = Rectangle(
      x: plot.frame.x, y: bottom - Self.histogramHeight + 12, width: plot.frame.width,
      height: Self.histogramHeight - 12)
    var elements: [Element] = []
    for bin in reliability.bins where bin.count > 0 {
      let share = Double(bin.count) / total
      let barHeight = max(scale.fraction(share) * frame.height, 0.5)
      elements.append(
        .rectangle(
          Rectangle(
            x: plot.x(bin.lower) + 0.5, y: bottom - barHeight,
            width: max(plot.x(bin.upper) - plot.x(bin.lower) - 1, 0.5), height: barHeight),
          .fill(.axis, opacity: 0.8)
        ).labelled("\(Numerals.count(bin.count)) samples, \(Numerals.percent(share))"))
    }
    for (value, paint) in [(reliability.accuracy, Paint.series(0)), (reliability.confidence, .ink)]
    {
      guard let value, value.isFinite else { continue }
      elements.append(
        .line(
          Point(plot.x(value), frame.y - 4), Point(plot.x(value), bottom),
          .stroke(paint, width: 1.5, dash: paint == .ink ? [3, 2] : [])))
    }
    elements.append(.line(Point(frame.x, bottom), Point(frame.right, bottom), .stroke(.axis)))
    elements += histogramLabels(frame: frame, plot: plot, largest: largest)
    return elements
  }

  private func histogramLabels(frame: Rectangle, plot: PlotArea, largest: Double) -> [Element] {
    let shareLabel = Text(
      Numerals.percent(largest, digits: 0), at: Point(frame.x - 6, frame.y + 6), anchor: .end,
      size: Text.small, paint: .muted)
    let ticks = [0, 0.2, 0.4, 0.6, 0.8, 1.0].map { value in
      Element.text(
        Text(
          Numerals.percent(value, digits: 0), at: Point(plot.x(value), frame.bottom + 14),
          anchor: value == 1 ? .end : .middle, size: Text.small, paint: .muted))
    }
    let title = Text(
      "confidence; share of samples", at: Point(frame.x + frame.width / 2, frame.bottom + 32),
      anchor: .middle, paint: .muted)
    return [.text(shareLabel)] + ticks + [.text(title)]
  }

  private var description: String {
    guard reliability.samples > 0 else { return "\(missing)." }
    let gap = reliability.signedGap ?? 0
    let direction = gap > 0 ? "over-confident" : gap < 0 ? "under-confident" : "neither"
    return "\(Numerals.count(reliability.samples)) samples: accuracy "
      + "\(Numerals.percent(reliability.accuracy)), mean confidence "
      + "\(Numerals.percent(reliability.confidence)) (\(direction)), expected calibration error "
      + "\(Numerals.percent(error, digits: 2))."
  }
}
