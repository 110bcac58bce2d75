import Foundation
@testable import LongTail
import TestSupport
import Testing
import Torch

struct GaussianCloudedLogitsTests {
  @Test func `values and gradients are PyTorch's for a given noise`() throws {
    let fixtures = try SingleNetworkFixtures.read()
    #expect(fixtures.clouded.count == 2)
    for given in fixtures.clouded {
      let loss = GaussianCloudedLogits(
        scale: 20, margin: given.margin ?? -1, exponent: given.exponent ?? -1)
      let logits = try given.array("logits").tensor.requiringGradient()
      let values = loss.values(
        logits.unsqueezed(axis: 1), Tensor(fixtures.labels),
        noise: try #require(given.noise).tensor.unsqueezed(axis: 1),
        amplitudes: Tensor(loss.amplitudes(classCounts: fixtures.counts)))
      values.mean().backward()
      try fixtures.expectEqual(values, logits, "logits", given)
    }
  }

  @Test func `angles are PyTorch's for a given noise, also where they would pass a half turn`()
    throws
  {
    let fixtures = try SingleNetworkFixtures.read()
    #expect(fixtures.angular.count == 2)
    for given in fixtures.angular {
      let loss = GaussianCloudedLogits(
        scale: 20, margin: given.margin ?? -1, noise: given.strength ?? -1,
        exponent: given.exponent ?? -1, form: .angle)
      let logits = try given.array("logits").tensor.requiringGradient()
      let values = loss.values(
        logits.unsqueezed(axis: 1), Tensor(fixtures.labels),
        noise: try #require(given.noise).tensor.unsqueezed(axis: 1),
        amplitudes: Tensor(loss.amplitudes(classCounts: fixtures.counts)))
      values.mean().backward()
      #expect(relativeDistance(values.doubles, try given.array("values").values) < 1e-10)
      #expect(
        relativeDistance(
          try #require(logits.gradient).doubles, try given.array("logits_gradient").values)
          < 1e-10)
    }
  }

