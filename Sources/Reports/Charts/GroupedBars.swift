public import Calibration

/// Figures in a few categories, side by side for several series: accuracy per group of each run.
public struct GroupedBars: Chart, Equatable {
  /// A place on the horizontal axis, with a bar for each series.
  public struct Category: Sendable, Equatable {
    /// First line below the axis.
    public var name: String
    /// A second line, such as "35 classes"; may be empty.
    public var note: String
    /// Written where no series has a value.
    public var missing: String

    public init(_ name: String, note: String = "", missing: String = "no class") {
      self.name = name
      self.note = note
      self.missing = missing
    }
  }

  /// Bars of one colour.
  public struct Series: Sendable, Equatable {
    /// What the legend calls it.
    public var name: String
    /// A share in [0, 1] for each category; `nil` leaves the place empty.
    public var values: [Figure?]

    public init(_ name: String, values: [Figure?]) {
      self.name = name
      self.values = values
    }
  }

  /// What the chart shows, for readers who cannot see it.
  public var title: String
  /// The quantity with its unit, above the axis.
  public var axisTitle: String
  /// From left to right.
  public var categories: [Category]
  /// In the order of their colours; a legend names them where there are several.
  public var series: [Series]

  /// - Precondition: each series has one value, or `nil`, a category.
  public init(title: String, axisTitle: String, categories: [Category], series: [Series]) {
    for one in series {
      precondition(
        one.values.count == categories.count,
        "\(one.values.count) values for \(categories.count) categories")
    }
    self.title = title
    self.axisTitle = axisTitle
    self.categories = categories
    self.series = series
  }

  public func drawing(width: Double) -> Drawing {
    let legend = Legend(
      series.enumerated().map { Legend.Entry($1.name, .swatch(.fill(.series($0)))) }
    ).elements(at: Point(0, 0), width: width)
    let top = series.count > 1 ? legend.height + 4 : 0
    let height = top + max(230, min(300, width * 0.4))
    let notes = categories.contains { !$0.note.isEmpty } ? 15.0 : 0
    let area = PlotArea(
      bounds: Rectangle(x: 0, y: top, width: width, height: height - top - 20 - notes),
      horizontal: Axis(
        LinearScale(0...Double(max(categories.count, 1))), title: "", ticks: [], hasGrid: false),
      vertical: Axis(
        scale, title: axisTitle,
        ticks: scale.ticks(about: 5).filter { $0 < 1.01 }.map {
          Axis.Tick($0, Numerals.percent($0, digits: scale.domain.upperBound < 0.045 ? 1 : 0))
        }))
    var elements = series.count > 1 ? legend.elements : []
    elements += area.backdrop()
    for (index, category) in categories.enumerated() {
      elements += bars(of: index, category: category, area: area)
    }
    return Drawing(
      width: width, height: height, title: title, description: description, elements: elements)
  }

  private static let widestBar = 96.0

  private var scale: LinearScale {
    let values = series.flatMap(\.values).compactMap { $0 }
    let highest = values.flatMap { [$0.value, $0.interval?.upper ?? $0.value] }
    let top = highest.filter(\.isFinite).max() ?? 1
    // Room above the highest bar for its label.
    return LinearScale(0...max(min(top, 1) * 1.12, 0.01))
  }

  private func bars(of index: Int, category: Category, area: PlotArea) -> [Element] {
    let left = area.x(Double(index))
    let slot = area.x(Double(index + 1)) - left
    let bar = min(slot * 0.84 / Double(max(series.count, 1)), Self.widestBar)
    let inner = bar * Double(series.count)
    let middle = left + slot / 2
    var elements: [Element] = [
      .text(
        Text(
          TextMeasure.fitted(category.name, to: slot), at: Point(middle, area.frame.bottom + 17),
          anchor: .middle, isBold: true))
    ]
    if !category.note.isEmpty {
      elements.append(
        .text(
          Text(
            TextMeasure.fitted(category.note, to: slot, size: Text.small),
            at: Point(middle, area.frame.bottom + 32), anchor: .middle, size: Text.small,
            paint: .muted)))
    }
    guard series.contains(where: { $0.values[index]?.value.isFinite ?? false }) else {
      elements.append(
        .text(
          Text(
            category.missing, at: Point(middle, area.frame.bottom - 8), anchor: .middle,
            size: Text.small, paint: .muted)))
      return elements
    }
    for (place, one) in series.enumerated() {
      guard let figure = one.values[index], figure.value.isFinite else { continue }
      let start = left + (slot - inner) / 2 + Double(place) * bar
      elements.append(
        self.bar(figure, of: one.name, in: category.name, place: place, x: start, width: bar, area))
    }
    return elements
  }

  private func bar(
    _ figure: Figure, of series: String, in category: String, place: Int, x: Double, width: Double,
    _ area: PlotArea
  ) -> Element {
    let top = area.y(figure.value)
    let middle = x + width / 2
    var parts: [Element] = [
      .rectangle(
        Rectangle(
          x: x + min(1, width * 0.05), y: top, width: max(width - min(2, width * 0.1), 0.5),
          height: area.frame.bottom - top), .fill(.series(place)))
    ]
    var labelBottom = top - 4
    if let interval = figure.interval {
      let (low, high) = (area.y(interval.lower), area.y(interval.upper))
      parts.append(
        .line(Point(middle, low), Point(middle, high), .stroke(.ink, width: 1.25)))
      labelBottom = min(labelBottom, high - 4)
    }
    if let label = labels(barWidth: width)?(figure.value) {
      parts.append(
        .text(
          Text(label, at: Point(middle, labelBottom), anchor: .middle, size: Text.small)))
    }
    return .group(parts, label: "\(series), \(category): \(Self.words(figure))")
  }

  /// The fullest form in which every bar's figure fits above it; `nil` when none does.
  private func labels(barWidth: Double) -> ((Double) -> String)? {
    let values = series.flatMap(\.values).compactMap { $0?.value }.filter(\.isFinite)
    let forms: [(Double) -> String] = [
      { Numerals.percent($0) }, { Numerals.fixed($0 * 100, digits: 0) },
    ]
    return forms.first { form in
      values.allSatisfy { TextMeasure.width(form($0), size: Text.small) <= barWidth + 2 }
    }
  }

  private static func words(_ figure: Figure) -> String {
    guard let interval = figure.interval else { return Numerals.percent(figure.value) }
    return "\(Numerals.percent(figure.value)) (95% interval \(Numerals.percent(interval.lower)) "
      + "to \(Numerals.percent(interval.upper)))"
  }

  private var description: String {
    series.map { one in
      let parts = zip(categories, one.values).map { category, figure in
        "\(category.name) \(figure.map { Numerals.percent($0.value) } ?? category.missing)"
      }
      return "\(one.name): \(parts.joined(separator: ", "))."
    }.joined(separator: " ")
  }
}
