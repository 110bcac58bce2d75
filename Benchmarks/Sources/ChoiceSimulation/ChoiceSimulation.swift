import Calibration
import Foundation

/// What the choice of a calibrator costs beside the best fixed one and beside none, over resamples of real
/// outputs, as a table.
///
///     ChoiceSimulation CALIBRATION_DATA [SEEDS]
///
/// Ends with status 1 when the mean negative log-likelihood of the chosen one is more than 0.005 above that of the
/// best fixed candidate, its mean calibration error more than 0.2 points, or that of any family more than 0.5
/// points above no calibration.
@main
struct ChoiceSimulation {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let data = arguments.first, let seeds = Int(arguments.dropFirst().first ?? "10") else {
      FileHandle.standardError.write(Data("usage: ChoiceSimulation DATA [SEEDS]\n".utf8))
      exit(2)
    }
    print(Family.head)
    var families: [Family] = []
    for set in OutputSet.balanced {
      let predictions = try set.read(in: data)
      for factor in [10.0, 100] {
        families.append(
          try Family("\(set.name), \(Int(factor))", methods(weighting: .shrunkClasses)) {
            (0..<seeds).map {
              Draw(of: predictions, factor: factor, seed: 4000 + UInt64($0))
            }
          })
        print(families[families.count - 1].row)
      }
    }
    let validation = try PredictionFolder.read(data + "/cifar10-lt-if10/validation")
    let test = try PredictionFolder.read(data + "/cifar10-lt-if10/test")
    families.append(
      try Family("cifar10-lt-if10", methods(weighting: .samples)) {
        (0..<2 * seeds).map { Draw(resampling: validation, test: test, seed: 4000 + UInt64($0)) }
      })
    print(families[families.count - 1].row)
    let all = Family("all", joining: families)
    print(all.row)
    let isGood =
      all.likelihood(Family.chosen) <= all.bestFixed(\.likelihood) + 0.005
      && all.error(Family.chosen) <= all.bestFixed(\.error) + 0.2
      && families.allSatisfy { $0.error(Family.chosen) <= $0.error("none") + 0.5 }
    exit(isGood ? 0 : 1)
  }

  /// The candidates in their order, as a run has them.
  private static func methods(weighting: SampleWeighting) -> [any CalibrationMethod] {
    var ensemble = EnsembleTemperatureScaling()
    ensemble.weighting = weighting
    var structured = StructuredVectorScaling()
    structured.weighting = weighting
    return [
      TemperatureScaling(weighting: weighting), ensemble, structured,
      VectorScaling(weighting: weighting),
    ]
  }
}

/// The draws of one set of outputs.
struct Family {
  static let chosen = "chosen"
  private static let columns = [
    "none", "temperature", "ensemble-temperature", "svs", "vector", chosen,
  ]

  /// The first two lines of the table.
  static var head: String {
    let names = ["set, factor"] + columns + ["what was chosen"]
    return
      "| \(names.joined(separator: " | ")) |\n|---\(columns.map { _ in "|---:" }.joined())|---|"
  }

  /// The figures on one draw's test set.
  struct Figures {
    let likelihood: Double
    /// In percent.
    let error: Double
  }

  let name: String
  /// By candidate, one a draw; and of what was chosen.
  private var figures: [String: [Figures]] = [:]
  private var choices: [String: Int] = [:]

  init(_ name: String, _ methods: [any CalibrationMethod], draws: () -> [Draw]) throws {
    self.name = name
    for draw in draws() {
      let choice = try CalibratorSelection().choice(
        among: methods, on: draw.validation, training: nil)
      var measured = ["none": try Self.measured(softmax(draw.test.logits), draw.test)]
      for method in methods {
        let fitted = try method.fitted(to: draw.validation)
        measured[type(of: method).name] = try Self.measured(
          fitted.probabilities(for: draw.test.logits), draw.test)
      }
      measured[Self.chosen] = measured[choice.chosen]
      for (name, figure) in measured { figures[name, default: []].append(figure) }
      choices[choice.chosen, default: 0] += 1
    }
  }

  init(_ name: String, joining families: [Family]) {
    self.name = name
    for family in families {
      figures.merge(family.figures) { $0 + $1 }
      choices.merge(family.choices) { $0 + $1 }
    }
  }

  private static func measured(
    _ probabilities: Probabilities, _ test: Predictions
  ) throws -> Figures {
    let table = try FigureTable(of: Measures.recorded, probabilities, labels: test.labels)
    return Figures(likelihood: table["nll"] ?? .nan, error: 100 * (table["ece"] ?? .nan))
  }

  func likelihood(_ name: String) -> Double { mean(name, \.likelihood) }

  func error(_ name: String) -> Double { mean(name, \.error) }

  /// The lowest mean of one candidate, none included, that is taken every time.
  func bestFixed(_ figure: KeyPath<Figures, Double>) -> Double {
    figures.keys.filter { $0 != Self.chosen }.map { mean($0, figure) }.min() ?? .nan
  }

  private func mean(_ name: String, _ figure: KeyPath<Figures, Double>) -> Double {
    let values = (figures[name] ?? []).map { $0[keyPath: figure] }
    return values.reduce(0, +) / Double(values.count)
  }

  /// A line of the table: figures of every candidate and of the chosen ones, and how often each was chosen.
  var row: String {
    let cells = Self.columns.map {
      String(format: "%.3f / %.2f", likelihood($0), error($0))
    }
    let taken = choices.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    return "| \(name) | \(cells.joined(separator: " | ")) | \(taken) |"
  }
}
