@testable import LongTail
import LongTailTesting
import TestSupport
import Testing
import Torch

struct CorrectnessRankingTests {
  private func step(
    _ logits: Tensor, labels: [Int], positions: [Int], epoch: Int
  ) -> ObjectiveStep {
    let batch = StreamBatch(
      views: [logits.detached()], labels: Tensor(labels), positions: positions)
    return ObjectiveStep(
      outputs: [
        ExpertOutputs(
          logits: logits.unsqueezed(axis: 1), features: logits.detached().unsqueezed(axis: 1))
      ], batches: [MixedBatch(batch)], streams: [batch],
      progress: StageProgress(epoch: epoch, epochs: 9), classCounts: [5, 3, 1])
  }

  private func counts(_ stage: StageSiteFixture) throws -> Tensor {
    try #require(stage.store.buffers.first { $0.name == "rightAnswers" }).tensor
  }

  @Test func `values and gradients are PyTorch's`() throws {
    let all = try ReliableEstimationFixtures.read()
    #expect(all.ranking.count == 2)
    for given in all.ranking {
      let stage = try StageSiteFixture(width: 3)
      let objective = CorrectnessRanking(weight: 0.7).make(for: stage.site())
      try counts(stage).assignInPlace(Tensor(given.counts.map(Double.init)))
      let leaf = try #require(given.arrays["leaf"]).tensor.requiringGradient()
      let values = objective.loss(
        step(leaf, labels: all.labels, positions: given.positions, epoch: given.epoch)
      ).perSample
      values.mean().backward()
      #expect(
        relativeDistance(values.doubles, try #require(given.arrays["values"]).values) < 1e-12)
      #expect(
        relativeDistance(
          try #require(leaf.gradient).doubles, try #require(given.arrays["gradient"]).values)
          < 1e-12)
    }
  }

  /// Right answers (3, 1, 2, 2) of at most four.
  @Test func `known samples have the known loss`() {
    let shares = [3.0, 1, 2, 2].map { ($0 - 1) / 3 }
    let values = CorrectnessRanking().values(
      Tensor(KnownSamples.logits, shape: [4, 3]), shares: Tensor(shares))
    #expect(abs(values.mean().item() - 0.21109451) < 5.1e-9)
  }

  @Test func `samples that were answered alike cost nothing, and their order has no gradient`()
    throws
  {
    let leaf = Tensor(KnownSamples.logits, shape: [4, 3]).requiringGradient()
    let values = CorrectnessRanking().values(leaf, shares: Tensor([0.5, 0.5, 0.5, 0.5]))
    values.mean().backward()
    #expect(values.doubles == [0, 0, 0, 0])
    #expect(try #require(leaf.gradient).doubles.allSatisfy { $0 == 0 })
  }

  @Test func `right answers count once a step has been taken, and decide the next loss`() throws {
    let stage = try StageSiteFixture(width: 3)
    let objective = CorrectnessRanking().make(for: stage.site())
    let logits = Tensor(KnownSamples.logits, shape: [4, 3])
    // The second label is wrong, and so is the third: class 0 is the largest there.
    let step = step(logits, labels: [0, 0, 2, 2], positions: [7, 0, 3, 4], epoch: 0)
    #expect(objective.loss(step).perSample.doubles == [0, 0, 0, 0])
    #expect(objective.loss(step).perSample.doubles == [0, 0, 0, 0])
    withoutGradients { objective.finish(step) }
    #expect(try counts(stage).doubles == [0, 0, 0, 0, 1, 0, 0, 1, 0])
    let expected = CorrectnessRanking().values(logits, shares: Tensor([1.0, 0, 0, 1])).doubles
    #expect(objective.loss(step).perSample.doubles == expected)
    #expect(expected.contains { $0 > 0 })
    // Where every sample was always right, there is no order.
    try counts(stage).fillInPlace(1)
    #expect(objective.loss(step).perSample.doubles == [0, 0, 0, 0])
  }

  @Test func `settings out of range and mixed samples are refused`() {
    for weight in [0, -1, .nan] as [Double] {
      let error = #expect(throws: SettingsError.self) {
        try CorrectnessRanking(weight: weight).validate()
      }
      #expect(error?.key == "weight")
    }
    #expect(throws: SettingsError.self) {
      try CorrectnessRanking().validate(
        for: LossInputs(experts: 1, classCounts: [2, 1], mixes: true))
    }
    #expect(CatalogItemLaws.violations(of: CorrectnessRanking()) == [])
  }
}
