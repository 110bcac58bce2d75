import LongTail
import TestSupport
import Testing
import Torch

struct FocalLossTests {
  @Test func `values and gradients are PyTorch's, in all forms`() throws {
    let fixtures = try SingleNetworkFixtures.read()
    #expect(fixtures.focal.count == 8)
    for given in fixtures.focal {
      let form = try #require(FocalLoss.Form(rawValue: given.form ?? ""))
      let modulator = try #require(FocalLoss.Modulator(rawValue: given.modulator ?? ""))
      try fixtures.check(
        FocalLoss(exponent: given.exponent ?? -1, form: form, modulator: modulator), given)
    }
  }

  @Test func `an exponent of 0 is cross-entropy, bit for bit`() {
    for modulator in FocalLoss.Modulator.allCases {
      #expect(
        KnownSamples.values(FocalLoss(exponent: 0, modulator: modulator))
          == KnownSamples.values(CrossEntropy()))
    }
  }

  @Test(arguments: [(1.0, 0.376035), (2, 0.223300)])
  func `known samples have the known loss`(_ exponent: Double, _ expected: Double) {
    #expect(abs(KnownSamples.mean(FocalLoss(exponent: exponent)) - expected) < 5e-7)
  }

  /// Where e^−x is below the last digit, the logarithm of 1 + e^x has no digits but x.
  @Test func `sigmoids keep small losses`() {
    let loss = FocalLoss(exponent: 0, form: .sigmoid)
    let value = KnownSamples.values(
      loss, [30, -30, -30, -30, 30, -30, -30, -30, 30, -30, -30, 30])
    #expect(abs(value[0] / (3 * 9.357622968839861e-14) - 1) < 1e-12)
  }

  @Test(arguments: [-0.1, 101, .nan]) func `an exponent out of range is refused`(_ value: Double) {
    let error = #expect(throws: SettingsError.self) { try FocalLoss(exponent: value).validate() }
    #expect(error?.key == "exponent")
  }
}
