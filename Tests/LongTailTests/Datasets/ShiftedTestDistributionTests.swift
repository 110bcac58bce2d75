import TestSupport
import Testing

@testable import LongTail

private let balancedTest = TestSet(
  artificialSamples(labels: (0..<10_000).map { $0 % 100 }, classes: 100, side: 1))

/// Long-tailed training counts whose classes come in no order of size.
private let scrambledCounts = (0..<100).map { 500 - ($0 * 37 % 100) * 5 }

// Hong et al., CVPR 2021.
@Test(arguments: [(2, 7166), (5, 4932), (10, 3876), (25, 2956), (50, 2486)])
func `the shifted test sets have the published sizes`(factor: Int, size: Int) throws {
  for direction in ["forward", "backward"] {
    let distribution = try ShiftedTestDistribution("\(direction)-\(factor)")
    let positions = distribution.positions(in: balancedTest, trainingCounts: scrambledCounts)
    #expect(positions.count == size)
    #expect(Set(positions).count == size)
  }
}

@Test func `forward follows the training counts, and backward opposes them`() throws {
  func counts(_ text: String) throws -> [Int] {
    let positions = try ShiftedTestDistribution(text)
      .positions(in: balancedTest, trainingCounts: scrambledCounts)
    return balancedTest.samples.selecting(positions).classCounts
  }
  let ranked = scrambledCounts.indices.sorted { scrambledCounts[$0] > scrambledCounts[$1] }
  let forward = try counts("forward-50")
  #expect(ranked.map { forward[$0] } == ranked.map { forward[$0] }.sorted(by: >))
  #expect(forward[ranked[0]] == 100 && forward[ranked[99]] == 2)
  let backward = try counts("backward-50")
  #expect(ranked.map { backward[$0] } == ranked.reversed().map { forward[$0] })
}

@Test func `uniform takes the whole test set`() throws {
  let positions = try ShiftedTestDistribution("uniform")
    .positions(in: balancedTest, trainingCounts: scrambledCounts)
  #expect(positions == Array(0..<10_000))
}

@Test(arguments: ["", "forward", "forward-", "forward-0.5", "sideways-50", "backward-nan"])
func `other words are refused`(text: String) {
  #expect(throws: DatasetProblem.self) { try ShiftedTestDistribution(text) }
}

@Test(arguments: ["uniform", "forward-50", "backward-2"])
func `the description is what is parsed`(text: String) throws {
  #expect(try ShiftedTestDistribution(text).description == text)
}

@Test(.enabled(if: realData != nil, "needs LONGTAIL_DATA, the folder with cifar100"))
func `the shifted test sets of CIFAR-100 are NumPy's`() throws {
  let source = try Datasets.source("cifar100:\(realData ?? "")/cifar100")
  let test = try TestSet(from: source)
  let counts = (0..<100).map { 500 - 5 * $0 }
  for expected in try SplitFixtures.load().shifted_cifar100_tests {
    let positions = try ShiftedTestDistribution(expected.distribution ?? "")
      .positions(in: test, trainingCounts: counts)
    let digest = ContentDigest()
    digest.add(positions)
    #expect(digest.hexadecimal() == expected.ordered_sha256)
  }
}
