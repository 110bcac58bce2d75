import Torch

/// What happens to the weights before a stage's first step. It depends on the recipe and the weights
/// alone, so a run that is resumed at the beginning of a stage does it again to the same effect.
struct StagePreparation {
  let trainer: Trainer
  let stage: Stage
  let index: Int

  /// - Throws: ``SettingsError`` for prefixes that name nothing; `FileProblem` for an unreadable picture.
  func carryOut() throws {
    try reinitialize()
    if let beginning = stage.beginning?.fit {
      _ = try ClassifierFitting(trainer).fitClassifier(
        beginning, at: "stages.\(index).beginning")
    }
    guard stage.batchNorm == .recomputed, !trainer.model.settings.keepsStatistics else { return }
    try NormalizationStatistics.measure(
      trainer.model, on: trainer.loaders(stage: index, epoch: 0)[0])
  }

  private func reinitialize() throws {
    guard !stage.reinitializes.isEmpty else { return }
    let model = trainer.model
    // Another stream than that of the first weights, which an earlier stage has trained from.
    let fresh = try ExpertModel(
      model.settings, input: model.input, classes: model.classes,
      seed: trainer.recipe.stageSeed(index), device: model.device, dtype: model.store.dtype)
    for (own, drawn) in zip(model.store.parameters, fresh.store.parameters)
    where stage.drawsAnew(own.name) {
      own.tensor.assignInPlace(drawn.tensor)
    }
    // A network that begins anew has followed no batch.
    guard stage.reinitializes.contains(Stage.everything) else { return }
    for (own, begun) in zip(model.store.buffers, fresh.store.buffers) {
      own.tensor.assignInPlace(begun.tensor)
    }
  }
}
