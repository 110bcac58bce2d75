import Calibration
import LongTail
import TestSupport
import Testing
import Torch

struct ExpertLogitAdjustmentTests {
  @Test(arguments: 0..<3)
  func `with mixup, values and gradients are the authors'`(_ number: Int) throws {
    let fixtures = try ExpertFixtures.read()
    let expected = fixtures.balpoe[number]
    let loss = ExpertLogitAdjustment(strengths: expected.strengths)
    let logits = fixtures.logits(experts: expected.strengths.count)
    let labels = Tensor(fixtures.labels)
    let partners = labels.indexSelected(axis: 0, Tensor(fixtures.partners))
    // The authors add 1e-9 to each share inside the logarithm.
    let found = try fixtures.step(logits) { logits in
      let outputs = expertOutputs(logits)
      return loss(outputs, labels, fixtures.context()).perSample * fixtures.share
        + loss(outputs, partners, fixtures.context()).perSample * (1 - fixtures.share)
    }
    #expect(relativeDistance([found.loss], [expected.loss]) < 1e-7)
    #expect(relativeDistance(found.gradient, expected.gradient) < 1e-7)
    let plain = loss(expertOutputs(logits), labels, fixtures.context()).perSample.mean().item()
    #expect(relativeDistance([plain], [expected.plain]) < 1e-7)
  }

  /// Aimar et al., CVPR 2023.
  @Test func `expert by expert the losses are those of the specification`() {
    let values = PublishedVector.values(ExpertLogitAdjustment())
    #expect(abs(values.perSample.mean().item() - 0.991896) < 5e-7)
    #expect(values.parts.map(\.name) == ["expert-0", "expert-1", "expert-2"])
    for (part, expected) in zip(values.parts, [1.335349, 1.056358, 0.583980]) {
      #expect(abs(part.perSample.mean().item() - expected) < 5e-7)
    }
  }

  /// Aimar et al., CVPR 2023.
  @Test func `both rules spread τ about the same mean`() {
    let limits = ExpertLogitAdjustment(minimum: -1, maximum: 3, average: 1)
    #expect(limits.strengths(experts: 3) == [-1, 1, 3])
    #expect(limits.strengths(experts: 1) == [1])
    let uniform = ExpertLogitAdjustment(spread: .uniform, minimum: 0, maximum: 2)
    #expect(uniform.strengths(experts: 2) == [0.5, 1.5])
    for loss in [limits, uniform] {
      for experts in 1...7 {
        let mean = loss.strengths(experts: experts).reduce(0, +) / Double(experts)
        #expect(abs(mean - 1) < 1e-12)
      }
    }
  }

  @Test func `one expert with τ = 1 is balanced softmax`() throws {
    let fixtures = try ExpertFixtures.read()
    let logits = expertOutputs(fixtures.logits(experts: 1))
    let found = ExpertLogitAdjustment()(logits, Tensor(fixtures.labels), fixtures.context())
    let expected = BalancedSoftmax()(logits, Tensor(fixtures.labels), fixtures.context())
    #expect(relativeDistance(found.perSample.doubles, expected.perSample.doubles) < 1e-14)
  }

  @Test func `experts stand for the training prior, the uniform one, and the inverted one`() throws
  {
    let priors = try #require(
      ExpertLogitAdjustment().expertPriors(classCounts: [80, 20], experts: 3))
    for (prior, expected) in zip(priors, [[0.8, 0.2], [0.5, 0.5], [0.2, 0.8]]) {
      #expect(relativeDistance(prior, expected) < 1e-14)
    }
    #expect(CrossEntropy().expertPriors(classCounts: [80, 20], experts: 3) == nil)
  }

  @Test func `only a mean of 1 aims at the uniform prior`() {
    #expect(ExpertLogitAdjustment().targetsUniformPrior)
    #expect(ExpertLogitAdjustment(strengths: [0, 1, 2]).targetsUniformPrior)
    #expect(!ExpertLogitAdjustment(minimum: 0, maximum: 2.5, average: 1.25).targetsUniformPrior)
    #expect(!ExpertLogitAdjustment(strengths: [0, 0, 2]).targetsUniformPrior)
  }

  @Test func `strengths that do not fit the experts or the mean are refused with both numbers`()
    throws
  {
    let three = LossInputs(experts: 3, classCounts: [10, 5])
    let short = #expect(throws: SettingsError.self) {
      try ExpertLogitAdjustment(strengths: [0, 2]).validate(for: three)
    }
    #expect(short?.key == "strengths")
    #expect(short?.problem.contains("2 strengths for 3 experts") == true)
    let biased = #expect(throws: SettingsError.self) {
      try ExpertLogitAdjustment(minimum: 0, maximum: 2.5).validate(for: three)
    }
    #expect(biased?.key == "average")
    #expect(biased?.problem.contains("1.25") == true)
    try ExpertLogitAdjustment(minimum: 0, maximum: 2.5, average: 1.25).validate(for: three)
    try ExpertLogitAdjustment(minimum: 0, maximum: 2.5, average: nil).validate(for: three)
    #expect(throws: SettingsError.self) {
      try ExpertLogitAdjustment(minimum: 2, maximum: 1).validate()
    }
    #expect(throws: SettingsError.self) {
      try ExpertLogitAdjustment(strengths: [0, .infinity]).validate()
    }
  }

  @Test func `a list of strengths can be set and taken back`() throws {
    let recipe = SmallRun.recipe([Stage(loss: ExpertLogitAdjustment())])
    let given = try recipe.setting("stages.0.loss.strengths=[0, 1.5]")
    #expect((given.stages[0].loss.objective as? ExpertLogitAdjustment)?.strengths == [0, 1.5])
    let back = try given.setting("stages.0.loss.strengths=null")
    #expect((back.stages[0].loss.objective as? ExpertLogitAdjustment)?.strengths == nil)
    let error = #expect(throws: UnknownName.self) {
      try recipe.setting("stages.0.loss.spread=limit")
    }
    #expect(error?.description.contains("did you mean \"limits\"") == true)
  }
}
