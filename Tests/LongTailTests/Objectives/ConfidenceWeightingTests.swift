@testable import LongTail
import LongTailTesting
import TestSupport
import Testing
import Torch

struct ConfidenceWeightingTests {
  private func step(
    _ logits: Tensor, _ stage: StageSiteFixture, inputs: Tensor, labels: [Int]
  ) -> ObjectiveStep {
    let batch = StreamBatch(views: [inputs], labels: Tensor(labels))
    let companion = InitialCopy().make(for: stage.site(), trained: nil)
    return ObjectiveStep(
      outputs: [
        ExpertOutputs(
          logits: logits.unsqueezed(axis: 1), features: logits.detached().unsqueezed(axis: 1))
      ], batches: [MixedBatch(batch)], streams: [batch],
      companions: StageCompanions([companion]), progress: StageProgress(epoch: 0, epochs: 4),
      classCounts: KnownSamples.counts)
  }

  /// A network that passes its inputs on as logits.
  private func stage() throws -> StageSiteFixture {
    let stage = try StageSiteFixture(width: 3, counts: KnownSamples.counts)
    withoutGradients {
      for (name, tensor) in stage.model.store.parameters {
        let isSquare = tensor.shape == [3, 3]
        tensor.assignInPlace(
          isSquare ? Tensor([1.0, 0, 0, 0, 1, 0, 0, 0, 1], shape: [3, 3]) : tensor * 0)
        #expect(isSquare || name.hasSuffix("bias"))
      }
    }
    return stage
  }

  @Test func `weights, values and gradients are PyTorch's, in all forms`() throws {
    let all = try ReliableEstimationFixtures.read()
    #expect(all.weighting.map(\.form) == ConfidenceWeighting.Form.allCases.map(\.rawValue))
    for given in all.weighting {
      func array(_ name: String) throws -> Tensor { try #require(given.arrays[name]).tensor }
      let loss = ConfidenceWeighting(
        form: try #require(ConfidenceWeighting.Form(rawValue: given.form)))
      let before = try array("before")
      #expect(
        relativeDistance(loss.weights(before).doubles, try array("weights").doubles) < 1e-12)
      let stage = try stage()
      let leaf = try array("leaf").requiringGradient()
      let values = loss.make(for: stage.site())
        .loss(step(leaf, stage, inputs: before, labels: all.labels)).perSample
      values.mean().backward()
      #expect(relativeDistance(values.doubles, try array("values").doubles) < 1e-12)
      #expect(
        relativeDistance(
          try #require(leaf.gradient).doubles, try array("gradient").doubles) < 1e-12)
    }
  }

  @Test func `known samples have the known weights and loss`() throws {
    let logits = Tensor(KnownSamples.logits, shape: [4, 3])
    let weights = ConfidenceWeighting().weights(logits).doubles
    for (weight, expected) in zip(weights, [0.82358250, 1, 1, 1]) {
      #expect(abs(weight - expected) < 5.1e-9)
    }
    let losses: Double = zip(weights, KnownSamples.values(CrossEntropy()))
      .reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(losses / 4 - 0.67068731) < 5.1e-9)
  }

  @Test func `where all samples were as sure it is the other loss, bit for bit`() throws {
    let stage = try stage()
    let logits = Tensor(KnownSamples.logits, shape: [4, 3])
    let alike = Tensor.zeros([4, 3], dtype: .float64)
    let values = ConfidenceWeighting().make(for: stage.site())
      .loss(step(logits, stage, inputs: alike, labels: KnownSamples.labels)).perSample
    #expect(values.doubles == KnownSamples.values(CrossEntropy()))
  }

  @Test func `no sample counts nothing, and nobody's confidence is asked after the stage began`()
    throws
  {
    let sure = Tensor([60.0, 0, 0, 60, 0, 0], shape: [2, 3])
    for form in [ConfidenceWeighting.Form.threshold, .square] {
      #expect(
        ConfidenceWeighting(form: form).weights(sure).doubles.allSatisfy { $0 >= 1e-4 && $0 <= 1 })
    }
    #expect(ConfidenceWeighting(form: .threshold).weights(sure).doubles == [1e-4, 1e-4])
    let stage = try stage()
    let copy = InitialNetwork(of: stage.model)
    let inputs = Tensor(KnownSamples.logits, shape: [4, 3])
    let before = copy.outputs(inputs).logits.doubles
    withoutGradients {
      for (_, tensor) in stage.model.store.parameters { tensor.fillInPlace(0.3) }
    }
    copy.beforeStep(stage.model)
    #expect(copy.outputs(inputs).logits.doubles == before && before == inputs.doubles)
  }

  @Test func `losses of more than labels are refused, as is a stage without the copy`() throws {
    var loss = ConfidenceWeighting()
    loss.labelLoss = Chosen(RegMixup())
    let error = #expect(throws: SettingsError.self) { try loss.validate() }
    #expect(error?.key == "labelLoss")
    let folder = try TemporaryFolder()
    let recipe = SmallRun.recipe([
      Stage(epochs: 1, loss: ConfidenceWeighting(), schedule: ConstantSchedule())
    ])
    let absent = #expect(throws: SettingsError.self) {
      try SmallRun.session(recipe, in: folder("run")).carryOut()
    }
    #expect(absent?.problem.contains("companions=[initial]") == true)
    #expect(CatalogItemLaws.violations(of: ConfidenceWeighting()) == [])
  }
}
