public import Calibration

/// A comparison of calibrators, printed: all figures as JSON, the main ones in a table.
public enum ComparisonTable {
  private typealias Column = (
    name: String, value: @Sendable (ComparedCalibrator.Measurement) -> Double?
  )

  private static var columns: [Column] {
    let main: [Column] = [
      ("temperature", { $0.fitted?.fittedTemperature }), figure("accuracy"),
      figure("balanced_accuracy"), figure("ece"),
      ("ece_lower", { $0.figures.figure("ece")?.interval?.lower }),
      ("ece_upper", { $0.figures.figure("ece")?.interval?.upper }),
    ]
    let others = ["ece_debiased", "mce", "adaptive_ece", "classwise_ece", "ace", "nll", "brier"]
    return main + (others + Measures.additional.map(\.name)).map(figure)
  }

  private static func figure(_ name: String) -> Column { (name, { $0.figures[name] }) }

  /// Of the probabilities with the prior corrected.
  private static var correctedColumns: [Column] {
    ["accuracy", "ece", "nll"].map { name -> Column in
      (name + "_corrected", { $0.corrected?[name] })
    }
  }

  /// The comparison in any form; a calibrator that was left out is a row with its reason.
  public static func text(_ entries: [ComparedCalibrator], format: OutputFormat) -> String {
    format == .json ? Table.json(entries) : table(entries).text(format)
  }

  /// The main figures, a row a calibrator.
  public static func table(_ entries: [ComparedCalibrator]) -> Table {
    let hasSkipped = entries.contains { $0.skipped != nil }
    let isCorrected = entries.contains { $0.measurement?.corrected != nil }
    let columns = Self.columns + (isCorrected ? correctedColumns : [])
    let header =
      ["method", "fit_seconds"] + columns.map(\.name) + ["ece_against_lowest"]
      + (hasSkipped ? ["skipped"] : [])
    return Table(header: header, rows: entries.map { row($0, columns, hasSkipped: hasSkipped) })
  }

  private static func row(
    _ entry: ComparedCalibrator, _ columns: [Column], hasSkipped: Bool
  ) -> [Table.Cell] {
    guard let measurement = entry.measurement else {
      return [.text(entry.method), .number(nil)] + columns.map { _ in .number(nil) }
        + ["", .text(entry.skipped ?? "")]
    }
    let place = measurement.aboveLowestError.map { $0.isNoise ? "noise" : "higher" } ?? "lowest"
    return [.text(entry.method), .number(measurement.fitSeconds, digits: 3)]
      + columns.map { .number($0.value(measurement)) } + [.text(place)] + (hasSkipped ? [""] : [])
  }
}
