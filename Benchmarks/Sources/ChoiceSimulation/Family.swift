import Calibration
import Foundation

/// The draws of one set of outputs.
struct Family {
  static let chosen = "chosen"

  /// The first two lines of a table.
  var head: String {
    let names = ["set"] + columns + ["what was chosen"]
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
  private let columns: [String]
  /// By candidate, one a draw; and of what was chosen.
  private var figures: [String: [Figures]] = [:]
  private var choices: [String: Int] = [:]

  init(
    _ name: String, _ methods: [any CalibrationMethod], training: Predictions? = nil,
    draws: () -> [Draw]
  ) throws {
    self.name = name
    columns = ["none"] + methods.map { type(of: $0).name } + [Self.chosen]
    for draw in draws() {
      let choice = try CalibratorSelection().choice(
        among: methods, on: draw.validation, training: training)
      var measured = ["none": try Self.measured(softmax(draw.test.logits), draw.test)]
      for method in methods {
        let fitted = try method.fitted(to: draw.validation, training: training)
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
    columns = families[0].columns
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
    let cells = columns.map {
      String(format: "%.3f / %.2f", likelihood($0), error($0))
    }
    let taken = choices.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    return "| \(name) | \(cells.joined(separator: " | ")) | \(taken) |"
  }
}
