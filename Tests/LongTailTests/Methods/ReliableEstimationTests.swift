import LongTail
import TestSupport
import Testing

/// SURE: its plan, and runs of what it is made of.
struct ReliableEstimationTests {
  private func plan() throws -> Plan {
    try Methods.method(named: "sure").plan(
      for: TaskDescription(
        dataset: "cifar100", input: .picture(height: 32, width: 32, channels: 3), classes: 100,
        imbalanceFactor: 100))
  }

  private func optimizer(_ stage: Stage) throws -> (sam: SharpnessAwareSettings, sgd: SGDSettings) {
    let sam = try #require(stage.optimizer.settings as? SharpnessAwareSettings)
    return (sam, try #require(sam.base.settings as? SGDSettings))
  }

  @Test func `the features' stage has the authors' settings`() throws {
    let plan = try plan()
    #expect(plan.batchSize == 128 && plan.stages.map(\.epochs) == [201, 21])
    #expect(plan.model.classifier.head.cosineScale == 8)
    let stage = plan.stages[0]
    let (sam, sgd) = try optimizer(stage)
    #expect(sam.radius == 0.05 && !sam.adaptive)
    #expect(sgd.learningRate == 0.1 && sgd.momentum == 0.9 && sgd.weightDecay == 5e-4)
    #expect(!sgd.nesterov)
    let mixed = try #require(stage.additionalLosses.first?.objective as? RegMixup)
    #expect(stage.loss.name == "cross-entropy" && stage.additionalLosses.count == 1)
    #expect(mixed.alpha == 10 && mixed.weight == 1 && stage.mixing == nil)
    // The first of the averaged epochs is the 121st, and the rate leaves its cosine there.
    let average = try #require(stage.hooks.first?.hook as? StochasticWeightAveraging)
    let schedule = try #require(stage.schedule.schedule as? AveragingSchedule)
    #expect(average.start == schedule.start && Int(average.start * 201) == 120)
    #expect(schedule.factor(at: StageProgress(epoch: 200, epochs: 201)) == 0.5)
  }

  @Test func `the second stage moves everything but batch norm's scales and shifts`() throws {
    let stage = try plan().stages[1]
    #expect(stage.trains.isEmpty && stage.batchNorm == .follow)
    let loss = try #require(stage.loss.objective as? ConfidenceWeighting)
    #expect(loss.form == .exponential && loss.labelLoss.name == "cross-entropy")
    #expect(stage.companions.map(\.name) == ["initial"] && stage.hooks.isEmpty)
    #expect(stage.additionalLosses.isEmpty)
    let (sam, sgd) = try optimizer(stage)
    #expect(sam.radius == 0.05 && sgd.learningRate == 0.01 && sgd.weightDecay == 5e-4)
    #expect(stage.schedule.name == "constant")
  }

  @Test func `presets have the authors' network, and figures their conditions`() {
    let presets = ReliableEstimationTraining.presets
    #expect(presets.count == 6 && presets.allSatisfy { $0.network == "resnet32-4x" })
    let figures: [Double] = ReliableEstimationTraining.results.map {
      ($0.accuracy * 1000).rounded()
    }
    #expect(figures == [869, 902, 950, 573, 631, 732])
    #expect(ReliableEstimationTraining.results.allSatisfy { $0.epochs == [201, 21] })
  }

  /// The method's stages at a length at which both are stopped in the middle, with the ranking that the paper adds.
  private func recipe() throws -> Recipe {
    var stages = try plan().stages
    stages[0] = stages[0].scaled(by: 3.0 / 201)
    stages[1].epochs = 2
    stages[0].additionalLosses.append(Chosen(CorrectnessRanking(weight: 0.5)))
    for index in stages.indices {
      stages[index].optimizer = Chosen(SharpnessAwareSettings(SGDSettings(learningRate: 0.02)))
    }
    return SmallRun.recipe(
      stages,
      model: ModelSettings(
        backbone: TwoLayerBackbone(hidden: 16), classifier: CosineClassifier(scale: 8)))
  }

  @Test(arguments: [3, 7, 18, 21])
  func `a run that is stopped anywhere ends with the same bits`(_ question: Int) throws {
    let recipe = try recipe()
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(recipe, in: folder("whole")).carryOut()
    do {
      let stop = StopAtQuestion(question)
      let session = try SmallRun.session(
        recipe, in: folder("stopped"), execution: Execution(shouldStop: { stop() }))
      #expect(throws: TrainingError.self) { try session.carryOut() }
    }
    _ = try SmallRun.session(recipe, in: folder("stopped"), resuming: true).carryOut()
    #expect(
      try RunTraces(folder("whole")).differences(from: RunTraces(folder("stopped"))) == [])
    let records = try RunTraces(folder("whole")).records
    #expect(records.count == 5)
  }

  @Test func `objectives say how often they ask the network beside the batch`() {
    #expect(RegMixup().furtherPasses == 1 && CorrectnessRanking().furtherPasses == 0)
    #expect(CrossEntropy().furtherPasses == 0 && ConfidenceWeighting().furtherPasses == 0)
  }
}
