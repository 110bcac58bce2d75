import ArgumentParser
import ArrayFiles
import Calibration

/// A calibrator, and the rows that it calibrates.
struct CalibratedRowOptions: ParsableArguments {
  enum Rows: RowDescription {
    static let logits =
      "Logits, [samples, classes], or [samples, experts, classes] for a calibrator of experts"
    static let probabilities =
      "Probabilities instead, likewise, for a calibrator that was fitted to such"
  }

  @Option(help: "The file that longtail calibrate fit has written.", transform: PathArgument.path)
  var calibrator: String

  @OptionGroup var file: RowFileOptions<Rows>

  @Option(
    help: ArgumentHelp(
      "Features of the same samples, [samples, width]; checked, and used by calibrators that need them.",
      valueName: "file"), transform: PathArgument.path)
  var features: String?

  /// Opens the rows; tells how their file was understood.
  /// - Parameters:
  ///   - content: the calibrator.
  ///   - rule: how experts are combined, where somebody said so.
  ///   - choice: how tables are read.
  /// - Returns: rows of the kind and the classes that the calibrator was fitted to.
  /// - Throws: `UnknownName`; `FileProblem` for files that are wrong or do not go with the calibrator.
  func open(
    for content: CalibratorFile.Content, rule: CombinationOption, choice: TableChoice
  ) throws -> PredictionRows {
    let rows = try PredictionRows(
      file.path, kind: file.kind, combination: combination(rule, content.fitted), choice: choice,
      shift: content.input?.shift)
    Remarks.print(rows.notes)
    Remarks.warn(rows.warnings)
    guard rows.classes == content.fitted.classes else {
      throw FileProblem(
        file.path,
        CalibrationError.classesDiffer(calibrator: content.fitted.classes, data: rows.classes)
          .description)
    }
    try content.check(rows, in: file.path, as: calibrator)
    Remarks.print(
      try InputDescription.notes(
        adding: rows.input, in: file.path, to: [(content.knownInput, calibrator)]))
    if let features {
      let found = try PredictionArrays.features(features, of: rows)
      Remarks.print(found.notes)
      Remarks.warn(found.warnings)
    }
    return rows
  }

  /// What was said, which must be what the calibrator was fitted to; else what that was, where the file has
  /// experts.
  private func combination(
    _ rule: CombinationOption, _ fitted: FittedCalibration
  ) throws -> EnsembleCombination? {
    let given = try rule.combination(of: fitted, in: calibrator)
    if case .each(let calibrators) = fitted { return calibrators.combination }
    guard given == nil, let own = fitted.combination else { return given }
    // A table has two axes.
    guard ArrayFormat(path: ArrayFile.path(of: file.path))?.isTable != true else { return nil }
    let names = file.kind == .probabilities ? ["probabilities"] : ["expert_logits", "logits"]
    let array = try ArrayFile.read(file.path, names: names).array
    return array.shape.count == 3 ? own : nil
  }
}
