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

  @Option(
    help: ArgumentHelp(
      "Logits, [samples, classes]: .npy, .npz, .safetensors, .csv or .tsv; FILE:NAME for one array of several.",
      valueName: "file"))
  var logits: String?

  @Option(
    help: ArgumentHelp(
      "Probabilities instead, likewise, for a calibrator that was fitted to such.",
      valueName: "file"))
  var probabilities: String?

  @Option(
    help: ArgumentHelp(
      "Features of the same samples, [samples, width]; checked, and used by calibrators that need them.",
      valueName: "file"))
  var features: String?

  @Option(help: "The .npy file to write.")
  var output: String

  @OptionGroup var replacing: OverwriteOption

  func validate() throws {
    guard (logits == nil) != (probabilities == nil) else {
      throw ValidationError("say what to read: --logits FILE or --probabilities FILE")
    }
  }

  func run() throws {
    try replacing.check(output)
    let calibrator = try CalibratorFile.read(self.calibrator).calibrator
    let path = logits ?? probabilities ?? ""
    let rows = try PredictionRows(path, kind: logits == nil ? .probabilities : .logits)
    guard rows.classes == calibrator.classes else {
      throw FileProblem(
        path,
        CalibrationError.classesDiffer(calibrator: calibrator.classes, data: rows.classes)
          .description)
    }
    if let features { _ = try PredictionArrays.features(features, samples: rows.samples) }
    let stop = StopRequest()
    let writer = try NPYRowWriter(
      path: output, shape: [rows.samples, rows.classes], elementType: .float32)
    for range in rows.ranges(values: 1 << 20) {
      guard !stop.isRequested else {
        throw FileProblem(output, "stopped before the end; nothing was written")
      }
      try writer.append(calibrator(try rows.logits(range)).values.map { Float($0) })
    }
    try writer.finish()
    print(output)
  }
}
