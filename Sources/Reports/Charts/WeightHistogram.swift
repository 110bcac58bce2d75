import Calibration

/// How positive weights are spread, over a logarithmic axis.
public struct WeightHistogram: Chart, Equatable {
  /// Counts between neighbouring edges.
  public struct Bins: Sendable, Codable, Equatable {
    /// Positive and ascending; one more than counts.
    public var edges: [Double]
    /// Samples between each edge and the next.
    public var counts: [Int]

    /// - Precondition: one edge more than counts.
    public init(edges: [Double], counts: [Int]) {
      precondition(
        edges.count == counts.count + 1, "\(edges.count) edges for \(counts.count) counts")
      self.edges = edges
      self.counts = counts
    }

    /// Samples in all bins.
    public var samples: Int { counts.reduce(0, +) }
  }

  /// What the chart shows, for readers who cannot see it.
  public var title: String
  /// How the weights are spread.
  public var bins: Bins

  public init(title: String, bins: Bins) {
    self.title = title
    self.bins = bins
  }

  public func drawing(width: Double) -> Drawing {
    let height = max(200, min(260, width * 0.34))
    let lowest = bins.edges.first ?? 0
    let highest = bins.edges.last ?? 0
    let isUsable = bins.samples > 0 && lowest > 0 && highest > lowest && highest.isFinite
    let scale =
      isUsable ? LogarithmicScale(lowest...highest) : LogarithmicScale(around: [0.5, 2])
    let counts = bins.counts.map(Double.init)
    let area = PlotArea(
      bounds: Rectangle(x: 0, y: 0, width: width, height: height),
      horizontal: Axis(
        scale, title: "weight (log scale)", about: Int(width / 60), hasGrid: false
      ) { Numerals.short($0) },
      vertical: Axis(LinearScale(around: counts, including: 0), title: "samples") {
        Numerals.short($0)
      })
    var elements = isUsable ? area.backdrop() : area.emptied("no sample")
    if isUsable {
      elements += bins.counts.indices.filter { bins.counts[$0] > 0 }.map { bar($0, area) }
      elements.append(
        .line(
          Point(area.x(1), area.frame.y), Point(area.x(1), area.frame.bottom),
          .stroke(.ink, width: 1.25, dash: [3, 2])))
    }
    return Drawing(
      width: width, height: height, title: title, description: description, elements: elements)
  }

  private func bar(_ index: Int, _ area: PlotArea) -> Element {
    var column = Rectangle(
      from: area.point(bins.edges[index], 0),
      to: area.point(bins.edges[index + 1], Double(bins.counts[index])))
    column.x += 0.5
    column.width = max(column.width - 1, 0.5)
    return Element.rectangle(column, .fill(.series(0), opacity: 0.85)).labelled(
      "weight \(Numerals.fixed(bins.edges[index], digits: 2)) to "
        + "\(Numerals.fixed(bins.edges[index + 1], digits: 2)): "
        + "\(Numerals.count(bins.counts[index])) samples")
  }

  private var description: String {
    guard bins.samples > 0 else { return "No sample." }
    let most = bins.counts.indices.max { bins.counts[$0] < bins.counts[$1] } ?? 0
    return "\(Numerals.count(bins.samples)) samples; most weights lie between "
      + "\(Numerals.fixed(bins.edges[most], digits: 2)) and "
      + "\(Numerals.fixed(bins.edges[most + 1], digits: 2))."
  }
}
