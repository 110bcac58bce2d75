import Foundation
import Testing
import Torch

@testable import LongTail

private let samples: LabelledSamples = {
  var samples = artificialSamples(labels: (0..<50).map { $0 % 5 }, classes: 5, side: 12)
  samples.normalization = Normalization(
    mean: [0.5, 0.4, 0.3], deviation: [0.2, 0.25, 0.3])
  return samples
}()

/// Everything a loader gives, as values.
private struct Seen: Equatable {
  var values: [[Float]] = []
  var labels: [[Int]] = []
  var positions: [[Int]] = []
}

private func seen(
  _ loader: BatchLoader, from first: Int = 0, every step: Int = 1
) throws -> Seen {
  var seen = Seen()
  let batches = loader.batches(from: first, every: step)
  while let batch = try batches.next() {
    seen.values.append(batch.withValues { Array($0) })
    seen.labels.append(batch.labels)
    seen.positions.append(batch.positions)
  }
  return seen
}

private let order = (0..<120).map { $0 * 7 % 50 }
private let augmentations: [any Augmentation] = [RandomCrop(), HorizontalFlip(), Rotation()]

@Test func `the number of workers never changes a batch`() throws {
  let results = try [0, 1, 4].map { workers in
    try seen(
      BatchLoader(
        samples, order: order, batchSize: 16, augmentations: augmentations, seed: 5, epoch: 2,
        workers: workers))
  }
  #expect(results[0].positions.flatMap { $0 } == order)
  #expect(results[0].labels.flatMap { $0 } == order.map { samples.labels[$0] })
  #expect(results[0].values.map(\.count) == [16, 16, 16, 16, 16, 16, 16, 8].map { $0 * 432 })
  #expect(results[0] == results[1])
  #expect(results[0] == results[2])
}

@Test(arguments: [0, 2])
func `every third batch is what it is among all`(workers: Int) throws {
  let loader = BatchLoader(
    samples, order: order, batchSize: 16, augmentations: augmentations, seed: 5, workers: workers)
  let all = try seen(loader)
  for first in 0..<3 {
    let some = try seen(loader, from: first, every: 3)
    let numbers = Array(stride(from: first, to: 8, by: 3))
    #expect(some.positions == numbers.map { all.positions[$0] })
    #expect(some.values == numbers.map { all.values[$0] })
  }
  #expect(try seen(loader, from: 8, every: 3) == Seen())
}

@Test func `values are normalised as PyTorch does it`() throws {
  let batch = try #require(
    try BatchLoader(samples, order: [7, 30], batchSize: 2, workers: 0).batches().next())
  #expect(batch.shape == [2, 12, 12, 3])
  let values = batch.withValues { Array($0) }
  // (7 / 255 − mean) / deviation in float32.
  let expected: [Float] = [
    (Float(7) / 255 - 0.5) / 0.2, (Float(7) / 255 - 0.4) / 0.25, (Float(7) / 255 - 0.3) / 0.3,
  ]
  #expect(Array(values.prefix(3)) == expected)
  #expect(values[432] == (Float(30) / 255 - 0.5) / 0.2)
}

@Test func `a sample drawn twice is augmented in two ways`() throws {
  // Shifts of a picture with a border: each placement looks different.
  let loader = BatchLoader(
    samples, order: [20, 20, 20, 20], batchSize: 4, augmentations: [RandomCrop()], seed: 1,
    workers: 1)
  let batch = try #require(try loader.batches().next())
  let pictures = batch.withValues { values in
    (0..<4).map { Array(values[$0 * 432..<($0 + 1) * 432]) }
  }
  #expect(Set(pictures).count > 1)
}

@Test func `seed and epoch change the augmentation`() throws {
  func values(seed: UInt64, epoch: Int) throws -> Seen {
    try seen(
      BatchLoader(
        samples, batchSize: 50, augmentations: augmentations, seed: seed, epoch: epoch))
  }
  let first = try values(seed: 1, epoch: 1)
  #expect(try values(seed: 1, epoch: 1) == first)
  #expect(try values(seed: 2, epoch: 1) != first)
  #expect(try values(seed: 1, epoch: 2) != first)
}

@Test func `an epoch can be joined in the middle`() throws {
  let loader = BatchLoader(
    samples, order: order, batchSize: 16, augmentations: augmentations, workers: 2)
  let whole = try seen(loader)
  let rest = try seen(loader, from: 5)
  #expect(rest.values == Array(whole.values[5...]))
  #expect(try seen(loader, from: 8).values.isEmpty)
}

@Test func `a last batch that is not full can be left out`() throws {
  let loader = BatchLoader(samples, order: order, batchSize: 50, dropLast: true)
  #expect(loader.batchCount == 2)
  #expect(try seen(loader).labels.map(\.count) == [50, 50])
}

@Test func `shards together make the batches of one machine`() throws {
  let whole = try seen(
    BatchLoader(samples, order: order, batchSize: 48, augmentations: augmentations))
  let shards = try (0..<3).map { rank in
    try seen(
      BatchLoader(
        samples, order: order, batchSize: 48, augmentations: augmentations,
        shard: BatchShard(rank: rank, of: 3)))
  }
  for number in whole.values.indices {
    #expect(shards.flatMap { $0.values[number] } == whole.values[number])
    #expect(shards.flatMap { $0.labels[number] } == whole.labels[number])
  }
}

@Test func `features come as they are`() throws {
  let store = FeatureStore(width: 3, values: (0..<12).map(Float.init))
  let features = LabelledSamples(
    samples: .features(store), labels: [0, 1, 0, 1], classNames: ["a", "b"],
    normalization: .identity, fingerprint: "")
  let batch = try #require(
    try BatchLoader(features, order: [3, 1], batchSize: 2).batches().next())
  #expect(batch.shape == [2, 3])
  #expect(batch.withValues { Array($0) } == [9, 10, 11, 3, 4, 5])
}

@Test func `a batch that is kept is not overwritten`() throws {
  let batches = BatchLoader(samples, order: order, batchSize: 10, workers: 2).batches()
  var kept: [(batch: Batch, copy: [Float])] = []
  while let batch = try batches.next() {
    kept.append((batch, batch.withValues { Array($0) }))
  }
  #expect(kept.count == 12)
  for (batch, copy) in kept { #expect(batch.withValues { Array($0) } == copy) }
}

@Test func `stopping early waits for the workers`() throws {
  // A loader that is dropped after one batch returns only when its workers have ended; what they
  // hold is gone as soon as the system has taken their threads back.
  weak var storage: StorageWitness?
  do {
    let witness = StorageWitness()
    storage = witness
    let loader = BatchLoader(
      samples, order: [Int](repeating: 1, count: 4000), batchSize: 4,
      augmentations: [HoldingAugmentation(witness: witness)], workers: 4)
    let batches = loader.batches()
    #expect(try batches.next() != nil)
  }
  for _ in 0..<1000 where storage != nil { Thread.sleep(forTimeInterval: 0.01) }
  #expect(storage == nil)
}

private final class StorageWitness: Sendable {}

/// Does nothing, and keeps its witness alive as long as anybody holds it.
private struct HoldingAugmentation: Augmentation {
  static let name = "holding"
  static let summary = "for tests"
  var witness: StorageWitness?

  init() {}

  init(witness: StorageWitness) {
    self.witness = witness
  }

  init(from decoder: any Decoder) throws {}

  func encode(to encoder: any Encoder) throws {}

  func apply(to picture: inout Picture, using random: inout CounterBasedGenerator) {}
}
