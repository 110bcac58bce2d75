/// What was logged while runs trained: one panel a quantity, one colour a run.
public struct TrainingCurves: Chart, Equatable {
  /// The quantity of a chart.
  public enum Panel: String, Sendable, CaseIterable {
    case loss, accuracy, calibrationError, learningRate
  }

  /// One run of the chart.
  public struct Run: Sendable, Equatable {
    /// What the legend calls it where there are several runs.
    public var name: String
    /// What was logged while it trained.
    public var history: TrainingHistory

    public init(_ name: String, history: TrainingHistory) {
      self.name = name
      self.history = history
    }
  }

  /// In the order of their colours.
  public var runs: [Run]
  /// Which quantity is drawn.
  public var panel: Panel

  public init(runs: [Run], panel: Panel) {
    self.runs = runs
    self.panel = panel
  }

  /// Whether any run logged the quantity.
  public var isEmpty: Bool { chart.lines.isEmpty }

  public func drawing(width: Double) -> Drawing { chart.drawing(width: width) }

  var chart: LineChart {
    var lines: [LineChart.Line] = []
    for (colour, run) in runs.enumerated() {
      for (suffix, value, isDashed) in quantities {
        let points = run.history.epochs.compactMap { epoch -> Point? in
          guard let logged = value(epoch), logged.isFinite else { return nil }
          return Point(Double(epoch.epoch), logged)
        }
        guard !points.isEmpty else { continue }
        let name = runs.count == 1 ? suffix : run.name
        lines.append(
          LineChart.Line(name, points: points, colour: colour, isDashed: isDashed))
      }
    }
    return LineChart(
      title: title, horizontalTitle: "epoch", verticalTitle: title, unit: unit, lines: lines,
      marks: marks)
  }

  private typealias Quantity = (String, (TrainingHistory.Epoch) -> Double?, Bool)

  private var quantities: [Quantity] {
    switch panel {
    case .loss: [("training", \.trainingLoss, true), ("validation", \.validationLoss, false)]
    case .accuracy:
      [("training", \.trainingAccuracy, true), ("validation", \.validationAccuracy, false)]
    case .calibrationError: [("validation", \.validationCalibrationError, false)]
    case .learningRate: [("learning rate", \.learningRate, false)]
    }
  }

  private var title: String {
    switch panel {
    case .loss: "loss"
    case .accuracy: "accuracy"
    case .calibrationError: "validation ECE"
    case .learningRate: "learning rate (log scale)"
    }
  }

  private var unit: LineChart.Unit {
    switch panel {
    case .loss: .number
    case .accuracy, .calibrationError: .percent
    case .learningRate: .logarithmic
    }
  }

  /// Stage borders, and for a single run the epoch that was evaluated.
  private var marks: [LineChart.Mark] {
    let borders = Set(runs.flatMap(\.history.stageStarts)).sorted()
    var marks = borders.map { LineChart.Mark(Double($0), label: "new stage") }
    if runs.count == 1, panel == .accuracy, let chosen = runs[0].history.chosenEpoch {
      marks.append(LineChart.Mark(Double(chosen), label: "chosen"))
    }
    return marks
  }
}
