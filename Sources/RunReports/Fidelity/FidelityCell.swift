import Foundation
import LongTail
import Reports

/// One figure of a published table beside what was measured of it here.
struct FidelityCell {
  let place: CellPlace
  /// In percent.
  let published: PublishedFigure
  /// Published epochs of each stage; empty where the table does not say them.
  let publishedEpochs: [Int]
  let official: FidelityNotes.Official?
  /// Of the runs with the most epochs, as fractions; `nil` where there is none.
  let measured: GridReport.Measured?
  /// Share of the published length that those runs were asked for.
  let scale: Double
  /// What was found of a difference.
  let found: String?
  /// Why it cannot be run; `nil` where it can.
  let absence: String?
  /// What runs it; `nil` where it cannot be.
  let command: String?

  /// Points of accuracy further than which a figure is looked into.
  static let accuracyLimit = 1.5
  /// Points of calibration error, likewise.
  static let errorLimit = 2.5

  /// Measured less published, in points.
  var accuracyDifference: Double? {
    Self.difference(measured?.accuracy, published.accuracy)
  }

  /// Measured less published, in points.
  var errorDifference: Double? {
    Self.difference(measured?.calibrationError, published.calibrationError)
  }

  private static func difference(_ spread: GridReport.Spread?, _ published: Double?) -> Double? {
    guard let spread, let published else { return nil }
    return spread.mean * 100 - published
  }

  /// The difference in sample standard deviations over seeds; `nil` with one seed.
  static func deviations(_ difference: Double?, of spread: GridReport.Spread?) -> Double? {
    guard let difference, let deviation = spread?.deviation, deviation > 0 else { return nil }
    return difference / (deviation * 100)
  }

  /// Whether the runs were shorter than the published one.
  var isShortened: Bool {
    guard let measured else { return false }
    let length = publishedEpochs.reduce(0, +)
    return scale < 1 || measured.epochs.reduce(0, +) < length
  }

  /// Whether a difference is to be looked into.
  var isFar: Bool {
    func exceeds(_ difference: Double?, _ limit: Double) -> Bool {
      // What differs by rounding alone does not.
      difference.map { abs($0) > limit + 1e-9 } ?? false
    }
    return exceeds(accuracyDifference, Self.accuracyLimit)
      || exceeds(errorDifference, Self.errorLimit)
  }

  /// What is to be said of a measured figure: nothing where it is near.
  var remark: String {
    var parts: [String] = []
    if isShortened {
      let lengths = [measured?.epochs ?? [], publishedEpochs].map {
        $0.map(String.init).joined(separator: " + ")
      }
      parts.append(
        publishedEpochs.isEmpty
          ? "shortened to \(String(format: "%g", scale)) of its schedule"
          : "shortened: \(lengths[0]) of \(lengths[1]) epochs")
    }
    if isFar { parts.append("**far**") }
    if let found {
      parts.append(found)
    } else if isFar, !isShortened {
      parts.append("nothing found yet")
    }
    return parts.joined(separator: "; ")
  }
}

extension FidelityCell {
  /// The figures of a table, row by row.
  /// - Parameters:
  ///   - table: all of it.
  ///   - results: what was measured of it.
  ///   - notes: what people wrote beside it.
  ///   - folder: where results are kept, as commands name it.
  /// - Returns: one for each published figure.
  /// - Throws: `SettingsError`, `UnknownName` for a table that says what the catalogs do not have.
  static func cells(
    of table: PublishedTable, _ results: [CellResult], _ notes: FidelityNotes, folder: String
  ) throws -> [FidelityCell] {
    let conditions = table.columns.map(\.conditions) + table.rows.map(\.conditions)
    let sets = Set(conditions.compactMap(\.dataset)).sorted()
    let plan = try TablePlan(
      table, data: TableData(nil, named: sets.map(TableData.example(of:))))
    let byPlace = Dictionary(grouping: results, by: \.place)
    return zip(table.rows, plan.cells).flatMap { row, cells in
      table.columns.indices.compactMap { index -> FidelityCell? in
        guard let published = row.figures[index], published.isKnown else { return nil }
        let column = table.columns[index]
        let place = CellPlace(table: table.name, row: row.label, column: column.label)
        let longest = longest(byPlace[place] ?? [])
        var absence: String?
        if case .absent(let reason) = cells[index] { absence = reason }
        return FidelityCell(
          place: place, published: published, publishedEpochs: row.epochs,
          official: notes.official[place], measured: measured(longest),
          scale: longest.map(\.run.scale).min() ?? 1, found: notes.found[place],
          absence: absence,
          command: absence == nil
            ? CellCommand.text(
              of: table, row.conditions.merged(with: column.conditions), results: folder) : nil)
      }
    }
  }

  /// A short run beside a long one says nothing of seeds.
  private static func longest(_ results: [CellResult]) -> [CellResult] {
    let length = results.map(\.run.length).max()
    return results.filter { $0.run.length == length }
  }

  private static func measured(_ results: [CellResult]) -> GridReport.Measured? {
    guard let first = results.first else { return nil }
    let errors = results.compactMap(\.calibrationError)
    return GridReport.Measured(
      accuracy: .init(results.map(\.accuracy)),
      calibrationError: errors.isEmpty ? nil : .init(errors), epochs: first.run.epochs)
  }
}
