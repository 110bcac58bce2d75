import LongTail
import TestSupport
import Testing
import Torch

struct LabelSmoothingTests {
  @Test func `values and gradients are PyTorch's`() throws {
    let fixtures = try SingleNetworkFixtures.read()
    #expect(fixtures.smoothing.count == 2)
    for given in fixtures.smoothing {
      try fixtures.check(LabelSmoothing(strength: given.strength ?? -1), given)
    }
  }

  @Test func `known samples have the known losses`() {
    let values = KnownSamples.values(LabelSmoothing(strength: 0.98))
    for (value, expected) in zip(values, [1.71131130, 1.20689698, 1.23224104, 1.15553811]) {
      #expect(abs(value - expected) < 5.1e-9)
    }
  }

  @Test func `no strength is cross-entropy, and any is that of equal label-aware smoothing`() {
    #expect(
      KnownSamples.values(LabelSmoothing(strength: 0)) == KnownSamples.values(CrossEntropy()))
    #expect(
      relativeDistance(
        KnownSamples.values(LabelSmoothing(strength: 0.7)),
        KnownSamples.values(LabelAwareSmoothing(head: 0.7, tail: 0.7))) < 1e-14)
  }

  @Test(arguments: [-0.1, 1, .nan]) func `a strength out of range is refused`(_ value: Double) {
    let error = #expect(throws: SettingsError.self) {
      try LabelSmoothing(strength: value).validate()
    }
    #expect(error?.key == "strength")
  }
}
