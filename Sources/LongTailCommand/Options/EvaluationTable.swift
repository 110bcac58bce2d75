import Calibration
import Foundation
import LongTail

/// An evaluation's main figures as a table, a row a calibrator.
enum EvaluationTable {
  static let header = [
    "run", "calibrator", "accuracy", "balanced_accuracy", "accuracy_many", "accuracy_medium",
    "accuracy_few", "ece", "mce", "classwise_ece", "nll", "brier",
  ]

  static func text(_ evaluation: Evaluation, run: String, format: OutputFormat) -> String {
    let table = Table(header: header, rows: rows(evaluation, run: run))
    guard evaluation.selection == .test, format == .table || format == .markdown else {
      return table.text(format)
    }
    return table.text(format) + "\n\nepoch chosen on the test set: these figures are too good"
  }

  static func rows(_ evaluation: Evaluation, run: String) -> [[Table.Cell]] {
    let stamp = evaluation.selection == .test ? " [chosen on test]" : ""
    return evaluation.results.compactMap { result in
      guard let scores = result.scores else { return nil }
      let figures: [Double?] = [
        scores.accuracy, scores.balancedAccuracy, scores.accuracyMany, scores.accuracyMedium,
        scores.accuracyFew, scores.expectedError, scores.maximumError, scores.classwiseError,
        scores.negativeLogLikelihood, scores.brier,
      ]
      return [.text(run + stamp), .text(result.calibrator ?? "none")]
        + figures.map { .number($0) }
    }
  }
}
