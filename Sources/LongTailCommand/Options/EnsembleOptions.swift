import ArgumentParser
import ArrayFiles
import Calibration
import LongTail

/// How the experts of an ensemble are combined, for the commands that read their logits.
struct CombinationOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The logits are of several experts, [samples, experts, classes] (or expert_logits of a folder); combine them by mean-logits or mean-probabilities.",
      valueName: "rule"))
  var combine: String?

  /// - Throws: `UnknownName` for another word.
  func combination() throws -> EnsembleCombination? {
    guard let combine else { return nil }
    guard let combination = EnsembleCombination(rawValue: combine) else {
      throw UnknownName(
        "combination", combine, known: EnsembleCombination.allCases.map(\.rawValue))
    }
    return combination
  }

  /// What was said, which must be what the calibrator was fitted to.
  /// - Parameters:
  ///   - fitted: the calibrator; `nil` for none.
  ///   - path: its file.
  /// - Returns: `nil` where nothing was said.
  /// - Throws: `UnknownName` for another word, `FileProblem` for another combination.
  func combination(
    of fitted: FittedCalibration?, in path: String
  ) throws -> EnsembleCombination? {
    let given = try combination()
    if let given, let own = fitted?.combination, given != own {
      throw FileProblem(
        path, "it was fitted to experts combined by \(own.rawValue), not by \(given.rawValue)")
    }
    return given
  }
}

/// What is calibrated of an ensemble.
struct EnsembleOptions: ParsableArguments {
  @OptionGroup var rule: CombinationOption

  @Option(
    help: ArgumentHelp(
      "combined: combine the experts, then calibrate (the default); each: calibrate every expert, then combine. Needs --combine.",
      valueName: "order"))
  var expertCalibration: String?

  func validate() throws {
    guard expertCalibration == nil || rule.combine != nil else {
      throw ValidationError(
        "--expert-calibration needs --combine mean-logits or mean-probabilities")
    }
  }

  /// How experts are combined, and what is calibrated of them.
  typealias Choice = (combination: EnsembleCombination?, calibration: ExpertCalibration)

  /// What was asked for, as ``calibration(of:)`` says.
  /// - Throws: `UnknownName` for another word, `FileProblem` for experts that a router chose among.
  func choice(for folder: String) throws -> Choice {
    (try rule.combination(), try calibration(of: folder))
  }

  /// What was asked for, for predictions that it is possible for; warns where it takes their prior away.
  /// - Parameter folder: the predictions that a calibrator is fitted to.
  /// - Returns: `combined` where nothing was asked for.
  /// - Throws: `UnknownName` for another word, `FileProblem` for experts that a router chose among.
  func calibration(of folder: String) throws -> ExpertCalibration {
    guard let expertCalibration else { return .combined }
    guard let calibration = ExpertCalibration(rawValue: expertCalibration) else {
      throw UnknownName(
        "expert calibration", expertCalibration, known: ExpertCalibration.allCases.map(\.rawValue))
    }
    guard calibration == .each, let origin = try PredictionOrigin(ofPredictions: folder) else {
      return calibration
    }
    guard !origin.recipe.prediction.routes else {
      throw FileProblem(
        folder,
        "--expert-calibration each calibrates all experts, but the answers of \(origin.path) are of those "
          + "that its router chooses (prediction.routes); leave it and --combine out")
    }
    Remarks.warn(
      origin.recipe.expertPriorWarnings(calibrating: .each, classCounts: origin.trainedCounts))
    return calibration
  }
}
