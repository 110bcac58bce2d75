import ArgumentParser
import ArrayFiles
import Calibration
import RunReports

/// `longtail sets apply`
struct SetsApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Turn logits or probabilities into prediction sets.",
    discussion: """
      Writes the whole file, or none. As .csv: a line a sample with its row, the size of its set, whether it
      has no answer, and the classes, the most probable first. As .npy: uint8, [samples, classes], 1 for what is
      in the set. Sets belong to the calibrator that they were fitted with: the same file must be given.

      Examples:
        longtail sets apply --sets sets.json --logits new.npy --output sets.csv
        longtail sets apply --sets sets.json --calibrator temperature.json --logits new.npy --output sets.npy
      """)

  @Option(help: "The file that longtail sets fit has written.", transform: PathArgument.path)
  var sets: String

  @Option(
    help: ArgumentHelp(
      "Logits, [samples, classes]: .npy, .npz, .safetensors, .csv or .tsv; FILE:NAME for one array of several.",
      valueName: "file"), transform: PathArgument.path)
  var logits: String?

  @Option(
    help: ArgumentHelp("Probabilities instead, likewise.", valueName: "file"),
    transform: PathArgument.path)
  var probabilities: String?

  @OptionGroup var source: SetSourceOptions

  @Option(help: "The .csv or .npy file to write.", transform: PathArgument.path)
  var output: String

  @OptionGroup var replacing: OverwriteOption

  func validate() throws {
    guard (logits == nil) != (probabilities == nil) else {
      throw ValidationError("say what to read: --logits FILE or --probabilities FILE")
    }
    guard SetOutput.Kind(path: output) != nil else {
      throw ValidationError("--output is \(output); a name that ends in .csv or .npy is needed")
    }
  }

  func run() throws {
    try replacing.check(output)
    let predictor = try SetPredictorFile.read(sets)
    let calibrator = try source.calibrator.map { try CalibratorIdentity.read($0) }
    let identity = calibrator?.identity ?? .none
    guard identity == predictor.calibrator else {
      throw FileProblem(
        sets,
        "its sets belong to \(predictor.calibrator.words); "
          + (source.calibrator.map { "\($0) is \(identity.words)" } ?? "give it with --calibrator"))
    }
    let path = logits ?? probabilities ?? ""
    let given = try PredictionRows(
      path, kind: logits == nil ? .probabilities : .logits,
      combination: combination(predictor, calibrator?.content.fitted),
      choice: source.tables.choice(), shift: calibrator?.content.input?.shift)
    Remarks.print(given.notes)
    Remarks.warn(given.warnings)
    try calibrator?.content.check(given, in: path, as: source.calibrator ?? "")
    let rows: ProbabilityRows
    do {
      rows = try ProbabilityRows(given, calibrator: calibrator?.content.fitted)
    } catch {
      throw FileProblem(path, error.description)
    }
    guard rows.classes == predictor.classes else {
      throw FileProblem(
        path,
        CalibrationError.setClassesDiffer(predictor: predictor.classes, data: rows.classes)
          .description)
    }
    try InputDescription(classNames: predictor.classNames)
      .checkSameClasses(given.input, in: path, as: sets)
    let stop = StopRequest()
    try SetOutput(path: output, predictor: predictor).write(rows) { stop.isRequested }
    try StandardOutput.print(output)
  }

  /// What was said, which must be what the sets were fitted to; else what that was.
  private func combination(
    _ predictor: SetPredictor, _ fitted: FittedCalibration?
  ) throws -> EnsembleCombination? {
    let given = try source.combination(of: fitted)
    if let given, given != predictor.combination {
      let own = predictor.combination.map { "experts combined by \($0.rawValue)" } ?? "one network"
      throw FileProblem(
        sets, "it was fitted to \(own), not to experts combined by \(given.rawValue)")
    }
    return predictor.combination
  }
}
