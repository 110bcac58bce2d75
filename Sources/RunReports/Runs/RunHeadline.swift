import Calibration
import Foundation
import LongTail

/// What counts of a run on few samples, with 95 % intervals: of a hundred test pictures a figure alone says little.
public struct RunHeadline: Sendable {
  /// A line each, for people.
  public let lines: [String]

  /// - Parameter path: a finished run's folder.
  /// - Throws: `FileProblem` for a run that is not finished, and for what is missing or damaged; `CalibrationError`.
  public init(_ path: String) throws {
    let run = try RecordedRun(path)
    let name = run.evaluation.preferredCalibrator.flatMap { $0 == "none" ? nil : $0 }
    let fitted = try name.map {
      try CalibratorFile.read(RunDirectory.opened(path).calibratorPath($0)).fitted
    }
    let figures = try FigureTable(
      ofReport: try run.test.probabilities(through: fitted), run.test)
    lines = [
      ("balanced accuracy", figures.figure("balanced_accuracy")),
      ("few-shot accuracy", figures.accuracy(of: .few)),
      ("calibration error", figures.figure("ece")),
    ].map { title, figure in
      let after = title == "calibration error" ? " (ece, calibrator \(name ?? "none"))" : ""
      return title + after + ": " + Self.words(figure)
    }
  }

  /// The lines below each other.
  public var text: String { lines.joined(separator: "\n") }

  private static func words(_ figure: Figure?) -> String {
    guard let figure else { return "none (no class is few-shot, or none of its samples is tested)" }
    func percent(_ value: Double) -> String { String(format: "%.1f", value * 100) }
    let interval = figure.interval.map {
      ", 95 %: \(percent($0.lower)) to \(percent($0.upper)) %"
    }
    return "\(percent(figure.value)) %" + (interval ?? "")
  }
}
