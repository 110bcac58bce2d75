import Calibration
import Foundation

/// The per-class figures of all runs as a table for other programs.
struct ClassFigures {
  let report: RunReport

  var csv: CSV {
    let dataset = report.dataset
    var rows: [[String]] = []
    for run in report.runs {
      for evaluation in run.evaluations where evaluation.classes.count == dataset.counts.count {
        for (index, scores) in evaluation.classes.enumerated() {
          rows.append([
            run.name, evaluation.calibrator ?? "none", String(index), dataset.classNames[index],
            dataset.groups.ofClass[index].rawValue, String(dataset.counts[index]),
            String(scores.samples), String(scores.correct), Self.number(scores.accuracy),
            scores.predicted.map(String.init) ?? "", Self.number(scores.precision),
            Self.number(scores.confidence),
          ])
        }
      }
    }
    return CSV(
      header: [
        "run", "calibrator", "class", "name", "group", "training_images", "test_images", "correct",
        "accuracy", "predicted", "precision", "mean_confidence",
      ], rows: rows)
  }

  /// Six decimals; empty for what is not known.
  private static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    return String(format: "%.6f", value)
  }
}
