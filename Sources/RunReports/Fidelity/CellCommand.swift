import ArrayFiles
import Foundation
import LongTail

/// The one command that makes a figure of a published table, from data that somebody else has elsewhere.
enum CellCommand {
  /// - Parameters:
  ///   - table: has the figure.
  ///   - conditions: of its row and its column together, with a method and a data set.
  ///   - results: the folder where results are kept.
  /// - Returns: a command that carries out the figure's run, with `DIR` for where the data lie; `nil` where the table does
  ///   not say what was trained.
  static func text(
    of table: PublishedTable, _ conditions: TableConditions, results: String
  ) -> String? {
    guard let method = conditions.method, let dataset = conditions.dataset else { return nil }
    let holdsOut = table.columns.contains { $0.conditions.calibrator != nil }
    var words = ["longtail", "compare", method, "--table", table.name]
    if let factor = conditions.imbalanceFactor {
      words += ["--imbalance-factors", String(format: "%g", factor)]
    }
    words += ["--data-for", TableData.example(of: dataset)]
    // Calibrators are fitted on what is held out; of all other tables the papers hold out nothing.
    words += holdsOut ? ["--selection", "last"] : ["--validation-fraction", "0"]
    // Tables share runs that are the same; those with other parts of the data lie apart.
    words += ["--output", holdsOut ? "runs/tables-held-out" : "runs/tables", "--export", results]
    return words.map(\.shellWord).joined(separator: " ")
  }
}
