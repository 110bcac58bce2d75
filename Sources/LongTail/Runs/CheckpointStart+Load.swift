import ArrayFiles
import Calibration
import Foundation
import Torch

extension CheckpointStart {
  /// Puts the weights into the network of a run that is about to begin.
  /// - Throws: `FileProblem` when they are gone, have changed or are those of another network;
  ///   ``SettingsError`` when the stages that made them have seen what this run holds out.
  func load(into model: ExpertModel, recipe: Recipe, data: DataPartition) throws {
    let weights = try StartingWeights(path, afterStages: stage)
    guard weights.sha256 == sha256 else {
      throw FileProblem(
        weights.file,
        "has changed since the recipe was made: its SHA-256 is \(weights.sha256), "
          + "the recipe says \(sha256)")
    }
    if let source = weights.recipe {
      let (own, other) = (recipe.model.backbone.name, source.model.backbone.name)
      guard own == other else {
        throw FileProblem(path, "was trained with the backbone \(other); this recipe has \(own)")
      }
      try requireUnseen(recipe: recipe, data: data, source: source, sourceData: weights.data)
    }
    try weights.load(into: model, stages: recipe.stages, start: stage)
  }

  /// What is held out now must have been held out then.
  private func requireUnseen(
    recipe: Recipe, data: DataPartition, source: Recipe, sourceData: DataDescription?
  ) throws {
    let (now, then) = (recipe.data, source.data)
    guard now.validationFraction + now.calibrationFraction > 0 else { return }
    let names = [now, then].map { $0.source.prefix { $0 != ":" } }
    guard names[0] == names[1] else { return }
    var differences: [String] = []
    if sourceData?.split != data.splitIdentity {
      differences.append("another selection of samples")
    }
    if now.validationFraction != then.validationFraction {
      differences.append("a validation fraction of \(then.validationFraction)")
    }
    if now.calibrationFraction != then.calibrationFraction {
      differences.append("a calibration fraction of \(then.calibrationFraction)")
    }
    if recipe.seed != source.seed { differences.append("the seed \(source.seed)") }
    guard differences.isEmpty else {
      throw SettingsError(
        "start",
        "\(path) was trained with \(differences.joined(separator: ", ")), so it has seen samples that "
          + "this run would hold out; divide the data as that run did, or hold nothing out "
          + "(--validation-fraction 0)")
    }
  }
}
