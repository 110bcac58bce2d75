import LongTailTesting
import Foundation
import LongTail
import TestSupport
import Testing
import Torch

struct KnowledgeDistillationTests {
  @Test(arguments: KnowledgeDistillation.Student.allCases)
  func `value and gradient are PyTorch's`(_ student: KnowledgeDistillation.Student) throws {
    let fixtures = try ExpertFixtures.read()
    let loss = KnowledgeDistillation(
      CrossEntropy(), labelWeight: 0.4, weight: 0.6, temperature: 4, student: student)
    let expected =
      student == .each ? fixtures.distillation.each : fixtures.distillation.ensemble
    try fixtures.expect(fixtures.logits(experts: 3), expected) {
      loss(
        expertOutputs($0, teacher: fixtures.teacherLogits), Tensor(fixtures.labels),
        fixtures.context()
      ).perSample
    }
  }

  @Test func `the gradient is the one by central differences, and none reaches the teacher`() throws
  {
    let fixtures = try ExpertFixtures.read()
    let logits = fixtures.logits(experts: 2)
    let teacher = fixtures.teacherLogits.requiringGradient()
    let loss = KnowledgeDistillation(BalancedSoftmax())
    func value(_ logits: Tensor) -> Tensor {
      loss(
        expertOutputs(logits, teacher: teacher), Tensor(fixtures.labels), fixtures.context()
      ).perSample
    }
    let found = try fixtures.step(logits, value)
    let error = gradientError(
      found.gradient,
      of: { point in
        withoutGradients { value(Tensor(point, shape: logits.shape)).mean().item() }
      }, at: logits.doubles)
    #expect(error < 1e-8)
    #expect(teacher.gradient == nil)
  }

  @Test func `a student that says the same costs the labels alone`() throws {
    let fixtures = try ExpertFixtures.read()
    let logits = fixtures.teacherLogits.unsqueezed(axis: 1)
    let values = KnowledgeDistillation()(
      expertOutputs(logits, teacher: fixtures.teacherLogits), Tensor(fixtures.labels),
      fixtures.context())
    let plain = CrossEntropy()(
      expertOutputs(logits), Tensor(fixtures.labels), fixtures.context())
    #expect(relativeDistance(values.perSample.doubles, plain.perSample.doubles) < 1e-14)
    #expect(values.parts.map(\.name) == ["labels", "distillation"])
  }

  @Test func `it stands around any other loss`() throws {
    let recipe = SmallRun.recipe([Stage()])
    let changed = try recipe.setting(
      "stages.0.loss={name: knowledge-distillation, labelLoss: ldam, temperature: 3}"
    ).setting("stages.0.loss.labelLoss.margin=0.25")
    let loss = try #require(changed.stages[0].loss.objective as? KnowledgeDistillation)
    let inner = try #require(loss.labelLoss.objective as? LabelDistributionAwareMargin)
    #expect(inner.margin == 0.25 && loss.temperature == 3)
    #expect(loss.targetsUniformPrior)
    let shorter = loss.scaled(from: 200, to: 100).labelLoss.objective
    #expect((shorter as? LabelDistributionAwareMargin)?.reweightsFrom == 80)
  }

  @Test func `problems of the inner loss have its place`() {
    let error = #expect(throws: SettingsError.self) {
      try KnowledgeDistillation(LabelDistributionAwareMargin(margin: -1)).validate()
    }
    #expect(error?.key == "labelLoss.margin")
    let strengths = #expect(throws: SettingsError.self) {
      try KnowledgeDistillation(ExpertLogitAdjustment(strengths: [1])).validate(
        for: LossInputs(experts: 2, classCounts: [3, 1], hasTeacher: true))
    }
    #expect(strengths?.key == "labelLoss.strengths")
  }

  @Test func `it needs a teacher, a temperature, and an inner loss that has none`() {
    let lonely = #expect(throws: SettingsError.self) {
      try KnowledgeDistillation().validate(for: LossInputs(experts: 1, classCounts: [3, 1]))
    }
    #expect(lonely?.problem.contains("teacher={path: RUN}") == true)
    #expect(throws: SettingsError.self) {
      try KnowledgeDistillation(CrossEntropy(), temperature: 0).validate()
    }
    let nested = #expect(throws: SettingsError.self) {
      try KnowledgeDistillation(KnowledgeDistillation()).validate()
    }
    #expect(nested?.key == "labelLoss")
    let apart = #expect(throws: SettingsError.self) {
      try KnowledgeDistillation(CumulativeLearning(), student: .each).validate()
    }
    #expect(apart?.key == "student")
  }

  /// BBN's branches see different samples: α KL(t_c ‖ z) + (1 − α) KL(t_r ‖ z), like the losses of the labels.
  @Test func `each branch is compared with what the teacher says about its own samples`() {
    let logits = Tensor([1.0, 3, 0.5, -1], shape: [1, 2, 2])
    let labels = Tensor([0])
    let loss = KnowledgeDistillation(CumulativeLearning(), labelWeight: 0, temperature: 2)
    func divergence(_ p: Double, _ q: Double) -> Double {
      p * log(p / q) + (1 - p) * log((1 - p) / (1 - q))
    }
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    // α = 1 − (1/2)², so z = 0.75 (1, 3) + 0.25 (0.5, −1), with a difference of −1.125.
    for (branch, share) in [(0, 0.75), (1, 0.25)] {
      let context = LossContext(classCounts: [9, 1], epoch: 1, epochs: 2, branch: branch)
      let teacher = Tensor([Double(branch), 0.4], shape: [1, 2])
      let value = loss(expertOutputs(logits, teacher: teacher), labels, context).perSample.doubles[
        0]
      let expected =
        4 * share * divergence(sigmoid((Double(branch) - 0.4) / 2), sigmoid(-1.125 / 2))
      #expect(abs(value - expected) < 1e-12)
    }
    #expect(loss.branches == 2)
  }
}
