extension Trainer {
  /// The positions of the samples that one epoch of a stage shows, counted from 0 in the stage: an order for
  /// each stream; these are equally long.
  func orders(stage index: Int, epoch: Int) -> [[Int]] {
    let samples = data.training.samples
    let stage = recipe.stages[index]
    let samplers = [stage.sampler] + stage.streams.map(\.sampler)
    let shown = stage.classes.map {
      ShownSamples($0.members(classCounts: samples.classCounts), of: samples.labels)
    }
    let orders = zip(samplers, Self.streamSeeds(samplers.count)).map { sampler, offset in
      let order = sampler.sampler.order(
        labels: shown?.labels ?? samples.labels, classes: shown?.classes ?? samples.classes,
        seed: recipe.stageSeed(index) &+ (offset &<< 8), epoch: epoch, epochs: stage.epochs)
      return shown.map { shown in order.map { shown.positions[$0] } } ?? order
    }
    let length = orders.map(\.count).min() ?? 0
    return orders.map { Array($0.prefix(length)) }
  }

  /// The batches of one epoch of a stage, counted from 0 in the stage: a loader for each stream; these have
  /// equally many batches of the same sizes. The first gives every view of the batch.
  ///
  /// They give a `shard` of each batch.
  func loaders(stage index: Int, epoch: Int, shard: BatchShard = .whole) -> [BatchLoader] {
    loaders(of: orders(stage: index, epoch: epoch), stage: index, epoch: epoch, shard: shard)
  }

  /// This process's part of the first stream's batch of one step, of samples that are chosen for it: `choose` gives as many
  /// positions as the step's batch has samples, in an epoch of `length`.
  /// - Throws: `FileProblem` that names a picture which cannot be read.
  func batch(
    stage index: Int, at progress: StageProgress, of length: Int, choosing choose: (Int) -> [Int]
  ) throws -> Batch {
    var order = [Int](repeating: 0, count: length)
    let size = recipe.stages[index].batchSize ?? recipe.batchSize
    let places = progress.step * size..<min(order.count, (progress.step + 1) * size)
    // Draws of augmentations belong to places in the epoch's order.
    order.replaceSubrange(places, with: choose(places.count))
    let loader = loaders(
      of: [order], stage: index, epoch: progress.epoch, shard: execution.shard)[0]
    guard let batch = try loader.batches(from: progress.step).next() else {
      preconditionFailure("no step \(progress.step) in an epoch of \(order.count) samples")
    }
    return batch
  }

  private func loaders(
    of orders: [[Int]], stage index: Int, epoch: Int, shard: BatchShard
  ) -> [BatchLoader] {
    let stage = recipe.stages[index]
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
        threads: execution.loaderThreads, shard: shard)
    }
  }

  /// The golden ratio's bits keep the streams apart, as they do stages.
  private static func streamSeeds(_ count: Int) -> [UInt64] {
    (0..<count).map { UInt64($0) &* 0x9e37_79b9_7f4a_7c15 }
  }
}

/// The samples of some classes, as a sampler sees them: as if there were no others.
private struct ShownSamples {
  /// Positions among all samples.
  let positions: [Int]
  /// Their classes, counted through those that are shown.
  let labels: [Int]
  let classes: Int

  init(_ members: [Int], of all: [Int]) {
    let places = Dictionary(uniqueKeysWithValues: zip(members, members.indices))
    positions = all.indices.filter { places[all[$0]] != nil }
    labels = all.compactMap { places[$0] }
    classes = members.count
  }
}
