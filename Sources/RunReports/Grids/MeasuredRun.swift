import Calibration
import Foundation
import LongTail
import Reports

/// What a table shows of a finished run.
struct MeasuredRun {
  /// Two figures, each a fraction in [0, 1].
  struct Scores {
    let accuracy: Double
    /// `nil` for the accuracy of some classes alone.
    let calibrationError: Double?
  }

  /// Without a location: `cifar100`.
  let dataset: String
  let selection: CheckpointSelection
  let validationFraction: Double
  let backbone: String
  /// Of each stage.
  let epochs: [Int]
  let making: GridReport.Making
  private let results: [EvaluatedCalibrator]

  /// `nil` for a run that has not finished, or has no accuracy.
  /// - Throws: `FileProblem` for a damaged run.
  init?(at path: String) throws {
    let run = RunDirectory.at(path)
    guard run.isFinished else { return nil }
    let evaluation = try run.evaluation()
    let recipe = try RecipeFile.read(run.recipePath)
    guard let scores = evaluation.results.first?.scores, scores["accuracy"] != nil,
      scores["ece"] != nil
    else { return nil }
    dataset = recipe.data.sourceName
    selection = evaluation.selection
    validationFraction = recipe.data.validationFraction
    backbone = recipe.model.backbone.name
    epochs = recipe.stages.map(\.epochs)
    let words = recipe.stages.map(StageWords.init)
    making = try GridReport.Making(
      parameters: evaluation.parameters, multiplyAdds: evaluation.multiplyAdds,
      selection: evaluation.selection.rawValue,
      augmentation: StageWords.together(words.map(\.augmentation)),
      schedule: StageWords.together(words.map { try $0.schedule() }))
    results = evaluation.results
  }

  /// - Parameters:
  ///   - group: the classes whose mean accuracy it is, without a calibration error; `nil` for all samples.
  ///   - calibrator: what the answers went through; `nil` for none.
  /// - Returns: `nil` for a calibrator that was not fitted, and for a group without classes.
  func scores(group: ShotGroup? = nil, calibrator: String? = nil) -> Scores? {
    guard let scores = results.first(where: { $0.calibrator == calibrator })?.scores,
      let accuracy = scores[group.map { "accuracy_\($0.rawValue)" } ?? "accuracy"]
    else { return nil }
    return Scores(accuracy: accuracy, calibrationError: group == nil ? scores["ece"] : nil)
  }

  /// The figures of several seeds; `nil` while there is none.
  static func together(_ runs: [(run: MeasuredRun, scores: Scores?)]) -> GridReport.Measured? {
    let scores = runs.compactMap { $0.scores }
    guard let first = runs.first(where: { $0.scores != nil }) else { return nil }
    let errors = scores.compactMap(\.calibrationError)
    return GridReport.Measured(
      accuracy: .init(scores.map(\.accuracy)),
      calibrationError: errors.isEmpty ? nil : .init(errors), epochs: first.run.epochs,
      making: first.run.making)
  }
}
