public import ArrayFiles

/// Labelled predictions and rows without labels in files, read and found to belong together, with the calibrator
/// that comes before an estimate of the prior.
public struct PriorFiles {
  /// The world that the model comes from.
  public let labelled: Predictions
  /// `[samples, classes]`, without labels.
  public let rows: PredictionRows
  /// Which files have no names of classes and are taken in the order of another's, a line each.
  public let notes: [String]
  /// That the rows are labelled ones, a line; empty where they are others.
  public let warnings: [String]
  private let unlabelled: Logits
  private let rowsPath: String
  private let calibrator: (path: String, content: CalibratorFile.Content)?
  private let combination: EnsembleCombination?

  /// - Parameters:
  ///   - validation: a folder of labelled predictions, as ``PredictionFolder`` reads it.
  ///   - path: the rows without labels.
  ///   - kind: what these are.
  ///   - calibrator: a file that ``CalibratorFile`` has written; `nil` for none.
  ///   - combination: how experts are combined; `nil` for logits of a single network.
  ///   - choice: how tables are read.
  /// - Throws: `FileProblem` for files that are wrong or do not belong together.
  public init(
    validation: String, rows path: String, kind: PredictionRows.Kind, calibrator: String? = nil,
    combination: EnsembleCombination? = nil, choice: TableChoice = TableChoice()
  ) throws {
    self.combination = combination
    rowsPath = path
    self.calibrator = try calibrator.map { ($0, try CalibratorFile.read($0)) }
    let input = self.calibrator?.content.input
    labelled = try PredictionFolder.read(
      validation, combination: combination, choice: choice, shift: input?.shift)
    rows = try PredictionRows(
      path, kind: kind, combination: combination, choice: choice, shift: labelled.input.shift)
    guard rows.classes == labelled.logits.classes else {
      throw FileProblem(
        path, "\(rows.classes) classes; \(validation) has \(labelled.logits.classes)")
    }
    try input?.checkSame(labelled.input, in: validation, as: calibrator ?? "")
    try labelled.input.checkSame(rows.input, in: path, as: validation)
    let first =
      self.calibrator.map { [(input: $0.content.input ?? InputDescription(), path: $0.path)] } ?? []
    notes = try InputDescription.notes(
      matching: first + [(labelled.input, validation), (rows.input, path)])
    unlabelled = try rows.logits(0..<rows.samples)
    warnings = SharedSamples.warnings(
      estimated: (unlabelled, path), known: (labelled.logits, validation))
  }

  /// What an estimate is made of, after the calibrator of the file.
  /// - Parameter method: without such a file, what is fitted to the labelled predictions:
  ///   ``PriorEvidence/uncalibrated`` for nothing, the usual one when `nil`.
  /// - Returns: the evidence.
  /// - Throws: `FileProblem` for a calibrator of other experts, ``CalibrationError`` for predictions that cannot
  ///   be used, ``UnknownName`` for a method that there is not.
  public func evidence(fitting method: String? = nil) throws -> PriorEvidence {
    guard let calibrator else { return try fitted(method) }
    guard case .combined(let single, let own) = calibrator.content.fitted else {
      throw FileProblem(
        calibrator.path,
        "a calibrator for each expert; a prior is estimated after one that was fitted to the combination"
      )
    }
    if let own, own != combination {
      throw FileProblem(
        calibrator.path,
        "it was fitted to experts combined by \(own.rawValue); add --combine \(own.rawValue)")
    }
    do {
      return try PriorEvidence(
        validation: labelled, calibrator: single, method: calibrator.content.method,
        rows: unlabelled)
    } catch {
      throw FileProblem(rowsPath, error.description)
    }
  }

  private func fitted(_ method: String?) throws -> PriorEvidence {
    if method == PriorEvidence.uncalibrated {
      return try PriorEvidence(uncalibrated: labelled, rows: unlabelled)
    }
    let chosen = try method.map { try Calibrators.type(named: $0).init() }
    return try PriorEvidence(fittedTo: labelled, method: chosen, rows: unlabelled)
  }
}
