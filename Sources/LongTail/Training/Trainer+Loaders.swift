extension Trainer {
  /// The positions of the samples that one epoch of a stage shows, counted from 0 in the stage: an order for
  /// each stream; these are equally long.
  func orders(stage index: Int, epoch: Int) -> [[Int]] {
    let samples = data.training.samples
    let stage = recipe.stages[index]
    let samplers = [stage.sampler] + stage.streams.map(\.sampler)
    let orders = zip(samplers, Self.streamSeeds(samplers.count)).map { sampler, offset in
      sampler.sampler.order(
        labels: samples.labels, classes: samples.classes,
        seed: recipe.stageSeed(index) &+ (offset &<< 8), epoch: epoch, epochs: stage.epochs)
    }
    let length = orders.map(\.count).min() ?? 0
    return orders.map { Array($0.prefix(length)) }
  }

  /// The batches of one epoch of a stage, counted from 0 in the stage: a loader for each stream; these have
  /// equally many batches of the same sizes. The first gives every view of the batch.
  func loaders(stage index: Int, epoch: Int) -> [BatchLoader] {
    let stage = recipe.stages[index]
    let orders = orders(stage: index, epoch: epoch)
    let share = stage.epochs > 1 ? Double(epoch) / Double(stage.epochs - 1) : 0
    // Squared pictures are already as the augmentations get them.
    let framing = recipe.data.framing.isSquared ? nil : recipe.data.framing.training.framing
    let views =
      [[stage.augmentations] + stage.views.map(\.augmentations)]
      + stage.streams.map { [$0.augmentations ?? stage.augmentations] }
    return zip(zip(orders, views), Self.streamSeeds(orders.count)).map { stream, offset in
      BatchLoader(
        data.training.samples, order: stream.0, batchSize: stage.batchSize ?? recipe.batchSize,
        augmentations: stream.1[0].map { $0.augmentation.at(share) },
        furtherViews: stream.1.dropFirst().map { $0.map { $0.augmentation.at(share) } },
        framing: framing,
        seed: UInt64(recipe.seed) &+ offset, epoch: recipe.epochs(before: index) + epoch,
        workers: execution.workers)
    }
  }

  /// The golden ratio's bits keep the streams apart, as they do stages.
  private static func streamSeeds(_ count: Int) -> [UInt64] {
    (0..<count).map { UInt64($0) &* 0x9e37_79b9_7f4a_7c15 }
  }
}
