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
  /// - Throws: `FileProblem` when files are wrong or do not fit together, or the calibrator was fitted to
  ///   predictions of another kind.
  func open(_ folder: String, quietly: Bool = false) throws -> LabelledProbabilities {
    let calibrator = try self.calibrator.map { try CalibratorIdentity.read($0) }
    let fitted = calibrator?.content.fitted
    let combination = try combination(of: fitted)
    let labelled = try LabelledRows(
      folder: folder, combination: combination, choice: try tables.choice(),
      shift: calibrator?.content.input?.shift)
    if !quietly {
      Remarks.print(labelled.notes)
      Remarks.warn(labelled.rows.warnings)
    }
    try calibrator?.content.check(
      labelled.rows, in: folder, as: self.calibrator ?? "", quietly: quietly)
    let rows: ProbabilityRows
    do { rows = try ProbabilityRows(labelled.rows, calibrator: fitted) } catch {
      throw FileProblem(folder, error.description)
    }
    return LabelledProbabilities(
      rows: rows, labels: labelled.labels, classCounts: labelled.classCounts,
      identity: calibrator?.identity ?? .none, combination: combination,
      input: labelled.rows.input)
  }

  /// What was said, which must be what the calibrator was fitted to; else what a calibrator of each expert has.
  func combination(of fitted: FittedCalibration?) throws -> EnsembleCombination? {
    let given = try rule.combination(of: fitted, in: calibrator ?? "")
    if case .each(let calibrators) = fitted { return calibrators.combination }
    return given
  }
}
