import ArgumentParser
import ArrayFiles
import Calibration
import RunReports

/// `longtail calibrate apply`
struct CalibrateApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Turn logits into calibrated probabilities.",
    discussion: """
      Writes float32 probabilities, [samples, classes], as .npy: the whole file, or none.

      Examples:
        longtail calibrate apply --calibrator calibrator.json --logits new.npy --output probabilities.npy
        longtail calibrate apply --calibrator calibrator.json --logits new.npy --prior estimated \\
          --validation DIR --output probabilities.npy
      """)

  @OptionGroup var rows: CalibratedRowOptions

  @OptionGroup(title: "Experts") var rule: CombinationOption

  @OptionGroup(title: "Tables") var tables: TableOptions

  @OptionGroup(title: "Class prior") var target: PriorCorrectionOptions

  @Option(help: "The .npy file to write.", transform: PathArgument.path)
  var output: String

  @OptionGroup var replacing: OverwriteOption

  func validate() throws {
    try rows.file.check()
    try WrittenArray.check(output, isOneOf: .npy)
  }

  func run() throws {
    try replacing.check(
      output,
      besides: [
        rows.calibrator, rows.file.path, rows.features, target.prior, target.validation,
        target.sourcePrior, target.classCounts,
      ])
    try replacing.check(output)
    let content = try CalibratorFile.read(rows.calibrator)
    let opened = try rows.open(for: content, rule: rule, choice: tables.choice())
    let correction = try target.correction(
      after: content, rows.calibrator, of: opened, rows.file.path, combination: opened.combination,
      choice: tables.choice())
    let stop = StopRequest()
    try ProbabilityOutput(path: output, fitted: content.fitted, correction: correction)
      .write(opened, from: rows.file.path) { stop.isRequested }
    try StandardOutput.print(output)
  }
}
