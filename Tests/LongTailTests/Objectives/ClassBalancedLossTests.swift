import LongTail
import TestSupport
import Testing
import Torch

struct ClassBalancedLossTests {
  @Test func `values and gradients are PyTorch's, in all forms`() throws {
    let fixtures = try SingleNetworkFixtures.read()
    #expect(fixtures.class_balanced.count == ClassBalancedLoss.Form.allCases.count)
    for given in fixtures.class_balanced {
      let form = try #require(ClassBalancedLoss.Form(rawValue: given.form ?? ""))
      try fixtures.check(ClassBalancedLoss(form: form, beta: 0.999, exponent: 1.5), given)
    }
  }

  @Test(arguments: [
    (0.9, [0.654986, 0.745618, 1.599396]), (0.9999, [0.115896, 0.577167, 2.306937]),
  ])
  func `known counts have the known weights`(_ beta: Double, _ expected: [Double]) {
    let weights = ClassBalancedLoss(form: .focal, beta: beta).weights(
      classCounts: KnownSamples.counts)
    for (weight, reference) in zip(weights, expected) { #expect(abs(weight - reference) < 5.1e-7) }
  }

  @Test(arguments: [
    (ClassBalancedLoss.Form.sigmoidFocal, 0.9999, 0.5, 2.190251),
    (.sigmoidFocal, 0.9999, 1, 1.690513), (.weightedFocal, 0.9999, 1, 1.013840),
    (.focal, 0.9999, 1, 0.737386), (.focal, 0.9, 0, 0.914588), (.focal, 0.9999, 0, 1.200221),
    (.binaryOfSoftmax, 0.9999, 1, 0.726406),
  ])
  func `known samples have the known loss`(
    _ form: ClassBalancedLoss.Form, _ beta: Double, _ exponent: Double, _ expected: Double
  ) {
    let loss = ClassBalancedLoss(form: form, beta: beta, exponent: exponent)
    // The known numbers have six digits, and were made of rounded ones.
    #expect(abs(KnownSamples.mean(loss) - expected) < 1e-6)
  }

  @Test func `without weights it is focal loss, and without a modulator cross-entropy`() {
    #expect(
      KnownSamples.values(ClassBalancedLoss(form: .focal, beta: 0, exponent: 2))
        == KnownSamples.values(FocalLoss(exponent: 2)))
    #expect(
      KnownSamples.values(ClassBalancedLoss(form: .sigmoidFocal, beta: 0, exponent: 2))
        == KnownSamples.values(FocalLoss(exponent: 2, form: .sigmoid)))
    for form in [ClassBalancedLoss.Form.focal, .weightedFocal] {
      #expect(
        KnownSamples.values(ClassBalancedLoss(form: form, beta: 0, exponent: 0))
          == KnownSamples.values(CrossEntropy()))
    }
  }

  @Test(arguments: ClassBalancedLoss.Form.allCases)
  func `sure answers have finite values and slopes`(_ form: ClassBalancedLoss.Form) throws {
    let logits = Tensor([1e4, -1e4, 0, 1e4, -1e4, 0], shape: [2, 1, 3]).to(.float32)
      .requiringGradient()
    let values = ClassBalancedLoss(form: form, exponent: 0.5)(
      ExpertOutputs(logits: logits, features: Tensor.zeros([2, 1, 1])), Tensor([0, 1]),
      LossContext(classCounts: KnownSamples.counts, epoch: 0, epochs: 1)
    ).perSample
    values.mean().backward()
    let gradient = try #require(logits.gradient).doubles
    #expect(values.doubles.allSatisfy(\.isFinite) && gradient.allSatisfy(\.isFinite))
  }

  @Test func `settings out of range are refused under their keys`() {
    let beta = #expect(throws: SettingsError.self) {
      try ClassBalancedLoss(form: .focal, beta: 1).validate()
    }
    #expect(beta?.key == "beta")
    let exponent = #expect(throws: SettingsError.self) {
      try ClassBalancedLoss(form: .focal, exponent: -1).validate()
    }
    #expect(exponent?.key == "exponent")
  }
}
