/// How far each batch norm's statistics moved in a stage, layer by layer.
public struct StatisticShifts: Chart, Equatable {
  /// What the chart shows, for readers who cannot see it.
  public var title: String
  /// In the network's order.
  public var shifts: [StageFacts.Shift]

  public init(title: String, shifts: [StageFacts.Shift]) {
    self.title = title
    self.shifts = shifts
  }

  public func drawing(width: Double) -> Drawing { chart(width: width).drawing(width: width) }

  private func chart(width: Double) -> LineChart {
    func line(_ name: String, _ colour: Int, _ value: (StageFacts.Shift) -> Double)
      -> LineChart.Line
    {
      LineChart.Line(
        name,
        points: shifts.enumerated().map { Point(Double($0.offset), value($0.element)) },
        colour: colour)
    }
    var chart = LineChart(
      title: title, horizontalTitle: "batch norms, from the input to the classifier",
      verticalTitle: "change", unit: .percent,
      lines: [
        line("mean, in standard deviations", 0) { $0.mean },
        line("standard deviation, relative", 1) { $0.deviation },
      ])
    chart.ticks = ticks(width: width)
    return chart
  }

  /// As many layers as can be named side by side, without one whose name would leave the drawing.
  private func ticks(width: Double) -> [LineChart.Tick] {
    let widths = shifts.map { TextMeasure.width($0.layer, size: Text.small) }
    let room = max(width - 60, 1) / Double(max(shifts.count - 1, 1))
    let step = max(1, Int((((widths.max() ?? 0) + 14) / room).rounded(.up)))
    return stride(from: 0, to: shifts.count, by: step)
      .filter { widths[$0] / 2 <= Double(min($0, shifts.count - 1 - $0)) * room + 18 }
      .map { LineChart.Tick(Double($0), label: shifts[$0].layer) }
  }
}
