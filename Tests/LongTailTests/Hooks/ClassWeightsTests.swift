@testable import LongTail
import TestSupport
import Testing
import Torch

struct ClassWeightsTests {
  @Test func `class weights give PyTorch's weighted cross-entropy`() throws {
    let expected = try StageFixtures.read().class_weights
    let weights = ClassWeights(form: .effectiveNumber).weights(classCounts: expected.counts)
    #expect(relativeDistance(weights, try #require(expected.arrays["weights"]).values) < 1e-12)
    let stage = try StageSiteFixture(width: 4, counts: expected.counts)
    let hook = ClassWeights(form: .effectiveNumber, from: 2).make(for: stage.site())
    let logits = try #require(expected.arrays["logits"]).tensor.requiringGradient()
    func loss(epoch: Int) -> Tensor {
      let progress = StageProgress(epoch: epoch, epochs: 4)
      let batch = StreamBatch(views: [logits], labels: Tensor(expected.labels))
      let outputs = ExpertOutputs(
        logits: logits.unsqueezed(axis: 1), features: logits.unsqueezed(axis: 1))
      let step = ObjectiveStep(
        outputs: [outputs], batches: [MixedBatch(batch)], streams: [batch], progress: progress,
        classCounts: expected.counts, sampleWeights: [{ hook.sampleWeights($0, at: progress) }])
      return CrossEntropy().make(for: stage.site()).loss(step).perSample.mean()
    }
    let weighted = loss(epoch: 2)
    weighted.backward()
    #expect(abs(weighted.item() - expected.loss) < 1e-13)
    #expect(
      relativeDistance(
        try #require(logits.gradient).doubles, try #require(expected.arrays["gradient"]).values)
        < 1e-12)
    // Before its epoch it is the plain loss.
    let plain = -logits.logSoftmax(axis: 1)
      .gathered(axis: 1, Tensor(expected.labels).unsqueezed(axis: 1)).mean().item()
    #expect(abs(loss(epoch: 1).item() - plain) < 1e-14)
  }

  @Test func `β of 0 and a power of 0 weigh nothing`() {
    #expect(ClassWeights(form: .effectiveNumber, beta: 0).weights(classCounts: [9, 1]) == [1, 1])
    #expect(ClassWeights(form: .power, power: 0).weights(classCounts: [9, 1]) == [1, 1])
    let balanced = ClassWeights(form: .power, power: 1).weights(classCounts: [9, 1])
    #expect(relativeDistance(balanced, [0.2, 1.8]) < 1e-15)
  }

  @Test(arguments: [
    (ClassWeights.Form.balanced, [0.41666667, 2.08333333, 8.33333333]),
    (.inverse, [0.11538462, 0.57692308, 2.30769231]),
    (.inverseSquareRoot, [0.38919572, 0.87026809, 1.74053618]),
    (.effectiveNumber, [0.11589562, 0.57716699, 2.30693739]),
  ])
  func `weights by name are the known ones`(_ form: ClassWeights.Form, _ expected: [Double]) {
    let weights = ClassWeights(form: form).weights(classCounts: KnownSamples.counts)
    #expect(weights.count == 3)
    for (found, expected) in zip(weights, expected) { #expect(abs(found - expected) < 5.1e-9) }
  }

  @Test func `names are powers, which a batch sees alike`() throws {
    let counts = KnownSamples.counts
    #expect(
      ClassWeights(form: .inverse).weights(classCounts: counts)
        == ClassWeights(form: .power, power: 1).weights(classCounts: counts))
    #expect(
      ClassWeights(form: .inverseSquareRoot).weights(classCounts: counts)
        == ClassWeights(form: .power, power: 0.5).weights(classCounts: counts))
    let stage = try StageSiteFixture(width: 2, counts: counts)
    func seen(_ form: ClassWeights.Form) throws -> [Double] {
      try #require(
        ClassWeights(form: form).make(for: stage.site())
          .sampleWeights(Tensor(KnownSamples.labels), at: StageProgress(epoch: 0, epochs: 1))
      ).doubles
    }
    #expect(relativeDistance(try seen(.balanced), try seen(.inverse)) < 1e-15)
    #expect(ClassWeights(form: .balanced).priorExponent == -1)
    #expect(ClassWeights(form: .inverseSquareRoot).priorExponent == -0.5)
  }

  @Test func `late weights count in the last epoch, however short a stage is`() {
    let weights = ClassWeights(form: .effectiveNumber, from: 160)
    #expect(weights.scaled(from: 200, to: 100).from == 80)
    #expect(weights.scaled(from: 200, to: 2).from == 1)
    #expect(weights.scaled(from: 200, to: 1).from == 0)
    // Weights that never counted go on not counting.
    #expect(weights.scaled(from: 160, to: 2).from == 2)
  }
}
