import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Made by Tests/Fixtures/split_fixtures.py with NumPy.
struct SplitFixtures: Decodable {
  struct Selection: Decodable {
    let dataset: String?
    let distribution: String?
    let factor: Double?
    let variant: LongTailSplit.Variant?
    let reverse: Bool?
    let counts: [Int]?
    let sha256: String
    let ordered_sha256: String
    let size: Int
    let first: [Int]
  }
  let splits: [Selection]
  let artificial: [Selection]
  let shifted_cifar100_tests: [Selection]

  static func load() throws -> SplitFixtures {
    try fixture("split_fixtures", as: SplitFixtures.self)
  }
}

/// SHA-256 over indices as little-endian 64-bit integers, in the order given.
private func digest(_ indices: [Int]) -> String {
  let digest = ContentDigest()
  digest.add(indices)
  return digest.hexadecimal()
}

// Cao et al., NeurIPS 2019, the authors' selection.
@Test(arguments: [
  (10, [5000, 3871, 2997, 2320, 1796, 1391, 1077, 834, 645, 500]),
  (50, [5000, 3237, 2096, 1357, 878, 568, 368, 238, 154, 100]),
  (100, [5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50]),
  (200, [5000, 2775, 1540, 854, 474, 263, 146, 81, 45, 25]),
])
func `the exponential profile of CIFAR-10 is the published one`(factor: Int, counts: [Int]) throws {
  let split = LongTailSplit(imbalanceFactor: try ImbalanceFactor(Double(factor)))
  #expect(split.counts(largest: 5000, classes: 10) == counts)
}

@Test func `the exponential profile of CIFAR-100 is the published one`() throws {
  let split = LongTailSplit(imbalanceFactor: try ImbalanceFactor(100))
  let counts = split.counts(largest: 500, classes: 100)
  #expect(counts.prefix(8) == [500, 477, 455, 434, 415, 396, 378, 361])
  #expect(counts.suffix(12) == [8, 7, 7, 7, 6, 6, 6, 6, 5, 5, 5, 5])
  #expect(counts.reduce(0, +) == 10_847)
  #expect(counts.count { $0 > 100 } == 35 && counts.count { $0 < 20 } == 30)
}

@Test func `the other profiles follow their formulas`() throws {
  var split = LongTailSplit(imbalanceFactor: try ImbalanceFactor(10))
  split.profile = .step
  #expect(split.counts(largest: 50, classes: 5) == [50, 50, 5, 5, 5])
  split.profile = .none
  #expect(split.counts(largest: 50, classes: 3) == [50, 50, 50])
  split.profile = .exponential
  let forward = split.counts(largest: 50, classes: 7)
  split.profile = .reverse
  #expect(split.counts(largest: 50, classes: 7) == forward.reversed())
}

@Test func `the selection is the one that NumPy makes`() throws {
  let labels = (0..<3000).map { $0 % 10 }
  for expected in try SplitFixtures.load().artificial {
    let split = LongTailSplit(
      imbalanceFactor: try ImbalanceFactor(try #require(expected.factor)),
      profile: expected.reverse == true ? .reverse : .exponential)
    let positions = split.positions(labels: labels, classes: 10)
    #expect(positions.prefix(8) == expected.first[...])
    #expect(digest(positions) == expected.ordered_sha256)
    #expect(digest(positions.sorted()) == expected.sha256)
  }
}

@Test func `the first variant keeps the file order`() throws {
  let labels = [1, 0, 1, 0, 1, 0, 1, 0]
  let split = LongTailSplit(imbalanceFactor: try ImbalanceFactor(2), variant: .first)
  #expect(split.positions(labels: labels, classes: 2) == [1, 3, 5, 7, 0, 2])
}

@Test func `a class gives no more than it has`() throws {
  // The first class sets the scale, as with MNIST; the second would have to give 3 and has 2.
  let labels = [0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 2]
  let split = LongTailSplit(imbalanceFactor: try ImbalanceFactor(4), variant: .first)
  #expect(split.positions(labels: labels, classes: 3) == [0, 1, 2, 3, 4, 5, 6, 7, 8])
}

@Suite(.enabled(if: realData != nil, "needs LONGTAIL_DATA, the folder with cifar100"))
struct PublishedSelectionTests {
  @Test func `all selections from CIFAR-100 are the published ones`() throws {
    let samples = try Datasets.source("cifar100:\(realData ?? "")/cifar100").load(.training)
    for expected in try SplitFixtures.load().splits where expected.dataset == "cifar100" {
      let split = LongTailSplit(
        imbalanceFactor: try ImbalanceFactor(try #require(expected.factor)),
        variant: try #require(expected.variant))
      let positions = split.positions(labels: samples.labels, classes: 100)
      #expect(positions.prefix(8) == expected.first[...])
      #expect(digest(positions) == expected.ordered_sha256)
    }
  }

  @Test func `a partition of CIFAR-100 knows that it is published`() throws {
    let source = try Datasets.source("cifar100:\(realData ?? "")/cifar100")
    let partition = try DataPartition(
      source: source, imbalanceFactor: try ImbalanceFactor(0.01), validationFraction: 0, seed: 7)
    let expected = try #require(
      SplitFixtures.load().splits.first {
        $0.dataset == "cifar100" && $0.factor == 100 && $0.variant == .shuffled
      })
    #expect(partition.publishedCounts == expected.counts)
    #expect(digest(partition.training.samples.originalIndices) == expected.ordered_sha256)
    #expect(partition.splitIdentity.sha256 == expected.sha256)
    #expect(partition.splitIdentity.kind == .published)
  }
}
