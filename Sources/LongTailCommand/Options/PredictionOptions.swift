import ArgumentParser
import ArrayFiles
import Calibration

/// Where labelled predictions lie, and what they are. Shared by the commands that measure them.
struct PredictionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Logits [samples, classes]: .npy, .npz, .safetensors, .csv or .tsv; FILE:NAME for an array or column of a file with several.",
      valueName: "file"), transform: PathArgument.path)
  var logits: String?

  @Option(
    help: ArgumentHelp("Probabilities [samples, classes], likewise.", valueName: "file"),
    transform: PathArgument.path)
  var probabilities: String?

  @Option(
    help: ArgumentHelp(
      "Both at once: a folder with logits.npy (or probabilities.npy) and labels.npy, in any of the formats, or an NPZ or safetensors file with arrays of these names.",
      valueName: "folder|file"), transform: PathArgument.path)
  var predictions: String?

  @Option(
    help: ArgumentHelp(
      "Integer labels [samples], in any of the formats; in tables also the names of the columns of scores.",
      valueName: "file"),
    transform: PathArgument.path)
  var labels: String?

  @OptionGroup var uncertainty: UncertaintyOptions

  @OptionGroup var rule: CombinationOption

  @OptionGroup var tables: TableOptions

  /// Names of the options given; a merge has no use for them.
  var given: [String] {
    let given: [(String, Bool)] = [
      ("--logits", logits != nil), ("--probabilities", probabilities != nil),
      ("--predictions", predictions != nil), ("--labels", labels != nil),
      ("--combine", rule.combine != nil), ("--columns", tables.columns != nil),
      ("--header", tables.header != .automatic),
    ]
    return given.filter(\.1).map(\.0) + uncertainty.given
  }

  func validate() throws {
    let given = [logits, probabilities, predictions].compactMap { $0 }
    guard given.count <= 1 else {
      throw ValidationError("only one of --logits, --probabilities and --predictions can be given")
    }
  }

  /// Opens what the options name.
  /// - Parameter classCounts: a file with the training images per class.
  /// - Returns: the rows, and the labels that belong to them.
  /// - Throws: `ValidationError` when options are missing; `FileProblem` when the files are wrong.
  func open(classCounts: String?) throws -> LabelledRows {
    let combination = try rule.combination()
    if let predictions {
      return try LabelledRows(
        folder: predictions, combination: combination, labels: labels, classCounts: classCounts,
        uncertainties: uncertainty.file, choice: try tables.choice())
    }
    let rows: PredictionRows
    if let logits {
      rows = try PredictionRows(
        logits, kind: .logits, combination: combination, labels: labels,
        uncertainties: uncertainty.file, choice: try tables.choice())
    } else if let probabilities {
      rows = try PredictionRows(
        probabilities, kind: .probabilities, combination: combination, labels: labels,
        uncertainties: uncertainty.file, choice: try tables.choice())
    } else {
      throw ValidationError(
        "say what to read: --logits FILE or --probabilities FILE, with --labels FILE; "
          + "or --predictions FOLDER")
    }
    guard let labels else {
      throw ValidationError("--labels is missing, such as --labels labels.npy")
    }
    return try LabelledRows(
      rows, labels: labels, classCounts: classCounts, uncertainties: uncertainty.file)
  }
}
