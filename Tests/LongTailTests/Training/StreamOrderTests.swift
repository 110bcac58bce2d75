import TestSupport
import Testing
import Torch

@testable import LongTail

/// What the streams of a stage show.
struct StreamOrderTests {
  private static let recipe = SmallRun.recipe([
    Stage(epochs: 2),
    Stage(
      epochs: 3, sampler: ClassAware(samplesPerClass: 4),
      augmentations: [HorizontalFlip()], streams: [Stream(), Stream(), Stream(Reversed())]),
  ])

  private func trainer(in folder: TemporaryFolder) throws -> Trainer {
    let recipe = Self.recipe
    let data = try recipe.data.partition(seed: recipe.seed)
    let samples = data.training.samples
    return try Trainer(
      recipe: recipe, data: data,
      model: ExpertModel(
        recipe.model, input: InputShape(samples.samples), classes: samples.classes, seed: 3,
        device: .cpu),
      run: RunDirectory.claimed(folder("run"), resuming: false), execution: Execution())
  }

  @Test(arguments: [0, 2])
  func `orders are equally long, differ, and are those of their samplers`(_ epoch: Int) throws {
    let trainer = try trainer(in: TemporaryFolder())
    let samples = trainer.data.training.samples
    let orders = trainer.orders(stage: 1, epoch: epoch)
    // Class-aware sampling would go on for longer than there are samples.
    #expect(orders.map(\.count) == [Int](repeating: samples.count, count: 4))
    #expect(Set(orders).count == 4)
    let samplers: [any Sampler] = [
      ClassAware(samplesPerClass: 4), InstanceBalanced(), InstanceBalanced(), Reversed(),
    ]
    for (stream, sampler) in samplers.enumerated() {
      let golden = UInt64(stream) &* 0x9e37_79b9_7f4a_7c15
      let whole = sampler.order(
        labels: samples.labels, classes: samples.classes,
        seed: Self.recipe.stageSeed(1) &+ (golden << 8), epoch: epoch, epochs: 3)
      #expect(orders[stream] == Array(whole.prefix(samples.count)), "stream \(stream)")
    }
  }

  @Test func `another epoch has other orders`() throws {
    let trainer = try trainer(in: TemporaryFolder())
    let first = trainer.orders(stage: 1, epoch: 0)
    let second = trainer.orders(stage: 1, epoch: 1)
    for (one, other) in zip(first, second) { #expect(one != other) }
  }

  @Test func `loaders have batches of the same sizes, with the samples of the orders`() throws {
    let trainer = try trainer(in: TemporaryFolder())
    let orders = trainer.orders(stage: 1, epoch: 1)
    let loaders = trainer.loaders(stage: 1, epoch: 1)
    #expect(loaders.count == 4)
    #expect(Set(loaders.map(\.batchCount)).count == 1)
    for (order, loader) in zip(orders, loaders) {
      let batches = loader.batches()
      var positions: [[Int]] = []
      while let batch = try batches.next() { positions.append(batch.positions) }
      #expect(positions.flatMap(\.self) == order)
      #expect(positions.dropLast().allSatisfy { $0.count == Self.recipe.batchSize })
    }
  }
}
