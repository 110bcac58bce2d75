import TestSupport
import Testing

@testable import LongTail

@Test func `the published list is what the fixture script computes`() throws {
  let computed = try SplitFixtures.load().splits.map {
    "\($0.dataset ?? "") \(Int($0.factor ?? 0)) \($0.variant?.rawValue ?? "") \($0.sha256)"
  }
  let listed = PublishedSplits.all.map {
    "\($0.dataset) \($0.imbalanceFactor) \($0.variant.rawValue) \($0.sha256)"
  }
  #expect(listed == computed)
}

@Test func `the order of the indices does not matter`() {
  let first = SplitIdentity(originalIndices: [5, 1, 3], dataset: "any", split: nil)
  let second = SplitIdentity(originalIndices: [1, 3, 5], dataset: "any", split: nil)
  #expect(first == second)
  // hashlib.sha256(numpy.array([1, 3, 5], "<i8").tobytes())
  #expect(
    first.sha256 == "a5e64abb5dacf3e7febe111383d2f1935cebbcb6ae50465e134a2ba1c26e6e0d")
  #expect(first.kind == .natural)
}

@Test func `a selection that no paper uses is custom`() throws {
  let split = LongTailSplit(imbalanceFactor: try ImbalanceFactor(100))
  let identity = SplitIdentity(originalIndices: [0, 1, 2], dataset: "cifar100", split: split)
  #expect(identity.kind == .custom)
  #expect(identity.words.contains("imbalance factor 100 (reciprocal 0.01)"))
}