  /// Without noise, the margin on the label alone: cos(θ + m) = u cos m − sin θ sin m.
  @Test func `angles without noise or margin are the cosines, and a margin turns the label's`() {
    #expect(
      known(GaussianCloudedLogits(noise: 0, form: .angle), noise: 1)
        == KnownSamples.values(CrossEntropy(), KnownSamples.cosines, scale: 30))
    var turned = KnownSamples.cosines
    for (row, label) in KnownSamples.labels.enumerated() {
      turned[row * 3 + label] = cos(acos(turned[row * 3 + label]) + 0.2)
    }
    #expect(
      relativeDistance(
        known(GaussianCloudedLogits(margin: 0.2, noise: 0, form: .angle), noise: 1),
        KnownSamples.values(CrossEntropy(), turned, scale: 30)) < 1e-12)
  }

  @Test func `cosines of one have finite gradients`() throws {
    let logits = Tensor([1.0, -1, 0.5], shape: [1, 1, 3]).requiringGradient()
    GaussianCloudedLogits(margin: 0.1, form: .angle).values(
      logits, Tensor([0]), noise: Tensor.full([1, 1, 3], 0.3, dtype: .float64),
      amplitudes: Tensor([0.0, 0.5, 1])
    ).mean().backward()
    #expect(try #require(logits.gradient).doubles.allSatisfy(\.isFinite))
  }

  private func known(_ loss: GaussianCloudedLogits, noise: Double) -> [Double] {
    loss.values(
      Tensor(KnownSamples.cosines, shape: [4, 1, 3]), Tensor(KnownSamples.labels),
      noise: Tensor.full([4, 1, 3], noise, dtype: .float64),
      amplitudes: Tensor(loss.amplitudes(classCounts: KnownSamples.counts))
    ).doubles
  }

  @Test func `known cosines have the known loss`() {
    let amplitudes = GaussianCloudedLogits().amplitudes(classCounts: KnownSamples.counts)
    for (found, expected) in zip(amplitudes, [0, 0.537244, 1]) {
      #expect(abs(found - expected) < 5.1e-7)
    }
    #expect(abs(known(GaussianCloudedLogits(), noise: 0.2).reduce(0, +) / 4 - 1.551129) < 5e-7)
    #expect(GaussianCloudedLogits().amplitudes(classCounts: [7, 7]) == [0, 0])
  }

  @Test func `without noise it is cross-entropy of scaled cosines`() {
    #expect(
      known(GaussianCloudedLogits(noise: 0), noise: 1)
        == KnownSamples.values(CrossEntropy(), KnownSamples.cosines, scale: 30))
  }

  /// A batch whose logits carry another scale than the loss.
  private func values(
    _ loss: GaussianCloudedLogits, seed: UInt64 = 3, step: Int = 0, repeats: Int = 1
  ) throws -> [Double] {
    let model = try ExpertModel(
      ModelSettings(backbone: IdentityBackbone(), classifier: CosineClassifier(scale: 5)),
      input: .features(width: 3), classes: 3, seed: 1, dtype: .float64)
    let store = ParameterStore(seed: 2, dtype: .float64)
    let objective = loss.make(
      for: StageSite(
        model: model, classCounts: KnownSamples.counts, epochs: 4, batchSize: 4, seed: seed,
        root: store.root))
    let logits = Tensor(KnownSamples.cosines, shape: [4, 1, 3]) * 5
    let batch = StreamBatch(
      views: [Tensor.zeros([4, 3], dtype: .float64)], labels: Tensor(KnownSamples.labels))
    let objectiveStep = ObjectiveStep(
      outputs: [ExpertOutputs(logits: logits, features: logits)], batches: [MixedBatch(batch)],
      streams: [batch], progress: StageProgress(epoch: 1, epochs: 4, step: step, steps: 9),
      classCounts: KnownSamples.counts)
    return (0..<repeats).map { _ in objective.loss(objectiveStep).perSample.doubles }.last ?? []
  }

  @Test func `noise follows from seed and step, and stays when a step is asked again`() throws {
    let first = try values(GaussianCloudedLogits())
    #expect(try values(GaussianCloudedLogits(), repeats: 2) == first)
    #expect(try values(GaussianCloudedLogits(), step: 1) != first)
    #expect(try values(GaussianCloudedLogits(), seed: 4) != first)
    let still = try values(GaussianCloudedLogits(noise: 0))
    #expect(
      relativeDistance(
        still, KnownSamples.values(CrossEntropy(), KnownSamples.cosines, scale: 30)) < 1e-14)
  }

  /// The mean of |N(0, 1/3)| that is at most 1 is √(2/π)/3 less what lies beyond, 0.26571.
  @Test func `noise makes rare classes' labels dearer by its mean`() throws {
    let loss = GaussianCloudedLogits(scale: 1e-3, noise: 1)
    let count = 4000
    let means = try (0..<count).map { step in try values(loss, step: step)[2] }
    let still = try values(GaussianCloudedLogits(scale: 1e-3, noise: 0))[2]
    // At a scale near 0 the loss is linear: the label loses ε, all classes a third of theirs.
    let mean: Double = means.reduce(0, +) / Double(count)
    let shift: Double = (mean - still) / 1e-3
    let expected: Double = 0.26571 * (1 - 1.537244 / 3)
    #expect(abs(shift - expected) < 0.01)
  }

  @Test func `another classifier than a cosine one is refused, as are settings out of range`() {
    let head = #expect(throws: SettingsError.self) {
      try GaussianCloudedLogits().validate(for: LossInputs(experts: 1, classCounts: [2, 1]))
    }
    #expect(head?.problem.contains("cosine") == true)
    for (loss, key) in [
      (GaussianCloudedLogits(scale: 0), "scale"), (GaussianCloudedLogits(margin: -1), "margin"),
      (GaussianCloudedLogits(noise: .nan), "noise"),
      (GaussianCloudedLogits(exponent: 101), "exponent"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
  }
}
