@testable import LongTail
import LongTailTesting
import TestSupport
import Testing
import Torch

struct LookaheadTests {
  /// By hand, after Zhang et al. (2019), algorithm 1.
  @Test func `every two steps the weights go back half of the way`() throws {
    let stage = try StageSiteFixture(width: 2, counts: [4, 2])
    let weight = try #require(
      stage.model.store.parameters.first { $0.name == "classifier.weight" }
    ).tensor.detached()
    weight.fillInPlace(1)
    let hook = Lookahead(steps: 2, rate: 0.5).make(for: stage.site())
    var found: [Double] = []
    for _ in 0..<5 {
      weight.addInPlace(Tensor.full(weight.shape, 2, dtype: weight.dtype))
      withoutGradients { hook.afterStep(StageProgress(epoch: 0, epochs: 1)) }
      found.append(weight.doubles[0])
    }
    // 1 → 3 → 5 becomes 3; 3 → 5 → 7 becomes 5; 5 → 7.
    #expect(found == [3, 3, 5, 5, 7])
  }

  @Test func `a rate of 1 changes nothing, bit for bit`() throws {
    let folder = try TemporaryFolder()
    func run(_ hooks: [any HookSettings], _ name: String) throws -> RunTraces {
      let recipe = SmallRun.recipe([
        Stage(
          epochs: 2, hooks: hooks, optimizer: SGDSettings(learningRate: 0.01),
          schedule: ConstantSchedule())
      ])
      _ = try SmallRun.session(recipe, in: folder(name)).carryOut()
      return try RunTraces(folder(name))
    }
    let plain = try run([], "plain")
    let looking = try run([Lookahead(steps: 1, rate: 1)], "looking")
    #expect(plain.records.map(\.loss) == looking.records.map(\.loss))
    let back = try run([Lookahead(steps: 3)], "back")
    #expect(plain.records.map(\.loss) != back.records.map(\.loss))
  }

  @Test func `slow weights are saved: a stopped run ends with the same bits`() throws {
    let recipe = SmallRun.recipe([
      Stage(
        epochs: 2, hooks: [Lookahead(steps: 3)], optimizer: SGDSettings(learningRate: 0.01),
        schedule: ConstantSchedule())
    ])
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(recipe, in: folder("whole")).carryOut()
    do {
      let stop = StopAtQuestion(5)
      let session = try SmallRun.session(
        recipe, in: folder("stopped"), execution: Execution(shouldStop: { stop() }))
      #expect(throws: TrainingError.self) { try session.carryOut() }
    }
    _ = try SmallRun.session(recipe, in: folder("stopped"), resuming: true).carryOut()
    #expect(
      try RunTraces(folder("whole")).differences(from: RunTraces(folder("stopped"))) == [])
  }

  @Test func `settings out of range are refused, and the laws hold`() {
    for (hook, key) in [(Lookahead(steps: 0), "steps"), (Lookahead(rate: 0), "rate")] {
      let error = #expect(throws: SettingsError.self) { try hook.validate() }
      #expect(error?.key == key)
    }
    #expect(CatalogItemLaws.violations(of: Lookahead()) == [])
  }
}
