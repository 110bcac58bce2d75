import Calibration
import Foundation

/// A comparison of calibrators, printed: all figures as JSON, the main ones in a table.
enum ComparisonTable {
  private typealias Figure = (
    name: String, value: @Sendable (ComparedCalibrator.Measurement) -> Double?
  )

  private static let figures: [Figure] =
    [
      ("temperature", { $0.calibrator?.fittedTemperature }),
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

  static func text(_ entries: [ComparedCalibrator], format: OutputFormat) throws -> String {
    guard format != .json else {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      return String(decoding: try encoder.encode(entries), as: UTF8.self)
    }
    return table(entries).text(format)
  }

  static func table(_ entries: [ComparedCalibrator]) -> Table {
    let hasSkipped = entries.contains { $0.skipped != nil }
    let header =
      ["method", "fit_seconds"] + figures.map(\.name) + ["ece_against_lowest"]
      + (hasSkipped ? ["skipped"] : [])
    return Table(header: header, rows: entries.map { row($0, hasSkipped: hasSkipped) })
  }

  private static func row(_ entry: ComparedCalibrator, hasSkipped: Bool) -> [String] {
    guard let measurement = entry.measurement else {
      return [entry.method] + [String](repeating: "–", count: figures.count + 2)
        + [entry.skipped ?? ""]
    }
    let values = figures.map { figure in
      figure.value(measurement).map { String(format: "%.4f", $0) } ?? "–"
    }
    let place = measurement.aboveLowestError.map { $0.isNoise ? "noise" : "higher" } ?? "lowest"
    return [entry.method, String(format: "%.3f", measurement.fitSeconds)] + values + [place]
      + (hasSkipped ? ["–"] : [])
  }
}
