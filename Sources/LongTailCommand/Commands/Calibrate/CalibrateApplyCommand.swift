import ArgumentParser
import ArrayFiles
import Calibration
import Foundation

/// `longtail calibrate apply`
struct CalibrateApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Turn logits into calibrated probabilities.",
    discussion: """
      Writes float32 probabilities, [samples, classes], as .npy: the whole file, or none.

      Example:
        longtail calibrate apply --calibrator calibrator.json --logits new.npy --output probabilities.npy
      """)

  @Option(help: "The file that longtail calibrate fit has written.")
  var calibrator: String

  @Option(help: "Logits, [samples, classes].")
  var logits: String

  @Option(
    help:
      "Features of the same samples, [samples, width]; checked, and used by calibrators that need them."
  )
  var features: String?

  @Option(help: "The .npy file to write.")
  var output: String

  /// Probabilities that are held at once.
  private static let chunk = 1 << 20

  func run() throws {
    let calibrator = try CalibratorFile.read(self.calibrator).calibrator
    let logits = try PredictionInput.logits(self.logits)
    guard logits.classes == calibrator.classes else {
      throw FileProblem(
        self.logits,
        CalibrationError.classesDiffer(calibrator: calibrator.classes, data: logits.classes)
          .description)
    }
    if let features { _ = try PredictionInput.features(features, samples: logits.samples) }
    let stop = StopRequest()
    let writer = try NPYRowWriter(
      path: output, shape: [logits.samples, logits.classes], elementType: .float32)
    let rows = max(1, Self.chunk / logits.classes)
    for begin in stride(from: 0, to: logits.samples, by: rows) {
      guard !stop.isRequested else {
        throw FileProblem(output, "stopped before the end; nothing was written")
      }
      let part = logits.rows(begin..<min(begin + rows, logits.samples))
      try writer.append(calibrator(part).values.map { Float($0) })
    }
    try writer.finish()
    print(output)
  }
}
