public import ArgumentParser
public import ArrayFiles
import Foundation

extension CSVFile.Header: ExpressibleByArgument {}

/// How tables of scores are read where they do not say it themselves.
struct TableOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Columns with the scores in tables (.csv, .tsv), in class order: cat,dog or cat..yak; a name with a comma in quotes; numbers from 1 where columns have no names.",
      valueName: "names"))
  var columns: String?

  @Option(
    help: ArgumentHelp(
      "Whether the first line of tables names the columns: yes or no; automatic tells it from the fields.",
      valueName: "yes|no"))
  var header: CSVFile.Header = .automatic

  func validate() throws { _ = try choice() }

  /// - Throws: `ValidationError` for columns that are no list of names.
  func choice() throws -> TableChoice {
    do {
      return TableChoice(columns: try columns.map { try ColumnSelection($0) }, header: header)
    } catch {
      throw ValidationError("--columns \(error)")
    }
  }
}
