import ArgumentParser
import ArrayFiles
import Calibration
import Foundation

/// The class prior that calibrated probabilities are corrected to, and the one that they are for.
struct PriorCorrectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Correct the probabilities to a class prior: uniform, forward-R, backward-R (by class counts), a file with a share or count a class or that longtail prior has written, or estimated: from these rows themselves. Needs --validation or --source-prior, unless the file is one of longtail prior.",
      valueName: "prior"), transform: PathArgument.path)
  var prior: String?

  @Option(
    help: ArgumentHelp(
      "Folder with the validation predictions that the calibrator was fitted to; the source prior is the mean calibrated probability there.",
      valueName: "folder"), transform: PathArgument.path)
  var validation: String?

  @Option(
    help: ArgumentHelp(
      "The prior that the calibrated probabilities are for instead: a file with a share or count a class.",
      valueName: "file"), transform: PathArgument.path)
  var sourcePrior: String?

  @Option(
    help: ArgumentHelp(
      "Training images per class, for forward-R and backward-R; else class_counts of the validation folder.",
      valueName: "file"), transform: PathArgument.path)
  var classCounts: String?

  static let estimated = "estimated"

  func validate() throws {
    guard let prior else {
      for (value, option) in [
        (validation, "--validation"), (sourcePrior, "--source-prior"),
        (classCounts, "--class-counts"),
      ] where value != nil {
        throw ValidationError("\(option) belongs to --prior; give both or none")
      }
      return
    }
    guard validation == nil || sourcePrior == nil else {
      throw ValidationError("--validation and --source-prior exclude each other; give one of them")
    }
    try PriorOption.check(prior, option: "--prior")
    guard prior != Self.estimated || validation != nil else {
      throw ValidationError(
        "--prior estimated needs --validation DIR, the predictions that the calibrator was fitted to"
      )
    }
  }

  /// - Parameters:
  ///   - content: the calibrator.
  ///   - path: its file.
  ///   - rows: those to correct.
  ///   - rowsPath: their file.
  ///   - combination: how experts are combined.
  ///   - choice: how tables are read.
  /// - Returns: `nil` without `--prior`, and where no shift was found.
  /// - Throws: `ValidationError` and `FileProblem` for priors that cannot be had or do not fit.
  func correction(
    after content: CalibratorFile.Content, _ path: String, of rows: PredictionRows,
    _ rowsPath: String, combination: EnsembleCombination?, choice: TableChoice
  ) throws -> PriorCorrection? {
    guard let prior else { return nil }
    let labelled = try validation.map {
      try PredictionFolder.read(
        $0, combination: combination, choice: choice, shift: content.input?.shift)
    }
    if let labelled, let validation {
      guard labelled.logits.classes == rows.classes else {
        throw FileProblem(
          validation, "\(labelled.logits.classes) classes; \(rowsPath) has \(rows.classes)")
      }
      Remarks.print(labelled.notes + labelled.remarks)
      Remarks.warn(labelled.warnings)
      try content.input?.checkSame(labelled.input, in: validation, as: path)
      Remarks.print(
        try InputDescription.notes(
          adding: labelled.input, in: validation,
          to: [(content.knownInput, path), (rows.input, rowsPath)]))
    }
    if prior == Self.estimated, let labelled {
      return try estimated(content, path, labelled, rows, rowsPath)
    }
    let estimate = try writtenEstimate(prior, content, path)
    if let estimate, estimate.classes != rows.classes {
      throw FileProblem(prior, "\(estimate.classes) classes; \(rowsPath) has \(rows.classes)")
    }
    let known = [
      (rows.classNames, rowsPath), (content.knownInput.classNames, path),
      (labelled?.input.classNames, validation ?? ""),
    ].first { $0.0 != nil }
    let classes = KnownClasses(
      count: rows.classes, names: known?.0, owner: known?.1 ?? rowsPath)
    let counts = try classCounts.map { try PredictionArrays.classCounts($0, for: classes) }
    Remarks.print(counts?.notes ?? [])
    let target: [Double]
    do {
      target = try PriorOption.testPrior(prior, option: "--prior", for: classes).shares(
        classes: rows.classes, trainingCounts: counts?.counts ?? labelled?.classCounts)
    } catch let error as CalibrationError {
      throw ValidationError("--prior: \(error.description)")
    }
    let source = try source(content, labelled, estimate, classes)
    do { return try PriorCorrection(from: source, to: target) } catch {
      throw FileProblem(prior, error.description)
    }
  }

  private func source(
    _ content: CalibratorFile.Content, _ labelled: Predictions?, _ estimate: PriorEstimate?,
    _ classes: KnownClasses
  ) throws -> [Double] {
    if let sourcePrior {
      let found = try ClassShares.read(sourcePrior, for: classes)
      Remarks.print(found.notes)
      return found.shares
    }
    if let labelled {
      do { return try content.fitted.sourcePrior(labelled) } catch let error as CalibrationError {
        throw FileProblem(validation ?? "", error.description)
      }
    }
    guard let estimate else {
      throw ValidationError(
        "--prior \((prior ?? "").shellWord) says where to, not where from: add --validation DIR, the predictions that "
          + "the calibrator was fitted to, or --source-prior FILE")
    }
    return estimate.sourcePrior
  }

  /// What `longtail prior` has written, which must belong to this calibrator; `nil` for another file or word.
  private func writtenEstimate(
    _ prior: String, _ content: CalibratorFile.Content, _ path: String
  ) throws -> PriorEstimate? {
    guard let data = FileManager.default.contents(atPath: prior),
      let estimate = try? JSONDecoder().decode(PriorEstimate.self, from: data)
    else { return nil }
    guard case .combined(let calibrator, _) = content.fitted,
      try estimate.calibratorIdentity
        == CalibratorFile.identity(.combined(calibrator, nil), method: content.method)
    else {
      throw FileProblem(
        prior,
        "it was estimated after another calibrator (\(estimate.calibrator), "
          + "\(estimate.calibratorIdentity ?? "none")) than \(path); estimate it again with --calibrator "
          + path.shellWord)
    }
    return estimate
  }

  private func estimated(
    _ content: CalibratorFile.Content, _ path: String, _ labelled: Predictions,
    _ rows: PredictionRows, _ rowsPath: String
  ) throws -> PriorCorrection? {
    guard case .combined(let calibrator, _) = content.fitted else {
      throw FileProblem(
        path,
        "a calibrator for each expert; a prior is estimated after one that was fitted to the combination"
      )
    }
    var estimation = PriorEstimation()
    estimation.resamples = 0
    let estimate: PriorEstimate
    do {
      estimate = try estimation.estimate(
        PriorEvidence(
          validation: labelled, calibrator: calibrator, method: content.method,
          rows: rows.logits(0..<rows.samples)))
    } catch let error as CalibrationError {
      throw FileProblem(rowsPath, error.description)
    }
    Remarks.tell(estimate)
    guard estimate.isApplied else { return nil }
    return try PriorCorrection(from: estimate.sourcePrior, to: estimate.prior)
  }
}
