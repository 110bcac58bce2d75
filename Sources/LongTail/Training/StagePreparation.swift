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
    if stage.batchNorm == .recomputed { try recomputeStatistics() }
  }

  private func reinitialize() throws {
    guard !stage.reinitializes.isEmpty else { return }
    let model = trainer.model
    // Another stream than that of the first weights, which an earlier stage has trained from.
    let fresh = try ExpertModel(
      model.settings, input: model.input, classes: model.classes,
      seed: trainer.recipe.stageSeed(index), device: model.device, dtype: model.store.dtype)
    for (own, drawn) in zip(model.store.parameters, fresh.store.parameters)
    where stage.reinitializes.contains(where: { matches(own.name, prefix: $0) }) {
      own.tensor.assignInPlace(drawn.tensor)
    }
  }

  /// One pass over the samples of the stage's first epoch. Each layer's mean is that over all samples;
  /// its variance is the mean variance within batches plus the variance of the batches' means.
  private func recomputeStatistics() throws {
    var pass = NormalizationPass(trainer.model.store)
    guard !pass.isEmpty else { return }
    let loader = trainer.loaders(stage: index, epoch: 0)[0]
    let batches = loader.batches()
    while let batch = try batches.next() {
      pass.begin()
      withoutGradients {
        _ = trainer.model.features(batch.tensor(on: trainer.execution.device), .training)
      }
      pass.add(samples: batch.count)
    }
    pass.finish()
  }
}

/// Gathers the statistics of every batch norm over the batches of one pass.
private struct NormalizationPass {
  private struct Layer {
    let mean: Tensor
    let variance: Tensor
    /// Σ n m, Σ n m², Σ n v in float64, with the samples n, mean m and variance v of each batch.
    var sums: [Tensor]
  }

  private var layers: [Layer]
  private var samples = 0
  /// With statistics of 0 before a batch, its own are what a layer then holds, times this share.
  private let share = 0.1

  init(_ store: ParameterStore) {
    let buffers = Dictionary(uniqueKeysWithValues: store.buffers.map { ($0.name, $0.tensor) })
    layers = buffers.keys.filter { $0.hasSuffix("running_mean") }.sorted().compactMap { name in
      guard let mean = buffers[name],
        let variance = buffers[name.dropLast("running_mean".count) + "running_var"]
      else { return nil }
      let zero = mean.to(.float64) * 0
      return Layer(mean: mean, variance: variance, sums: [zero, zero, zero])
    }
  }

  var isEmpty: Bool { layers.isEmpty }

  func begin() {
    for layer in layers {
      layer.mean.fillInPlace(0)
      layer.variance.fillInPlace(0)
    }
  }

  mutating func add(samples count: Int) {
    samples += count
    for index in layers.indices {
      let mean = layers[index].mean.to(.float64) / share
      let variance = layers[index].variance.to(.float64) / share
      for (place, value) in [mean, mean.square(), variance].enumerated() {
        layers[index].sums[place] = layers[index].sums[place] + value * Double(count)
      }
    }
  }

  func finish() {
    for layer in layers {
      let moments = layer.sums.map { $0 / Double(samples) }
      layer.mean.assignInPlace(moments[0])
      layer.variance.assignInPlace(moments[2] + (moments[1] - moments[0].square()).clamped(min: 0))
    }
  }
}
