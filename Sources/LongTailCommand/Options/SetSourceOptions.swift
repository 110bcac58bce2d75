import ArgumentParser
import ArrayFiles
import Calibration

/// What probabilities prediction sets are made of.
struct SetSourceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A calibrator that longtail calibrate fit has written: sets are made of its probabilities, and belong to it. Fit it on other samples than those that calibrate the sets, where there are enough.",
      valueName: "file"), transform: PathArgument.path)
  var calibrator: String?

  @OptionGroup(title: "Experts") var rule: CombinationOption

  /// Predictions with labels, opened but not read, with what their probabilities come from.
  struct Opened {
    let rows: ProbabilityRows
    let labels: [Int]
    let classCounts: [Int]?
    let identity: CalibratorIdentity
    let combination: EnsembleCombination?
  }

  /// A folder of labelled predictions.
  /// - Throws: `FileProblem` when files are wrong or do not fit together.
  func open(_ folder: String) throws -> Opened {
    let calibrator = try self.calibrator.map { try CalibratorIdentity.read($0) }
    let fitted = calibrator?.content.fitted
    let combination = try combination(of: fitted)
    let labelled = try LabelledRows(folder: folder, combination: combination)
    let rows: ProbabilityRows
    do { rows = try ProbabilityRows(labelled.rows, calibrator: fitted) } catch {
      throw FileProblem(folder, error.description)
    }
    return Opened(
      rows: rows, labels: labelled.labels, classCounts: labelled.classCounts,
      identity: calibrator?.identity ?? .none, combination: combination)
  }

  /// What was said, which must be what the calibrator was fitted to; else what a calibrator of each expert has.
  func combination(of fitted: FittedCalibration?) throws -> EnsembleCombination? {
    let given = try rule.combination()
    if let given, let own = fitted?.combination, given != own {
      throw FileProblem(
        calibrator ?? "",
        "it was fitted to experts combined by \(own.rawValue), not by \(given.rawValue)")
    }
    if case .each(let calibrators) = fitted { return calibrators.combination }
    return given
  }
}
