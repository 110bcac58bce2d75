@testable import LongTail
import LongTailTesting
import TestSupport
import Testing
import Torch

struct CenterLossTests {
  private static let labels = [0, 1, 1, 2]
  private static let points = [1.0, 2, 0, -1, 2, 3, -2, 0]

  private func center(_ stage: StageSiteFixture) throws -> Tensor {
    try #require(stage.store.buffers.first { $0.name == "centers" }).tensor
  }

  /// By hand, after Wen et al. (2016), eqs 2 and 4.
  @Test func `values and centres over two steps are the formula's`() throws {
    let stage = try StageSiteFixture(width: 2)
    let objective = CenterLoss(weight: 0.5, rate: 0.5).make(for: stage.site())
    let features = Tensor(Self.points, shape: [4, 2])
    let step = stage.step([features], labels: Self.labels)
    // λ/2 ‖f‖², as all centres are 0.
    #expect(objective.loss(step).perSample.doubles == [1.25, 0.25, 3.25, 1])
    // A second gradient of the same step is of the same loss.
    #expect(objective.loss(step).perSample.doubles == [1.25, 0.25, 3.25, 1])
    withoutGradients { objective.finish(step) }
    // ½ (1, 2) / 2, ½ (2, 2) / 3, ½ (−2, 0) / 2
    let centers = [0.25, 0.5, 1.0 / 3, 1.0 / 3, -0.5, 0]
    #expect(relativeDistance(try center(stage).doubles, centers) < 1e-14)
    let second = objective.loss(step).perSample.doubles
    let expected = Self.labels.enumerated().map { row, label in
      (0..<2).reduce(0.0) {
        let offset = Self.points[row * 2 + $1] - centers[label * 2 + $1]
        return $0 + offset * offset / 4
      }
    }
    #expect(relativeDistance(second, expected) < 1e-14)
  }

  @Test func `the gradient is the one by central differences`() throws {
    let stage = try StageSiteFixture(width: 2)
    let objective = CenterLoss(weight: 0.7).make(for: stage.site())
    try center(stage).fillInPlace(0.3)
    func value(_ points: Tensor) -> Tensor {
      objective.loss(stage.step([points], labels: Self.labels)).perSample.mean()
    }
    let leaf = Tensor(Self.points, shape: [4, 2]).requiringGradient()
    value(leaf).backward()
    let error = gradientError(
      try #require(leaf.gradient).doubles,
      of: { point in withoutGradients { value(Tensor(point, shape: [4, 2])).item() } },
      at: Self.points)
    #expect(error < 1e-8)
  }

  @Test func `centres are saved: a stopped run ends with the same bits`() throws {
    let recipe = SmallRun.recipe([
      Stage(
        epochs: 2, additionalLosses: [CenterLoss(weight: 0.1)],
        optimizer: SGDSettings(learningRate: 0.01), schedule: ConstantSchedule())
    ])
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(recipe, in: folder("whole")).carryOut()
    do {
      let stop = StopAtQuestion(7)
      let session = try SmallRun.session(
        recipe, in: folder("stopped"), execution: Execution(shouldStop: { stop() }))
      #expect(throws: TrainingError.self) { try session.carryOut() }
    }
    _ = try SmallRun.session(recipe, in: folder("stopped"), resuming: true).carryOut()
    #expect(
      try RunTraces(folder("whole")).differences(from: RunTraces(folder("stopped"))) == [])
  }

  @Test func `settings out of range and mixed samples are refused`() throws {
    for (loss, key) in [(CenterLoss(weight: 0), "weight"), (CenterLoss(rate: 2), "rate")] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
    #expect(throws: SettingsError.self) {
      try CenterLoss().validate(for: LossInputs(experts: 1, classCounts: [2, 1], mixes: true))
    }
    #expect(CatalogItemLaws.violations(of: CenterLoss()) == [])
  }
}
