/// How far each batch norm's statistics moved in a stage, layer by layer.
public struct StatisticShifts: Chart, Equatable {
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

  /// As many layers as can be named side by side.
  private func ticks(width: Double) -> [LineChart.Tick] {
    let widest = shifts.map { TextMeasure.width($0.layer, size: Text.small) }.max() ?? 0
    let step = max(1, Int((Double(shifts.count) * (widest + 14) / max(width - 60, 1)).rounded(.up)))
    return stride(from: 0, to: shifts.count, by: step).map {
      LineChart.Tick(Double($0), label: shifts[$0].layer)
    }
  }
}
