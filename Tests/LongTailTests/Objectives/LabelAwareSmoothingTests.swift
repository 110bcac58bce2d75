import Calibration
import LongTail
import TestSupport
import Testing
import Torch

struct LabelAwareSmoothingTests {
  private static func step(
    _ loss: LabelAwareSmoothing, _ fixtures: MiSLASFixtures
  ) throws -> (values: [Double], gradient: [Double]) {
    let shape = [fixtures.labels.count, 1, fixtures.counts.count]
    let logits = Tensor(
      MiSLASFixtures.chirp(shape.reduce(1, *), offset: 3, scale: 2), shape: shape
    ).requiringGradient()
    let values = loss(
      ExpertOutputs(logits: logits, features: Tensor.zeros([shape[0], 1, 1])),
      Tensor(fixtures.labels),
      LossContext(classCounts: fixtures.counts, epoch: 0, epochs: 1)
    ).perSample
    values.mean().backward()
    return (values.doubles, try #require(logits.gradient).doubles)
  }

  @Test(arguments: LabelAwareSmoothing.Shape.allCases, LabelAwareSmoothing.Form.allCases)
  func `values and gradients are PyTorch's`(
    _ shape: LabelAwareSmoothing.Shape, _ form: LabelAwareSmoothing.Form
  ) throws {
    let fixtures = try MiSLASFixtures.read()
    let given = fixtures.smoothing
    let expected = try #require(given.shapes[shape.rawValue])
    let loss = LabelAwareSmoothing(
      head: given.head, tail: given.tail, shape: shape, power: given.power, form: form)
    #expect(
      relativeDistance(loss.smoothing(classCounts: fixtures.counts), expected.epsilon) < 1e-12)
    let found = try Self.step(loss, fixtures)
    let values = form == .code ? expected.code : expected.published
    #expect(relativeDistance(found.values, values.loss) < 1e-12)
    #expect(relativeDistance(found.gradient, values.gradient) < 1e-12)
  }

  /// Zhong et al., CVPR 2021, counts of CIFAR-10-LT at imbalance factor 100, ε from 0.3 to 0.
  @Test(arguments: [
    (
      LabelAwareSmoothing.Shape.concave,
      [0.3, 0.241412, 0.157844, 0.096049, 0.056308, 0.032021, 0.017317, 0.008472, 0.003142, 0]
    ),
    (
      .linear,
      [0.3, 0.178606, 0.105818, 0.062242, 0.036061, 0.020424, 0.01103, 0.005394, 0.002, 0]
    ),
    (
      .convex,
      [0.3, 0.121898, 0.044882, 0.015791, 0.005332, 0.001714, 0.0005, 0.00012, 0.000016, 0]
    ),
  ])
  func `smoothing of CIFAR-10-LT is as published`(
    _ shape: LabelAwareSmoothing.Shape, _ expected: [Double]
  ) {
    let counts = [5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50]
    let found = LabelAwareSmoothing(head: 0.3, tail: 0, shape: shape)
      .smoothing(classCounts: counts)
    for (value, reference) in zip(found, expected) { #expect(abs(value - reference) < 5.1e-7) }
  }

  /// Zhong et al., CVPR 2021: y = (0, 2), counts (100, 50, 20, 5), ε from 0.4 to 0.1.
  @Test(arguments: [(LabelAwareSmoothing.Form.code, 1.653760), (.published, 1.759897)])
  func `both forms give the losses of the specification`(
    _ form: LabelAwareSmoothing.Form, _ expected: Double
  ) {
    let logits = Tensor([2, 1, -1, 0.5, 0, 3, 1, -2], shape: [2, 1, 4])
    let values = LabelAwareSmoothing(head: 0.4, tail: 0.1, form: form)(
      ExpertOutputs(logits: logits, features: Tensor.zeros([2, 1, 1])), Tensor([0, 2]),
      LossContext(classCounts: [100, 50, 20, 5], epoch: 0, epochs: 1))
    #expect(abs(values.perSample.mean().item() - expected) < 5e-7)
  }

  @Test(arguments: LabelAwareSmoothing.Shape.allCases)
  func `equal ends are plain label smoothing, whatever the counts`(
    _ shape: LabelAwareSmoothing.Shape
  ) {
    let loss = LabelAwareSmoothing(head: 0.2, tail: 0.2, shape: shape, power: 2)
    for counts in [[9, 4, 1], [5, 5, 5]] {
      for value in loss.smoothing(classCounts: counts) { #expect(abs(value - 0.2) < 1e-15) }
    }
  }

  @Test func `without smoothing it is cross-entropy`() throws {
    let fixtures = try MiSLASFixtures.read()
    let plain = LabelAwareSmoothing(head: 0, tail: 0, form: .published)
    let found = try Self.step(plain, fixtures).values
    let shape = [fixtures.labels.count, 1, fixtures.counts.count]
    let logits = Tensor(
      MiSLASFixtures.chirp(shape.reduce(1, *), offset: 3, scale: 2), shape: shape)
    let expected = CrossEntropy()(
      ExpertOutputs(logits: logits, features: Tensor.zeros([shape[0], 1, 1])),
      Tensor(fixtures.labels), LossContext(classCounts: fixtures.counts, epoch: 0, epochs: 1))
    #expect(relativeDistance(found, expected.perSample.doubles) < 1e-14)
  }

  /// Zhong et al., CVPR 2021: code with ε is the paper with ε (C − 1) / C.
  @Test func `the two forms are one family`() throws {
    let fixtures = try MiSLASFixtures.read()
    let share = Double(fixtures.counts.count - 1) / Double(fixtures.counts.count)
    let code = try Self.step(LabelAwareSmoothing(head: 0.4, tail: 0.1), fixtures)
    let paper = try Self.step(
      LabelAwareSmoothing(head: 0.4 * share, tail: 0.1 * share, form: .published), fixtures)
    #expect(relativeDistance(code.gradient, paper.gradient) < 1e-13)
  }

  @Test(arguments: [
    ("head", LabelAwareSmoothing(head: 1, tail: 0)),
    ("head", LabelAwareSmoothing(head: -0.1, tail: 0)),
    ("tail", LabelAwareSmoothing(head: 0.3, tail: 1.5)),
    ("tail", LabelAwareSmoothing(head: 0.3, tail: .nan)),
    ("power", LabelAwareSmoothing(head: 0.3, tail: 0, shape: .exponential)),
    ("power", LabelAwareSmoothing(head: 0.3, tail: 0, shape: .exponential, power: 0)),
  ])
  func `settings out of range name their key`(_ key: String, _ loss: LabelAwareSmoothing) {
    let error = #expect(throws: SettingsError.self) { try loss.validate() }
    #expect(error?.key == key)
  }

  @Test func `an unknown shape comes with its neighbour`() throws {
    let recipe = SmallRun.recipe([Stage(loss: LabelAwareSmoothing())])
    let error = #expect(throws: UnknownName.self) {
      try recipe.setting("stages.0.loss.shape=convexe")
    }
    #expect(error?.description.contains("did you mean \"convex\"") == true)
    let changed = try recipe.setting("stages.0.loss={shape: exponential, power: 2}")
    let loss = try #require(changed.stages[0].loss.objective as? LabelAwareSmoothing)
    #expect(loss.shape == .exponential && loss.power == 2)
  }
}
