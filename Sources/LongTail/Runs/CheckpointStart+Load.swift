import ArrayFiles
import Calibration
import Foundation
import Torch

extension CheckpointStart {
  /// Puts the weights into the network of a run that is about to begin.
  /// - Throws: `FileProblem` when they are gone, have changed or are those of another network;
  ///   ``SettingsError`` when the stages that made them have seen what this run holds out.
  func load(
    into model: ExpertModel, recipe: Recipe, data: DataPartition,
    observer: (any TrainingObserver)?
  ) throws {
    let weights = try StartingWeights(path, afterStages: stage, weights: self.weights)
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
      try weights.requireUnseen(by: recipe, data: data, key: "start")
      let remarks = try weights.requireSameUse(by: recipe, data: data, stage: stage)
      remarks.forEach { observer?.noted("warning: \($0)") }
    }
    try weights.load(into: model, stages: recipe.stages, start: stage)
      .forEach { observer?.noted($0) }
  }
}

extension StartingWeights {
  /// A classifier that is kept must be of the data's classes in their order, and pictures should be brought
  /// to the network as they were when another run made these weights.
  /// - Returns: what the reader should know.
  /// - Throws: `FileProblem` for other classes, or the same ones in another order.
  fileprivate func requireSameUse(
    by recipe: Recipe, data: DataPartition, stage: Int
  ) throws -> [String] {
    guard let description = self.data, let source = self.recipe else { return [] }
    var remarks: [String] = []
    let isDrawn = recipe.stages[stage].reinitializes.contains("classifier")
    if !isDrawn {
      let names = data.training.samples.classNames
      let matching = try ClassMatching(
        of: names, in: recipe.data.source, among: description.classNames, of: path)
      guard matching.isIdentity || names.count != description.classNames.count else {
        let moved = names.indices.first { matching.classes[$0] != $0 } ?? 0
        throw FileProblem(
          path,
          "its classes are in another order: class \(moved) is “\(description.classNames[moved])” there and "
            + "“\(names[moved])” in \(recipe.data.source), so its classifier does not fit")
      }
      remarks += matching.remarks
    }
    let input = InputShape(data.training.samples.samples)
    if description.input != input {
      remarks.append("\(path) was trained on \(description.input); the data have \(input)")
    } else if case .picture = input,
      let framing = recipe.data.framingDifference(from: source.data)
    {
      remarks.append(
        "the pictures of \(path) were brought to their size by “\(framing.other)”, here it is "
          + "“\(framing.own)”")
    }
    return remarks
  }
}

extension StartingWeights {
  /// What a run holds out now must have been held out when another run made these weights; weights of an
  /// unknown origin pass.
  /// - Parameters:
  ///   - recipe: of the run that uses the weights.
  ///   - data: that run's.
  ///   - key: where the recipe names the weights.
  /// - Throws: ``SettingsError``.
  func requireUnseen(by recipe: Recipe, data: DataPartition, key: String) throws {
    guard let source = self.recipe else { return }
    // Nothing is drawn of data with made samples, whose held-out parts are those of the run that they were made of.
    guard data.origin == nil else { return }
    let (now, then) = (recipe.data, source.data)
    guard now.validationFraction + now.calibrationFraction > 0 else { return }
    let names = [now, then].map(\.sourceName)
    guard names[0] == names[1] else { return }
    var differences: [String] = []
    if self.data?.split != data.splitIdentity {
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
        key,
        "\(path) was trained with \(differences.joined(separator: ", ")), so it has seen samples that "
          + "this run would hold out; divide the data as that run did, or hold nothing out "
          + "(--validation-fraction 0)")
    }
  }
}
