import ArrayFiles
import Foundation
import LongTail
import Reports

/// What was measured of one published table, in a folder that is kept: `mislas-cifar.csv`, and an epoch table for each run
/// below `mislas-cifar/`.
struct ResultFile {
  let folder: String
  let table: PublishedTable

  /// A table's name as files have it.
  static func stem(_ table: String) -> String { table.replacing("/", with: "-") }

  /// The rows of the table.
  var path: String { "\(folder)/\(Self.stem(table.name)).csv" }

  /// The epochs of a run.
  func logPath(_ run: String) -> String { "\(folder)/\(Self.stem(table.name))/\(run).csv" }

  /// The rows that are there; none where there is no file.
  /// - Throws: `FileProblem` with the line and column of what does not read, and for a figure that the table does not
  ///   have.
  func read() throws -> [CellResult] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    let rows = try CSVFile.readRows(path)
    guard let header = rows.first?.fields else { return [] }
    if let missing = CellResult.columns.first(where: { !header.contains($0) }) {
      throw FileProblem(path, at: "line 1", "there is no column \(missing)")
    }
    return try rows.dropFirst().map { row in
      let row = try ResultRow(row, header: header, path: path)
      let result = try CellResult(row)
      guard result.place.table == table.name else {
        throw row.problem("table", table.name)
      }
      guard table.figure(row: result.place.row, column: result.place.column) != nil else {
        throw FileProblem(
          path, at: "line \(row.line)",
          "\(table.name) has no figure in row “\(result.place.row)”, column “\(result.place.column)”"
        )
      }
      return result
    }
  }

  /// Writes the rows in the order of the table, seeds in theirs.
  /// - Throws: `FileProblem` when the file cannot be written.
  func write(_ results: [CellResult]) throws {
    let rows = results.map { (order($0), $0.fields) }
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
    let text = CSV(header: CellResult.columns, rows: rows).text
    try AtomicFile.write(Data(text.utf8), to: path, creatingFolders: true)
  }

  private func order(_ result: CellResult) -> [Int] {
    [
      table.rows.firstIndex { $0.label == result.place.row } ?? table.rows.count,
      table.columns.firstIndex { $0.label == result.place.column } ?? table.columns.count,
      result.run.seed,
    ]
  }
}
