@testable import LongTail
import LongTailTesting
import TestSupport
import Testing
import Torch

struct RegMixupTests {
  /// Logits as what a network of one expert gives.
  private func outputs(_ logits: Tensor) -> ExpertOutputs {
    ExpertOutputs(
      logits: logits.unsqueezed(axis: 1), features: logits.detached().unsqueezed(axis: 1))
  }

  /// A step on samples without a meaning, whose network answers `answer` to whatever it is asked further.
  private func step(
    _ inputs: Tensor, _ labels: [Int],
    at progress: StageProgress = StageProgress(epoch: 0, epochs: 4),
    answer: @escaping (Tensor) -> Tensor
  ) -> ObjectiveStep {
    let batch = StreamBatch(views: [inputs], labels: Tensor(labels))
    return ObjectiveStep(
      outputs: [outputs(answer(inputs))], batches: [MixedBatch(batch)], streams: [batch],
      progress: progress, classCounts: KnownSamples.counts, network: { outputs(answer($0)) })
  }

  @Test func `values and gradients of a mixed batch are PyTorch's`() throws {
    let all = try ReliableEstimationFixtures.read()
    let given = all.mixed
    func array(_ name: String) throws -> Tensor { try #require(given.arrays[name]).tensor }
    let weight = try array("leaf").requiringGradient()
    let inputs = try array("inputs")
    let order = Tensor(given.order)
    let labels = Tensor(all.labels)
    let mixed = MixedBatch(
      inputs: inputs * given.share
        + inputs.indexSelected(axis: 0, order) * (1 - given.share),
      targets: [
        (labels, .whole(given.share)),
        (labels.indexSelected(axis: 0, order), .whole(1 - given.share)),
      ])
    let values = RegMixup(weight: given.weight)
      .values(mixed, step(inputs, all.labels) { $0.linear(weight: weight) })
    values.mean().backward()
    #expect(relativeDistance(values.doubles, try array("values").doubles) < 1e-12)
    #expect(
      relativeDistance(
        try #require(weight.gradient).doubles, try array("gradient").doubles) < 1e-12)
  }

  @Test func `known samples have the known loss beside that of the clean ones`() {
    let shift = Tensor([0.25, -0.25, 0], shape: [1, 3])
    let clean = Tensor(KnownSamples.logits, shape: [4, 3])
    let labels = Tensor(KnownSamples.labels)
    let mixed = MixedBatch(
      inputs: clean,
      targets: [
        (labels, .whole(0.4)),
        (labels.indexSelected(axis: 0, Tensor([1, 0, 3, 2])), .whole(0.6)),
      ])
    let values = RegMixup().values(mixed, step(clean, KnownSamples.labels) { $0 + shift })
    let total: Double = values.mean().item() + KnownSamples.mean(CrossEntropy())
    #expect(abs(total - 1.79005860) < 5.1e-9)
  }

  /// With mixing as the whole loss it is mixup; what a step draws follows from the seed and the step.
  @Test func `it is mixup's loss of a pass of its own`() throws {
    let stage = try StageSiteFixture(width: 3, counts: KnownSamples.counts)
    let objective = RegMixup(alpha: 2).make(for: stage.site())
    let inputs = Tensor(KnownSamples.logits, shape: [4, 3])
    func values(_ step: Int) -> [Double] {
      objective.loss(
        self.step(
          inputs, KnownSamples.labels,
          at: StageProgress(epoch: 1, epochs: 4, step: step, steps: 9)
        ) { $0 * 1 }
      ).perSample.doubles
    }
    #expect(values(2) == values(2) && values(2) != values(3))
    var random = CounterBasedGenerator(
      seed: stage.site().seed, stream: RandomPurpose.regularizer.rawValue, 1, 2)
    let mixed = Mixup(alpha: 2)(
      StreamBatch(views: [inputs], labels: Tensor(KnownSamples.labels)), MixingContext(),
      using: &random)
    let logits = outputs(mixed.inputs)
    let plain = StatelessObjective(CrossEntropy()).loss(
      ObjectiveStep(
        outputs: [logits], batches: [mixed],
        streams: [StreamBatch(views: [inputs], labels: Tensor(KnownSamples.labels))],
        progress: StageProgress(epoch: 1, epochs: 4), classCounts: KnownSamples.counts))
    #expect(relativeDistance(values(2), plain.perSample.doubles) < 1e-15)
  }

  @Test func `the gradient is the one by central differences`() throws {
    let stage = try StageSiteFixture(width: 3, counts: KnownSamples.counts)
    let objective = RegMixup(weight: 0.7, labelLoss: BalancedSoftmax()).make(for: stage.site())
    let inputs = Tensor(KnownSamples.logits, shape: [4, 3])
    func value(_ weight: Tensor) -> Tensor {
      objective.loss(step(inputs, KnownSamples.labels) { $0.linear(weight: weight) })
        .perSample.mean()
    }
    let start = [0.3, -0.2, 0.5, 0.1, 0.4, -0.6, -0.1, 0.2, 0.7]
    let leaf = Tensor(start, shape: [3, 3]).requiringGradient()
    value(leaf).backward()
    let error = gradientError(
      try #require(leaf.gradient).doubles,
      of: { point in withoutGradients { value(Tensor(point, shape: [3, 3])).item() } }, at: start)
    #expect(error < 1e-8)
  }

  @Test func `settings out of range and losses of more than labels are refused under their keys`() {
    var asking = RegMixup()
    asking.labelLoss = Chosen(KnowledgeDistillation())
    var further = RegMixup()
    further.labelLoss = Chosen(CenterLoss())
    for (loss, key) in [
      (RegMixup(alpha: 0), "alpha"), (RegMixup(weight: 0), "weight"),
      (RegMixup(labelLoss: FocalLoss(exponent: -1)), "labelLoss.exponent"),
      (asking, "labelLoss"), (further, "labelLoss"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
    #expect(CatalogItemLaws.violations(of: RegMixup()) == [])
  }
}
