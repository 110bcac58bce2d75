import Foundation
import Testing

@testable import Calibration

/// Figures that Fixtures/Calibration/uncertainty_ranking.py printed with NumPy, from all pairs and all coverages.
struct UncertaintyMeasureTests {
  private static let labels = (0..<240).map { $0 * 41 % 3 }
  private static let probabilities = softmax(Logits((0..<240).flatMap(scores), classes: 3))
  private static let correct = TopLabels(probabilities).correct(labels)
  /// Many are equal, and some negative.
  private static let uncertainties = (0..<240).map { (i: Int) -> Double in
    let base = Double(i * 17 % 23) / 4 - 3
    return base + (correct[i] ? -1 : 0.5)
  }

  private static func scores(_ i: Int) -> [Float] {
    let first = Double(i * 37 % 65) / 16
    let second = Double(i * 53 % 61) / 15
    let third = Double(i * 29 % 67) / 17
    return [Float(first), Float(second), Float(third)]
  }

  private func table(
    _ uncertainties: [Double]?, _ settings: MeasureSettings = MeasureSettings()
  ) throws -> FigureTable {
    try FigureTable(
      Self.probabilities, labels: Self.labels, uncertainties: uncertainties, settings)
  }

  private func expect(
    _ table: FigureTable, _ figures: [String: Double],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (name, value) in figures {
      #expect(
        abs((table[name] ?? .nan) - value) < 1e-12, "\(name): \(table[name] ?? .nan)",
        sourceLocation: sourceLocation)
    }
  }

  @Test func `answers are ranked by uncertainty beside confidence`() throws {
    let table = try table(Self.uncertainties)
    expect(
      table,
      [
        "accuracy": 0.32083333333333336, "auroc": 0.5172496215441, "aurc": 0.6855873258027951,
        "uncertainty_auroc": 0.7247231296311051, "uncertainty_aurc": 0.4859700109188695,
      ])
    #expect(table.conventions["uncertainty_auroc"] == "auroc/correct-by-uncertainty/ties-half")
    #expect(
      table.conventions["uncertainty_aurc"]
        == "aurc/mean-over-coverage/by-uncertainty/ties-together")
    #expect(table.notes.isEmpty)
  }

  @Test func `samples that are re-weighted count by their weights`() throws {
    var settings = MeasureSettings()
    settings.testPrior = .shares([1, 2, 4])
    expect(try table(Self.uncertainties, settings), ["uncertainty_auroc": 0.7204603656720863])
    let apart = Self.uncertainties.enumerated().map { $1 + Double($0) * 1e-6 }
    expect(try table(apart, settings), ["uncertainty_aurc": 0.5019167469580589])
  }

  @Test func `the opposite of confidence ranks as confidence does, with the same intervals`() throws
  {
    var settings = MeasureSettings()
    settings.intervals = .all
    settings.resamples = 50
    let table = try table(TopLabels(Self.probabilities).confidences.map { -$0 }, settings)
    for name in ["auroc", "aurc"] {
      let own = try table.row(name)
      let other = try table.row("uncertainty_\(name)")
      #expect(own.value == other.value && own.value != nil)
      #expect(own.interval == other.interval && own.interval != nil)
      #expect(own.intervalMethod == other.intervalMethod)
    }
  }

  @Test func `only the order of the numbers counts, and the other direction is noted`() throws {
    let table = try table(Self.uncertainties)
    let bent = try self.table(Self.uncertainties.map { exp($0 / 2) })
    let turned = try self.table(Self.uncertainties.map { -$0 })
    let area = try #require(table["uncertainty_auroc"])
    #expect(bent["uncertainty_auroc"] == area)
    #expect(bent["uncertainty_aurc"] == table["uncertainty_aurc"])
    #expect(abs((turned["uncertainty_auroc"] ?? .nan) - (1 - area)) < 1e-12)
    #expect(turned.notes.contains { $0.contains("larger where answers are surer?") })
    let flat = try self.table([Double](repeating: 3, count: 240))
    #expect(flat["uncertainty_auroc"] == 0.5 && flat.notes.isEmpty)
    expect(flat, ["uncertainty_aurc": 1 - 0.32083333333333336])
  }

  @Test func `without uncertainties nothing is said of them, and gates cannot be judged`() throws {
    let table = try table(nil)
    #expect(table.rows.allSatisfy { !$0.name.hasPrefix("uncertainty") })
    #expect(table["auroc"] != nil)
    let failure = try MeasureGate("uncertainty_auroc<0.9").failure(of: table)
    guard case .notJudged(let words) = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(words.contains("nothing says how unsure each answer is"))
    #expect(
      try MeasureGate("uncertainty_auroc<0.9").failure(of: self.table(Self.uncertainties))?
        .description.contains("failed") == true)
  }

  @Test func `while streaming there is a reason in place of the figures`() throws {
    var settings = MeasureSettings()
    settings.isStreaming = true
    let row = try table(Self.uncertainties, settings).row("uncertainty_aurc")
    #expect(row.value == nil)
    #expect(row.absence?.contains("every sample's uncertainty") == true)
  }

  @Test func `evaluations have both rankings where predictions bring uncertainties`() throws {
    let logits = Self.probabilities.logarithms
    var predictions = Predictions(
      logits: logits, labels: Self.labels, classCounts: [500, 50, 10])
    let names = ["auroc", "aurc", "uncertainty_auroc", "uncertainty_aurc"]
    let bare = try FigureTable(evaluating: Self.probabilities, of: predictions)
    for name in names { #expect(!bare.rows.contains { $0.name == name }) }
    predictions.uncertainties = Self.uncertainties
    let whole = try FigureTable(evaluating: Self.probabilities, of: predictions)
    let found = whole.rows.suffix(4).map { $0.name }
    #expect(found == names)
    let explained = try table(Self.uncertainties)
    #expect(whole["uncertainty_auroc"] == explained["uncertainty_auroc"])
    let copy = try JSONDecoder().decode(FigureTable.self, from: JSONEncoder().encode(whole))
    #expect(copy == whole)
    let rows = [5, 3, 200]
    #expect(predictions.selecting(rows).uncertainties == rows.map { Self.uncertainties[$0] })
  }

  @Test func `numbers of either sign are sorted, equal ones in their order`() {
    let values: [Double] = [0.5, -2, -0.0, 1e300, -1e-300, 0, -2, -.infinity, 7]
    let expected = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    #expect(RadixOrder.ascending(values).map { Int($0) } == expected)
  }
}
