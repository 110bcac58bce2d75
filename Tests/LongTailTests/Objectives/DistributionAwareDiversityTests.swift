import LongTailTesting
import Testing
import TestSupport
import Torch

@testable import LongTail

struct DistributionAwareDiversityTests {
  @Test(arguments: 0..<2)
  func `values and gradients are the authors' before and after re-weighting`(_ number: Int) throws {
    let fixtures = try ExpertFixtures.read()
    let expected = fixtures.ride.cases[number]
    let logits = fixtures.logits(experts: expected.experts)
    let labels = Tensor(fixtures.labels)
    let loss = DistributionAwareDiversity()
    // The authors count epochs from 1 and re-weight those after the 160th.
    for (epoch, step) in [(159, expected.early), (160, expected.late)] {
      try fixtures.expect(logits, step, "epoch \(epoch)") {
        loss(expertOutputs($0), labels, fixtures.context(epoch: epoch)).perSample
      }
    }
  }

  @Test(arguments: 0..<2)
  func `the published diversity and its temperatures are the paper's`(_ number: Int) throws {
    let fixtures = try ExpertFixtures.read()
    let expected = fixtures.ride.cases[number]
    let logits = fixtures.logits(experts: expected.experts)
    let loss = DistributionAwareDiversity(form: .published, reweightsFrom: 0)
    let temperatures = loss.temperatures(classCounts: fixtures.counts)
    try fixtures.expect(logits, expected.published) {
      loss.diversityTerm($0, mean: $0.mean(axis: 1), temperatures: temperatures)
    }
  }

  @Test(arguments: 0..<2)
  func `with a teacher it is the authors' self-distillation`(_ number: Int) throws {
    let fixtures = try ExpertFixtures.read()
    let expected = fixtures.ride.cases[number]
    let loss = KnowledgeDistillation(DistributionAwareDiversity(), experts: .sum)
    try fixtures.expect(fixtures.logits(experts: expected.experts), expected.distilled) {
      loss(
        expertOutputs($0, teacher: fixtures.teacherLogits), Tensor(fixtures.labels),
        fixtures.context(epoch: 160)
      ).perSample
    }
  }

  @Test func `margins, weights and temperatures are the authors'`() throws {
    let fixtures = try ExpertFixtures.read()
    let margin = LabelDistributionAwareMargin()
    #expect(
      relativeDistance(margin.margins(classCounts: fixtures.counts), fixtures.ride.margins) < 1e-12)
    #expect(
      relativeDistance(margin.weights(classCounts: fixtures.counts), fixtures.ride.weights) < 1e-9)
    #expect(
      relativeDistance(
        DistributionAwareDiversity().temperatures(classCounts: fixtures.counts),
        fixtures.ride.temperatures) < 1e-12)
  }

  /// Wang et al., ICLR 2021: the vectors of three experts, λ = 0.45, γ = 0.05, s = 30.
  @Test func `constants and losses are those of the specification`() {
    let counts = PublishedVector.counts
    let margin = LabelDistributionAwareMargin()
    let loss = DistributionAwareDiversity()
    for (found, expected) in [
      (margin.margins(classCounts: counts), [0.236435, 0.281171, 0.353553, 0.5]),
      (margin.weights(classCounts: counts), [0.143470, 0.286225, 0.714490, 2.855816]),
      (loss.temperatures(classCounts: counts), [1, 0.946309, 0.914094, 0.897987]),
    ] {
      for (value, reference) in zip(found, expected) { #expect(abs(value - reference) < 5.1e-7) }
    }
    for (epoch, expected) in [(0, 26.334473), (159, 26.334473), (160, 30.265099)] {
      let value = PublishedVector.values(loss, epoch: epoch).perSample.mean().item()
      #expect(abs(value - expected) < 5e-6, "epoch \(epoch)")
    }
  }

  /// Wang et al., ICLR 2021: γ = 0.05 and 0.02 for the counts 80, 16, 4.
  @Test(arguments: [
    (0.05, [1, 0.910280, 0.893458]), (0.02, [1, 0.962646, 0.955642]),
  ])
  func `temperatures follow the slope`(_ slope: Double, _ expected: [Double]) {
    let found = DistributionAwareDiversity(temperatureSlope: slope)
      .temperatures(classCounts: [80, 16, 4])
    for (value, reference) in zip(found, expected) { #expect(abs(value - reference) < 5.1e-7) }
  }

  @Test(arguments: DistributionAwareDiversity.Form.allCases)
  func `the diversity's gradient is the one by central differences, its mean held fast`(
    _ form: DistributionAwareDiversity.Form
  ) throws {
    let fixtures = try ExpertFixtures.read()
    let logits = fixtures.logits(experts: 3)
    let loss = DistributionAwareDiversity(form: form, reweightsFrom: 0)
    let mean = logits.mean(axis: 1)
    let temperatures = loss.temperatures(classCounts: fixtures.counts)
    func value(_ logits: Tensor) -> Tensor {
      loss.diversityTerm(logits, mean: mean, temperatures: temperatures)
    }
    let found = try fixtures.step(logits, value)
    let error = gradientError(
      found.gradient,
      of: { point in
        withoutGradients { value(Tensor(point, shape: logits.shape)).mean().item() }
      }, at: logits.doubles)
    #expect(error < 1e-8)
  }

  @Test func `without diversity it is the sum of margin losses`() {
    for epoch in [0, 160] {
      let found = PublishedVector.values(DistributionAwareDiversity(diversity: 0), epoch: epoch)
      let margins = PublishedVector.values(
        LabelDistributionAwareMargin(experts: .sum), epoch: epoch)
      #expect(found.perSample.doubles == margins.perSample.doubles)
    }
  }

  @Test func `a shorter stage re-weights as late in proportion`() {
    #expect(DistributionAwareDiversity().scaled(from: 200, to: 8).reweightsFrom == 6)
    #expect(DistributionAwareDiversity().scaled(from: 200, to: 1).reweightsFrom == 0)
    #expect(LabelDistributionAwareMargin().scaled(from: 200, to: 100).reweightsFrom == 80)
  }

  @Test func `a slope that makes a temperature negative is refused with that temperature`() {
    let error = #expect(throws: SettingsError.self) {
      try DistributionAwareDiversity(temperatureSlope: 1.2, form: .published)
        .validate(for: LossInputs(experts: 3, classCounts: PublishedVector.counts))
    }
    #expect(error?.key == "temperatureSlope")
    #expect(error?.problem.contains("-") == true)
  }

  @Test func `re-weighting that would never come is refused`() throws {
    func validate(_ epochs: Int?) throws {
      try DistributionAwareDiversity(reweightsFrom: 8).validate(
        for: LossInputs(experts: 3, classCounts: PublishedVector.counts, epochs: epochs))
    }
    let error = #expect(throws: SettingsError.self) { try validate(8) }
    #expect(error?.key == "reweightsFrom")
    #expect(error?.problem.contains("8 epochs") == true)
    try validate(9)
    try validate(nil)
  }

  @Test(arguments: [
    ("diversity", DistributionAwareDiversity(diversity: -1)),
    ("temperatureSlope", DistributionAwareDiversity(temperatureSlope: .nan)),
    ("reweightsFrom", DistributionAwareDiversity(reweightsFrom: -3)),
  ])
  func `settings out of range name their key`(_ key: String, _ loss: DistributionAwareDiversity) {
    let error = #expect(throws: SettingsError.self) { try loss.validate() }
    #expect(error?.key == key)
  }
}
