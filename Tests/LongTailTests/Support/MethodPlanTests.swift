import LongTail
import Testing

/// Tests of what methods plan for CIFAR-LT.
protocol MethodPlanTests {}

extension MethodPlanTests {
  func plan(
    _ name: String, classes: Int = 100, factor: Double = 100,
    input: InputShape = .picture(height: 32, width: 32, channels: 3)
  ) throws -> Plan {
    try Methods.method(named: name).plan(
      for: TaskDescription(
        dataset: "cifar\(classes)", input: input, classes: classes, imbalanceFactor: factor))
  }

  func sgd(_ stage: Stage) throws -> SGDSettings {
    try #require(stage.optimizer.settings as? SGDSettings)
  }

  func rate(_ stage: Stage, _ epoch: Int) throws -> Double {
    try sgd(stage).learningRate
      * stage.schedule.schedule.factor(at: StageProgress(epoch: epoch, epochs: stage.epochs))
  }
}
