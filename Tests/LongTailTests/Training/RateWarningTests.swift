import LongTail
import Testing

/// Learning rates that never come down.
struct RateWarningTests {
  private func warnings(_ epochs: Int, _ schedule: some Schedule) -> [String] {
    SmallRun.recipe([
      Stage(
        name: "first", epochs: epochs, optimizer: SGDSettings(learningRate: 0.1), schedule: schedule
      )
    ]).rateWarnings
  }

  @Test func `milestones beyond the last epoch`() {
    #expect(
      warnings(30, StepSchedule()) == [
        "stage 1 (first): the learning rate stays at its highest, 0.1, to the end: its schedule lowers it "
          + "from epoch 161 on, the stage has 30 epochs"
      ])
    #expect(warnings(160, StepSchedule()).count == 1)
    #expect(warnings(161, StepSchedule()).isEmpty)
  }

  @Test func `a warm-up that is longer than the stage`() {
    #expect(
      warnings(3, StepSchedule()) == [
        "stage 1 (first): the learning rate is still rising at the end of 3 epochs, to 0.06 of 0.1: the "
          + "warm-up is longer than the stage"
      ])
    #expect(warnings(5, CosineSchedule(warmup: 10)).first?.contains("still rising") == true)
  }

  @Test func `what falls, and what is constant on purpose, is no matter`() {
    #expect(warnings(10, ConstantSchedule()).isEmpty)
    #expect(warnings(10, CosineSchedule()).isEmpty)
    #expect(warnings(2, LinearSchedule()).isEmpty)
    #expect(warnings(3, StepSchedule(milestones: [2], warmup: 1)).isEmpty)
  }

  @Test(arguments: Methods.names)
  func `no method's own plan is warned of`(_ name: String) throws {
    let task = TaskDescription(
      dataset: "cifar100", input: .picture(height: 32, width: 32, channels: 3), classes: 100,
      imbalanceFactor: 100)
    let recipe = Recipe(
      method: name, data: SmallRun.data, plan: try Methods.method(named: name).plan(for: task),
      selection: .last)
    #expect(recipe.rateWarnings.isEmpty)
  }

  @Test func `stages that are done are no matter`() {
    var recipe = SmallRun.recipe([
      Stage(epochs: 3), Stage(epochs: 2, schedule: CosineSchedule()),
    ])
    #expect(recipe.rateWarnings.count == 1)
    recipe.start = CheckpointStart(path: "elsewhere", stage: 1, sha256: "")
    #expect(recipe.rateWarnings.isEmpty)
  }
}
