public import Calibration

/// A comparison of calibrators, printed: all figures as JSON, the main ones in a table.
public enum ComparisonTable {
  private typealias Figure = (
    name: String, value: @Sendable (ComparedCalibrator.Measurement) -> Double?
  )

  private static let figures: [Figure] =
    [
      ("temperature", { $0.fitted?.fittedTemperature }),
      ("accuracy", { $0.scorecard.accuracy }),
      ("balanced_accuracy", { $0.scorecard.balancedAccuracy }),
      ("ece", { $0.scorecard.expectedError }),
      ("ece_lower", { $0.diagnostics.expectedErrorInterval?.lower }),
      ("ece_upper", { $0.diagnostics.expectedErrorInterval?.upper }),
      ("ece_debiased", { $0.diagnostics.debiasedError }),
      ("mce", { $0.scorecard.maximumError }),
      ("adaptive_ece", { $0.scorecard.adaptiveError }),
      ("classwise_ece", { $0.scorecard.classwiseError }),
      ("ace", { $0.scorecard.classwiseAdaptiveError }),
      ("nll", { $0.scorecard.negativeLogLikelihood }),
      ("brier", { $0.scorecard.brier }),
    ]

  /// Of the probabilities with the prior corrected.
  private static let correctedFigures: [Figure] = [
    ("accuracy_corrected", { $0.corrected?.accuracy }),
    ("ece_corrected", { $0.corrected?.expectedError }),
    ("nll_corrected", { $0.corrected?.negativeLogLikelihood }),
  ]

  /// The comparison in any form; a calibrator that was left out is a row with its reason.
  public static func text(_ entries: [ComparedCalibrator], format: OutputFormat) -> String {
    format == .json ? Table.json(entries) : table(entries).text(format)
  }

  /// The main figures, a row a calibrator.
  public static func table(_ entries: [ComparedCalibrator]) -> Table {
    let hasSkipped = entries.contains { $0.skipped != nil }
    let isCorrected = entries.contains { $0.measurement?.corrected != nil }
    let figures = Self.figures + (isCorrected ? correctedFigures : [])
    let header =
      ["method", "fit_seconds"] + figures.map(\.name) + ["ece_against_lowest"]
      + (hasSkipped ? ["skipped"] : [])
    return Table(header: header, rows: entries.map { row($0, figures, hasSkipped: hasSkipped) })
  }

  private static func row(
    _ entry: ComparedCalibrator, _ figures: [Figure], hasSkipped: Bool
  ) -> [Table.Cell] {
    guard let measurement = entry.measurement else {
      return [.text(entry.method), .number(nil)] + figures.map { _ in .number(nil) }
        + ["", .text(entry.skipped ?? "")]
    }
    let place = measurement.aboveLowestError.map { $0.isNoise ? "noise" : "higher" } ?? "lowest"
    return [.text(entry.method), .number(measurement.fitSeconds, digits: 3)]
      + figures.map { .number($0.value(measurement)) } + [.text(place)] + (hasSkipped ? [""] : [])
  }
}
