import ArgumentParser
import Calibration

/// Labelled predictions of the world that a model comes from, rows without labels, and the calibrator that comes
/// before an estimate of their prior.
struct PriorRowOptions: ParsableArguments {
  enum Rows: RowDescription {
    static let logits = "Logits without labels, [samples, classes]"
    static let probabilities = "Probabilities instead, likewise"
  }

  @Option(
    help: "Folder with labelled predictions of the world that the model comes from.",
    transform: PathArgument.path)
  var validation: String

  @OptionGroup var file: RowFileOptions<Rows>

  @Option(
    help: ArgumentHelp(
      "The file that longtail calibrate fit has written, for the same validation set.",
      valueName: "file"), transform: PathArgument.path)
  var calibrator: String?

  @Option(
    help:
      "Or the calibrator to fit here: longtail list calibrators shows them, none takes the probabilities as they are."
  )
  var method: String?

  @OptionGroup(title: "Experts") var rule: CombinationOption

  @OptionGroup(title: "Tables") var tables: TableOptions

  /// Finds out whether the options belong together.
  /// - Throws: `ValidationError` for the first that does not.
  func check() throws {
    try file.check()
    guard calibrator == nil || method == nil else {
      throw ValidationError("--calibrator and --method exclude each other; give one of them")
    }
  }

  /// Where the estimate comes from, as a page names it.
  var files: [(role: String, path: String)] { [("validation", validation), ("rows", file.path)] }

  /// What an estimate of these rows is made of; tells how their files were understood.
  /// - Throws: `FileProblem` for files that are wrong or do not belong together, `UnknownName`, `CalibrationError` for
  ///   predictions that cannot be used.
  func evidence() throws -> PriorEvidence {
    let files = try PriorFiles(
      validation: validation, rows: file.path, kind: file.kind, calibrator: calibrator,
      combination: try rule.combination(), choice: try tables.choice())
    let (labelled, rows) = (files.labelled, files.rows)
    Remarks.print(labelled.notes + labelled.remarks + rows.notes + files.notes)
    Remarks.warn(
      labelled.warnings + rows.warnings + files.warnings + labelled.coverageWarnings)
    return try files.evidence(fitting: method)
  }
}
