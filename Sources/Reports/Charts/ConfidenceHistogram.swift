public import Calibration

/// How the confidences are spread, before and after calibration.
public struct ConfidenceHistogram: Chart, Equatable {
  /// First line of the chart.
  public var heading: String
  /// The bins before calibration, as bars.
  public var before: Reliability
  /// The bins after calibration, as an outline; `nil` draws none.
  public var after: Reliability?

  public init(heading: String, before: Reliability, after: Reliability? = nil) {
    self.heading = heading
    self.before = before
    self.after = after
  }

  public func drawing(width: Double) -> Drawing {
    var entries = [Legend.Entry("before", .swatch(.fill(.axis, opacity: 0.5)))]
    if after != nil {
      entries.append(Legend.Entry("after", .line(.stroke(.series(0), width: 2))))
    }
    if before.accuracy != nil {
      entries.append(Legend.Entry("accuracy", .line(.stroke(.ink, dash: [3, 2]))))
    }
    let legend = Legend(entries).elements(at: Point(0, 24), width: width)
    let top = 24 + legend.height
    let height = top + max(190, min(240, width * 0.55))
    let shares = [before, after].compactMap { $0 }.flatMap { one in
      one.bins.map { Self.share($0.count, of: one) }
    }
    let scale = LinearScale(around: shares, including: 0)
    let area = PlotArea(
      bounds: Rectangle(x: 0, y: top, width: width, height: height - top),
      horizontal: Axis(LinearScale(0...1), title: "confidence", hasGrid: false) {
        Numerals.percent($0, digits: 0)
      },
      vertical: Axis(scale, title: "share of samples") {
        Numerals.percent($0, digits: scale.domain.upperBound < 0.045 ? 1 : 0)
      })
    var elements: [Element] = [
      .text(Text(TextMeasure.fitted(heading, to: width), at: Point(0, 13), size: 13, isBold: true))
    ]
    elements += legend.elements
    if before.samples == 0 {
      elements += area.emptied("no sample")
    } else {
      elements += area.backdrop() + bars(area)
      if let after, after.samples > 0 {
        elements.append(.polyline(outline(after, area), .stroke(.series(0), width: 2)))
      }
      if let accuracy = before.accuracy {
        elements.append(
          .line(
            area.point(accuracy, scale.domain.lowerBound),
            area.point(accuracy, scale.domain.upperBound),
            .stroke(.ink, width: 1.25, dash: [3, 2])))
      }
    }
    return Drawing(
      width: width, height: height, title: "Histogram of confidences: \(heading)",
      description: description, elements: elements)
  }

  private static func share(_ count: Int, of reliability: Reliability) -> Double {
    reliability.samples > 0 ? Double(count) / Double(reliability.samples) : 0
  }

  private func bars(_ area: PlotArea) -> [Element] {
    before.bins.filter { $0.count > 0 }.map { bin in
      let share = Self.share(bin.count, of: before)
      return Element.rectangle(
        Rectangle(from: area.point(bin.lower, 0), to: area.point(bin.upper, share)),
        .fill(.axis, opacity: 0.5)
      ).labelled(
        "before, confidence \(Numerals.percent(bin.lower)) to \(Numerals.percent(bin.upper)): "
          + "\(Numerals.count(bin.count)) samples")
    }
  }

  private func outline(_ reliability: Reliability, _ area: PlotArea) -> [Point] {
    reliability.bins.flatMap { bin in
      let share = Self.share(bin.count, of: reliability)
      return [area.point(bin.lower, share), area.point(bin.upper, share)]
    }
  }

  private var description: String {
    guard before.samples > 0 else { return "There is no sample." }
    let later =
      after.map { ", after \(Numerals.percent($0.confidence))" } ?? ""
    return "Mean confidence before calibration \(Numerals.percent(before.confidence))\(later); "
      + "accuracy \(Numerals.percent(before.accuracy))."
  }
}
