import Foundation
import Testing
import Torch

@testable import LongTail

/// 60 pictures of 16 × 16 noise.
private let samples: LabelledSamples = {
  var random = CounterBasedGenerator(seed: 9)
  let bytes = (0..<60 * 16 * 16 * 3).map { _ in UInt8(random.integer(below: 256)) }
  return LabelledSamples(
    samples: .pictures(PictureStore(height: 16, width: 16, channels: 3, pixels: Data(bytes))),
    labels: (0..<60).map { $0 % 3 }, classNames: ["a", "b", "c"], normalization: .cifar,
    fingerprint: "")
}()

private func values(_ augmentations: [any Augmentation], workers: Int) throws -> [[Float]] {
  let batches = BatchLoader(
    samples, batchSize: 7, augmentations: augmentations, seed: 5, epoch: 1, workers: workers
  ).batches()
  var values: [[Float]] = []
  while let batch = try batches.next() { values.append(batch.withValues { Array($0) }) }
  return values
}

@Test func `no augmentation depends on the number of workers`() throws {
  for type in Augmentations.all {
    let augmentation = try #require(type.init() as? any Augmentation)
    let alone = try values([augmentation], workers: 0)
    #expect(try values([augmentation], workers: 1) == alone, "\(type.name)")
    #expect(try values([augmentation], workers: 4) == alone, "\(type.name)")
  }
}

@Test(arguments: [0, 1, 4])
func `a chain of augmentations does not depend on the number of workers`(workers: Int) throws {
  let chains: [[any Augmentation]] = [
    [RandomCrop(), HorizontalFlip(), AutoAugment(), Cutout()],
    [RandomResizedCrop(), HorizontalFlip(), ColorJitter(), RandAugment()],
  ]
  for chain in chains { #expect(try values(chain, workers: workers) == values(chain, workers: 2)) }
}

@Test func `squares that are cut out are black before normalisation`() throws {
  var cutout = Cutout()
  cutout.length = 32
  cutout.holes = 20
  let batch = try #require(
    try BatchLoader(samples, batchSize: 1, augmentations: [cutout], workers: 0).batches().next())
  // 0 of [0, 1] after normalisation, as SHIKE and BalPoE have it; not 0, as DeVries & Taylor do.
  let black = (0..<3).map { Normalization.cifar.table[256 * $0] }
  #expect(black[0] < -2)
  #expect(batch.withValues { Array($0) } == (0..<16 * 16).flatMap { _ in black })
}
