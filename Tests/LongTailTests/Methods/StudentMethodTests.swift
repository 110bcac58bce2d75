import LongTail
import TestSupport
import Testing

/// The plans of methods whose experts have classes of their own, or teach a student.
struct StudentMethodTests {
  private func plan(_ name: String, input: InputShape? = nil) throws -> Plan {
    var task = TaskDescription.cifar100
    if let input {
      task = TaskDescription(
        dataset: "features", input: input, classes: 100, imbalanceFactor: 100)
    }
    return try Methods.method(named: name).plan(for: task)
  }

  private func sgd(_ stage: Stage) throws -> SGDSettings {
    try #require(stage.optimizer.settings as? SGDSettings)
  }

  private func rate(_ stage: Stage, _ epoch: Int) throws -> Double {
    let progress = StageProgress(epoch: epoch, epochs: stage.epochs)
    return try sgd(stage).learningRate * stage.schedule.schedule.factor(at: progress)
  }

  @Test func `LFME trains an expert on each group, then its student`() throws {
    let plan = try plan("lfme")
    #expect(plan.stages.map(\.name) == ["frequent", "medium", "rare", "student"])
    #expect(plan.stages.map(\.epochs) == [120, 120, 120, 90])
    #expect(plan.stages.map(\.batchSize) == [128, 64, 32, 256])
    #expect(plan.model.experts == 4 && plan.model.sharedParts == 0)
    #expect(plan.prediction.expertWeights == [1, 0, 0, 0])
    for (index, stage) in plan.stages.prefix(3).enumerated() {
      #expect(stage.trains == ["experts.\(index + 1)"])
      #expect((stage.loss.objective as? ExpertChoice)?.expert == index + 1)
      #expect(try rate(stage, 0) == 0.1 && sgd(stage).weightDecay == 5e-4)
    }
    let counts = (0..<100).map { 500 - $0 }
    #expect(
      plan.stages.map { $0.classes?.members(classCounts: counts).count } == [35, 35, 30, nil])
    let student = plan.stages[3]
    #expect(student.trains == ["experts.0"] && student.sampler.name == "class-aware")
    for (epoch, expected) in [(0, 0.1), (49, 0.1), (50, 0.01), (80, 0.001)] {
      #expect(abs(try rate(student, epoch) - expected) < 1e-15)
    }
    let loss = try #require(student.loss.objective as? SelfPacedDistillation)
    #expect(loss.bounds == [0.35, 0.7] && loss.threshold == 0.3 && loss.temperature == 2)
    #expect(loss.form == .code && loss.curriculum)
    let large = try #require(SelfPacedTraining.presets.first)
    let sizes = (0..<1000).map { 1280 - $0 }
    #expect(
      large.stages.map { $0.classes?.members(classCounts: sizes).count } == [391, 463, 146, nil])
    #expect(
      (large.stages[3].loss.objective as? SelfPacedDistillation)?.bounds == [0.391, 0.854])
  }

  @Test func `SSD distils a balanced teacher into a network that begins anew`() throws {
    let plan = try plan("ssd")
    #expect(plan.batchSize == 256 && plan.stages.map(\.epochs) == [135, 5, 135, 5])
    #expect(plan.model.experts == 2 && plan.model.sharedParts == 3)
    #expect(
      plan.model.classifier.name == "scaled-linear" && plan.prediction.expertWeights == [1, 0])
    let contrast = try #require(
      plan.stages[0].additionalLosses.first?.objective as? InstanceContrast)
    #expect(contrast.dimension == 128 && contrast.temperature == 0.2 && contrast.weight == 1)
    #expect(contrast.skipsOwnClass && contrast.movesHeads && contrast.expert == 0)
    for index in [1, 3] {
      let stage = plan.stages[index]
      #expect(stage.trains == ["experts.0.classifier.scale"] && stage.batchSize == 512)
      #expect(try sgd(stage).learningRate == 0.2 && stage.batchNorm == .follow)
      #expect((stage.sampler.sampler as? ClassAware)?.samplesPerClass == 2)
    }
    let student = plan.stages[2]
    #expect(student.reinitializes == ["all"] && student.companions.map(\.name) == ["initial"])
    let loss = try #require(student.loss.objective as? FormerDistillation)
    #expect(loss.hard == 1 && loss.soft == 0 && loss.weight == 1 && loss.temperature == 2)
    let large = try #require(SelfSupervisedDistillation.presets.first)
    #expect(large.network == "resnext50" && large.settings == ["model.sharedParts=4"])
    // Features have no views.
    let features = try self.plan("ssd", input: .features(width: 8))
    #expect(features.stages[0].views.isEmpty && features.stages[0].additionalLosses.isEmpty)
    #expect(features.model.sharedParts == 1 && features.stages.count == 4)
  }

  @Test func `ACE has its paper's experts and length`() throws {
    let plan = try plan("ace")
    #expect(plan.batchSize == 128 && plan.stages.map(\.epochs) == [400])
    #expect(plan.model.experts == 3 && plan.model.classifier.name == "linear")
    let stage = plan.stages[0]
    #expect(stage.augmentations.map(\.name).suffix(2) == ["auto-augment", "cutout"])
    let loss = try #require(stage.loss.objective as? ComplementaryExperts)
    let hook = try #require(stage.hooks.first?.hook as? ComplementaryAnswers)
    #expect(loss.shares == [0.65, 0.3] && loss.suppression == 0.01)
    #expect(hook.shares == loss.shares && hook.rescales)
    for (epoch, expected) in [(0, 0.02), (319, 0.1), (320, 0.01), (360, 0.001)] {
      #expect(abs(try rate(stage, epoch) - expected) < 1e-15)
    }
    #expect(try self.plan("ace", input: .features(width: 8)).model.experts == 3)
  }
}
