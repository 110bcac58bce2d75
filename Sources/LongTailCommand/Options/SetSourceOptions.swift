import ArgumentParser
import ArrayFiles
import Calibration
import RunReports

/// What probabilities prediction sets are made of.
struct SetSourceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A calibrator that longtail calibrate fit has written: sets are made of its probabilities, and belong to it. Fit it on other samples than those that calibrate the sets, where there are enough.",
      valueName: "file"), transform: PathArgument.path)
  var calibrator: String?

  @OptionGroup(title: "Experts") var rule: CombinationOption

  @OptionGroup(title: "Tables") var tables: TableOptions

  /// A folder of labelled predictions; says how its tables were understood, unless that is not wanted.
  /// - Parameters:
  ///   - folder: where they are.
  ///   - other: predictions that these are used with, and their folder; `nil` for none.
  ///   - quietly: whether only warnings are wanted.
  /// - Returns: their probabilities, through the calibrator where there is one.
  /// - Throws: `FileProblem` when files are wrong or do not fit together, the calibrator was fitted to
  ///   predictions of another kind, or the other predictions are of other classes.
  func open(
    _ folder: String, with other: (rows: LabelledProbabilities, folder: String)? = nil,
    quietly: Bool = false
  ) throws -> LabelledProbabilities {
    let calibrator = try self.calibrator.map { try CalibratorIdentity.read($0) }
    let fitted = calibrator?.content.fitted
    let combination = try combination(of: fitted)
    let labelled = try LabelledRows(
      folder: folder, combination: combination, choice: try tables.choice(),
      shift: calibrator?.content.input?.shift)
    if !quietly {
      Remarks.print(labelled.notes)
      Remarks.warn(labelled.warnings)
    }
    try calibrator?.content.check(labelled.rows, in: folder, as: self.calibrator ?? "")
    let rows: ProbabilityRows
    do { rows = try ProbabilityRows(labelled.rows, calibrator: fitted) } catch {
      throw FileProblem(folder, error.description)
    }
    let opened = LabelledProbabilities(
      rows: rows, labels: labelled.labels, classCounts: labelled.classCounts,
      identity: calibrator?.identity ?? .none, combination: combination,
      input: labelled.rows.input)
    try other?.rows.checkSameClasses(opened, in: folder, as: other?.folder ?? "")
    let met = other.map { [(input: $0.rows.input, path: $0.folder)] } ?? []
    let first = calibrator.map { [(input: $0.content.knownInput, path: self.calibrator ?? "")] }
    let notes = try InputDescription.notes(
      adding: opened.input, in: folder, to: (first ?? []) + met)
    if !quietly {
      Remarks.print(notes)
      Remarks.warn(
        other.flatMap { other in
          other.rows.rows.scores.map { scores in
            SharedSamples.warnings(
              measured: (labelled.rows, labelled.labels, folder),
              fitted: (scores, other.rows.labels, other.folder))
          }
        } ?? [])
    }
    return opened
  }

  /// What was said, which must be what the calibrator was fitted to; else what a calibrator of each expert has.
  func combination(of fitted: FittedCalibration?) throws -> EnsembleCombination? {
    let given = try rule.combination(of: fitted, in: calibrator ?? "")
    if case .each(let calibrators) = fitted { return calibrators.combination }
    return given
  }
}
