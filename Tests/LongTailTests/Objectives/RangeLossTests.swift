@testable import LongTail
import TestSupport
import Testing
import Torch

struct RangeLossTests {
  @Test func `values and gradients are PyTorch's`() throws {
    let fixtures = try SingleNetworkFixtures.read()
    try fixtures.check(
      RangeLoss(weight: 0.7, within: 0.05, between: 0.4, margin: 9), fixtures.range)
  }

  /// Points at 0, 1 and 3 have the squared distances 9, 4 and 1.
  @Test(arguments: [1, 2, 9])
  func `ranges are the harmonic mean of the largest distances`(_ pairs: Int) {
    let largest = [9.0, 4, 1].prefix(pairs)
    let inverses: Double = largest.reduce(0) { $0 + 1 / $1 }
    let expected = Double(largest.count) / inverses
    let loss = RangeLoss(within: 1, between: 0, margin: 0, pairs: pairs)
    let found = loss.harmonicRanges(Tensor([0.0, 1, 3], shape: [3, 1]), [[0, 1, 2]]).item()
    #expect(abs(found - expected) < 1e-12)
  }

  @Test func `distances of 4 and 1 have the known mean, and equal samples none`() {
    let loss = RangeLoss(within: 1, between: 0, margin: 0)
    // Beside a pair that is 2 apart, one that is 1 apart: 4, 1 and, the third, 1.
    let near = loss.harmonicRanges(Tensor([0.0, 1, 2], shape: [3, 1]), [[0, 1, 2]]).item()
    #expect(abs(near - 1.6) < 1e-12)
    let equal = Tensor([1.0, 1, 1], shape: [3, 1]).requiringGradient()
    let none = loss.harmonicRanges(equal, [[0, 1, 2]])
    none.backward()
    #expect(none.item() < 2e-12 && equal.gradient?.doubles.allSatisfy { $0 == 0 } == true)
  }

  @Test func `without a weight it is cross-entropy, bit for bit`() {
    #expect(
      KnownSamples.values(RangeLoss(weight: 0, within: 1, between: 1, margin: 9))
        == KnownSamples.values(CrossEntropy()))
  }

  @Test func `settings out of range are refused under their keys`() {
    for (loss, key) in [
      (RangeLoss(weight: -1, within: 0, between: 0, margin: 0), "weight"),
      (RangeLoss(within: -1, between: 0, margin: 0), "within"),
      (RangeLoss(within: 0, between: .nan, margin: 0), "between"),
      (RangeLoss(within: 0, between: 0, margin: 1e10), "margin"),
      (RangeLoss(within: 0, between: 0, margin: 0, pairs: 0), "pairs"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
  }
}
