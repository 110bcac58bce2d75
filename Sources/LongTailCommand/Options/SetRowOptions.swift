import ArgumentParser
import ArrayFiles
import Calibration

/// Fitted prediction sets, and the rows that they are made for.
struct SetRowOptions: ParsableArguments {
  enum Rows: RowDescription {
    static let logits = "Logits, [samples, classes]"
    static let probabilities = "Probabilities instead, likewise"
  }

  @Option(help: "The file that longtail sets fit has written.", transform: PathArgument.path)
  var sets: String

  @OptionGroup var file: RowFileOptions<Rows>

  @OptionGroup var source: SetSourceOptions

  /// Opens the rows; tells how their file was understood.
  /// - Parameter predictor: what the file of the sets holds.
  /// - Returns: probabilities of the calibrator, the kind and the classes that the sets were fitted to.
  /// - Throws: `UnknownName`; `FileProblem` for files that are wrong or do not go together.
  func open(for predictor: SetPredictor) throws -> ProbabilityRows {
    let calibrator = try source.calibrator.map { try CalibratorIdentity.read($0) }
    let identity = calibrator?.identity ?? .none
    guard identity == predictor.calibrator else {
      throw FileProblem(
        sets,
        "its sets belong to \(predictor.calibrator.words); "
          + (source.calibrator.map { "\($0) is \(identity.words)" } ?? "give it with --calibrator"))
    }
    let content = calibrator?.content
    let given = try PredictionRows(
      file.path, kind: file.kind, combination: combination(predictor, content?.fitted),
      choice: source.tables.choice(), shift: content?.input?.shift)
    Remarks.print(given.notes)
    Remarks.warn(given.warnings)
    try content?.check(given, in: file.path, as: source.calibrator ?? "")
    let rows: ProbabilityRows
    do {
      rows = try ProbabilityRows(given, calibrator: content?.fitted)
    } catch {
      throw FileProblem(file.path, error.description)
    }
    guard rows.classes == predictor.classes else {
      throw FileProblem(
        file.path,
        CalibrationError.setClassesDiffer(predictor: predictor.classes, data: rows.classes)
          .description)
    }
    let own = InputDescription(classNames: predictor.classNames)
    let first = content.map { [(input: $0.knownInput, path: source.calibrator ?? "")] } ?? []
    Remarks.print(
      try InputDescription.notes(adding: given.input, in: file.path, to: first + [(own, sets)]))
    return rows
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
