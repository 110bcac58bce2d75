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

  @Option(help: "The file that longtail calibrate fit has written.", transform: PathArgument.path)
  var calibrator: String

  @Option(
    help: ArgumentHelp(
      "Logits, [samples, classes], or [samples, experts, classes] for a calibrator of experts: .npy, .npz, .safetensors, .csv or .tsv; FILE:NAME for one array of several.",
      valueName: "file"), transform: PathArgument.path)
  var logits: String?

  @Option(
    help: ArgumentHelp(
      "Probabilities instead, likewise, for a calibrator that was fitted to such.",
      valueName: "file"), transform: PathArgument.path)
  var probabilities: String?

  @Option(
    help: ArgumentHelp(
      "Features of the same samples, [samples, width]; checked, and used by calibrators that need them.",
      valueName: "file"), transform: PathArgument.path)
  var features: String?

  @OptionGroup(title: "Experts") var rule: CombinationOption

  @OptionGroup(title: "Tables") var tables: TableOptions

  @OptionGroup(title: "Class prior") var target: PriorCorrectionOptions

  @Option(help: "The .npy file to write.", transform: PathArgument.path)
  var output: String

  @OptionGroup var replacing: OverwriteOption

  func validate() throws {
    guard (logits == nil) != (probabilities == nil) else {
      throw ValidationError("say what to read: --logits FILE or --probabilities FILE")
    }
    if let format = ArrayFormat(path: output), format != .npy {
      throw ValidationError(
        "--output is \(output), which says .\(format.rawValue); a name that ends in .npy is needed")
    }
  }

  func run() throws {
    try replacing.check(output)
    let content = try CalibratorFile.read(self.calibrator)
    let fitted = content.fitted
    let path = logits ?? probabilities ?? ""
    let combination = try combination(fitted, path)
    let rows = try PredictionRows(
      path, kind: logits == nil ? .probabilities : .logits, combination: combination,
      choice: try tables.choice(), shift: content.input?.shift)
    Remarks.print(rows.notes)
    Remarks.warn(rows.warnings)
    guard rows.classes == fitted.classes else {
      throw FileProblem(
        path,
        CalibrationError.classesDiffer(calibrator: fitted.classes, data: rows.classes).description)
    }
    try content.check(rows, in: path, as: calibrator)
    if let features { _ = try PredictionArrays.features(features, samples: rows.samples) }
    let correction = try target.correction(
      after: content, self.calibrator, of: rows, path, combination: combination,
      choice: try tables.choice())
    let stop = StopRequest()
    try ProbabilityOutput(path: output, fitted: fitted, correction: correction)
      .write(rows, from: path) { stop.isRequested }
    try StandardOutput.print(output)
  }

  /// What was said, which must be what the calibrator was fitted to; else what that was, where the file has
  /// experts.
  private func combination(
    _ fitted: FittedCalibration, _ path: String
  ) throws -> EnsembleCombination? {
    let given = try rule.combination()
    if let given, let own = fitted.combination, given != own {
      throw FileProblem(
        calibrator,
        "it was fitted to experts combined by \(own.rawValue), not by \(given.rawValue)")
    }
    if case .each(let calibrators) = fitted { return calibrators.combination }
    guard given == nil, let own = fitted.combination else { return given }
    // A table has two axes.
    guard ArrayFormat(path: ArrayFile.path(of: path))?.isTable != true else { return nil }
    let names = logits == nil ? ["probabilities"] : ["expert_logits", "logits"]
    let array = try ArrayFile.read(path, names: names).array
    return array.shape.count == 3 ? own : nil
  }
}
