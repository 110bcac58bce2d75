import Calibration
import Foundation

/// Which calibrator each run ended with, why, and what another would have cost.
struct ChoiceBlocks {
  let runs: [RunFacts]

  private var chosen: [(run: RunFacts, choice: CalibratorChoice)] {
    runs.compactMap { run in run.choice.map { (run, $0) } }
  }

  var blocks: [Block] {
    guard !chosen.isEmpty else { return [] }
    return [.heading("Which calibrator the run ends with")] + chosen.map(sentence) + [
      .table(table),
      .remark(
        "A calibrator must be better than none by more standard errors the more there are and the fewer "
          + "held-out samples. Those that are cost their NLL\(weightWords); the first in this order is chosen that "
          + "does not cost more than the cheapest by more than one standard error of the difference of NLLs. Where "
          + "none is, probabilities stay as they are. The standard error of a gain over none is at least what labels "
          + "drawn from the uncalibrated probabilities would give it, so that it can be larger than the one in the table. "
          + "The rule does not know the test figures beside it: they say "
          + "what another choice would have cost there."
      ),
    ]
  }

  /// Of the first choice; all runs of one program have the same.
  private var weightWords: String {
    guard let weight = chosen.first?.choice.calibrationErrorWeight, weight > 0 else { return "" }
    return String(format: " and %g times their calibration error (smooth, without bins)", weight)
  }

  private func sentence(_ run: RunFacts, _ choice: CalibratorChoice) -> Block {
    let start = runs.count > 1 ? "\(run.name) ends with " : "This run ends with "
    return .paragraph("\(start)**\(choice.chosen)**: \(choice.reason).")
  }

  private var table: Table {
    var columns = [Table.Column("calibration", isNumber: false)]
    if runs.count > 1 { columns.insert(Table.Column("run", isNumber: false), at: 0) }
    columns += [
      Table.Column("held-out NLL", note: "nats"),
      Table.Column("above the best", note: "± standard error"),
      Table.Column("held-out error", note: "smooth, %"),
      Table.Column("test NLL", note: "against the chosen"),
      Table.Column("test ECE", note: "against the chosen, points"),
    ]
    return Table(
      label: "The choice of the calibrator", columns: columns,
      rows: chosen.flatMap { run, choice in
        choice.candidates.enumerated().map { place, candidate in
          Table.Row(cells: cells(run, choice, candidate), opensGroup: place == 0)
        }
      })
  }

  private func cells(
    _ run: RunFacts, _ choice: CalibratorChoice, _ candidate: CalibratorChoice.Candidate
  ) -> [Table.Cell] {
    let isChosen = candidate.name == choice.chosen
    let name = Table.Cell(
      candidate.name, note: isChosen ? "chosen" : "", isHead: runs.count == 1)
    let head = runs.count > 1 ? [Table.Cell(run.name, isHead: true), name] : [name]
    guard let likelihood = candidate.negativeLogLikelihood else {
      return head + [Table.Cell("", note: candidate.skipped ?? "not measured")]
        + (0..<4).map { _ in Table.Cell("") }
    }
    let above =
      candidate.aboveLowest.map { above in
        Table.Cell(
          signed(above.value, digits: 4),
          note: above.standardError.map { "± " + Numerals.fixed($0, digits: 4) } ?? "")
      } ?? Table.Cell("best")
    let error = Table.Cell(Numerals.fixed(candidate.calibrationError.map { 100 * $0 }, digits: 2))
    return head + [Table.Cell(Numerals.fixed(likelihood, digits: 4)), above, error]
      + testCells(run, candidate.name, isChosen: isChosen)
  }

  private func testCells(_ run: RunFacts, _ name: String, isChosen: Bool) -> [Table.Cell] {
    guard !isChosen else { return [Table.Cell("chosen"), Table.Cell("chosen")] }
    let own = run.evaluations.first {
      ($0.calibrator ?? CalibratorChoice.uncalibrated) == name
    }?.scores
    let chosen = run.headline?.scores
    func difference(_ figure: String) -> Double? {
      guard let value = own?[figure], let base = chosen?[figure] else { return nil }
      return value - base
    }
    return [
      Table.Cell(signed(difference("nll"), digits: 3)),
      Table.Cell(Numerals.points(difference("ece"), digits: 2)),
    ]
  }

  private func signed(_ value: Double?, digits: Int) -> String {
    let text = Numerals.fixed(value, digits: digits)
    return value ?? 0 > 0 ? "+" + text : text
  }
}
