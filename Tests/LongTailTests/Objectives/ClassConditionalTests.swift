import LongTailTesting
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Both losses of CC-SAM.
struct ClassConditionalTests {
  /// `class_conditional_fixtures.json` (Tests/Fixtures/class_conditional_fixtures.py).
  private struct Fixture: Decodable {
    struct Result: Decodable {
      let losses: StageFixtures.Array
      let moved: StageFixtures.Array
      let features: StageFixtures.Array
      let weight: StageFixtures.Array
      let bias: StageFixtures.Array
    }
    let counts: [Int]
    let labels: [Int]
    let partners: [Int]
    let lambda: Double
    let radius: Double
    let share: Double
    let strength: Double
    let divisor: Double
    let limit: Double
    let epoch: Int
    let epochs: Int
    let features: StageFixtures.Array
    let weight: StageFixtures.Array
    let bias: StageFixtures.Array
    let clean: Result
    let mixed: Result
    let mixed_throughout: Result
    let adversarial: Result

    var progress: StageProgress { StageProgress(epoch: epoch, epochs: epochs) }
  }

  /// A network whose features are its inputs, with the fixture's classifier.
  private func stage(_ given: Fixture) throws -> StageSiteFixture {
    let stage = try StageSiteFixture(width: 4, counts: given.counts)
    withoutGradients {
      for (name, tensor) in stage.model.store.parameters {
        tensor.assignInPlace(name.hasSuffix("weight") ? given.weight.tensor : given.bias.tensor)
      }
    }
    return stage
  }

  private func step(
    _ features: Tensor, _ given: Fixture, _ stage: StageSiteFixture, mixed: Bool = false
  ) -> ObjectiveStep {
    let batch = StreamBatch(views: [features], labels: Tensor(given.labels))
    let targets: [(labels: Tensor, weight: MixingWeight)] =
      mixed
      ? [
        (batch.labels, .whole(given.lambda)), (Tensor(given.partners), .whole(1 - given.lambda)),
      ] : [(batch.labels, .whole(1))]
    return ObjectiveStep(
      outputs: [stage.model(features, .training)],
      batches: [MixedBatch(inputs: features, targets: targets)], streams: [batch],
      progress: given.progress, classCounts: given.counts)
  }

  private func compare(
    _ settings: some ObjectiveSettings, _ expected: Fixture.Result, _ given: Fixture, part: String,
    mixed: Bool = false
  ) throws {
    let stage = try stage(given)
    let features = given.features.tensor.requiringGradient()
    let values = settings.make(for: stage.site()).loss(step(features, given, stage, mixed: mixed))
    // The objective asks for slopes of its own, and leaves no gradient behind.
    #expect(stage.model.store.parameters.allSatisfy { $0.tensor.gradient == nil })
    values.perSample.mean().backward()
    #expect(relativeDistance(values.perSample.doubles, expected.losses.values) < 1e-12)
    let moved = try #require(values.parts.first { $0.name == part }).perSample
    #expect(relativeDistance(moved.doubles, expected.moved.values) < 1e-12)
    let slope = try #require(features.gradient)
    #expect(relativeDistance(slope.doubles, expected.features.values) < 1e-12)
    for (name, tensor) in stage.model.store.parameters {
      let wanted = name.hasSuffix("weight") ? expected.weight : expected.bias
      #expect(
        relativeDistance(try #require(tensor.gradient).doubles, wanted.values) < 1e-12, "\(name)")
    }
  }

  @Test func `values and gradients of a classifier moved class by class are PyTorch's`() throws {
    let given = try fixture("class_conditional_fixtures", as: Fixture.self)
    let loss = ClassConditionalSharpness(radius: given.radius, share: given.share)
    try compare(loss, given.clean, given, part: "perturbed")
    try compare(loss, given.mixed, given, part: "perturbed", mixed: true)
    let both = ClassConditionalSharpness(
      radius: given.radius, share: given.share, mixesPerturbed: true)
    try compare(both, given.mixed_throughout, given, part: "perturbed", mixed: true)
    // A batch that is not mixed has one set of labels, whoever asks.
    try compare(both, given.clean, given, part: "perturbed")
  }

  @Test func `values and gradients of moved features are PyTorch's`() throws {
    let given = try fixture("class_conditional_fixtures", as: Fixture.self)
    try compare(
      AdversarialFeatures(
        strength: given.strength, divisor: given.divisor, limit: given.limit),
      given.adversarial, given, part: "adversarial")
  }

  @Test func `without a share of what is moved both are cross-entropy`() throws {
    let given = try fixture("class_conditional_fixtures", as: Fixture.self)
    let stage = try stage(given)
    let features = given.features.tensor
    let plain = StatelessObjective(CrossEntropy()).loss(step(features, given, stage)).perSample
    for settings: any ObjectiveSettings in [
      ClassConditionalSharpness(radius: 3, share: 0), AdversarialFeatures(limit: 0),
    ] {
      let values = settings.make(for: stage.site()).loss(step(features, given, stage)).perSample
      #expect(relativeDistance(values.doubles, plain.doubles) < 1e-15)
    }
    // A vanishing radius moves nothing.
    let values = ClassConditionalSharpness(radius: 1e-14).make(for: stage.site())
      .loss(step(features, given, stage)).perSample
    #expect(relativeDistance(values.doubles, plain.doubles) < 1e-12)
  }

  @Test func `rarer classes are moved further, the larger the radius the more the loss`() throws {
    let given = try fixture("class_conditional_fixtures", as: Fixture.self)
    let radii = ClassConditionalSharpness(radius: 2).radii(
      classCounts: [82, 17, 2, 1], parameters: 16)
    // 2 · 2 / √2 over 3, 2, 1 and 1
    let root = 2.0.squareRoot()
    for (radius, expected) in zip(radii, [2 * root / 3, root, 2 * root, 2 * root]) {
      #expect(abs(radius - expected) < 1e-14)
    }
    let weights = AdversarialFeatures(divisor: 4).classWeights([100, 10, 1])
    #expect(weights == weights.sorted() && weights[0] > 0)
    #expect(abs(weights[2] - 1.1513175452471063) < 1e-12)
    let stage = try stage(given)
    let costs = [0.01, 0.1, 1].map { radius in
      ClassConditionalSharpness(radius: radius, share: 1).make(for: stage.site())
        .loss(step(given.features.tensor, given, stage)).perSample.mean().item()
    }
    #expect(costs == costs.sorted() && costs[2] > costs[0] * 1.01)
  }

  @Test func `samples without a slope stay finite`() throws {
    let given = try fixture("class_conditional_fixtures", as: Fixture.self)
    let stage = try stage(given)
    withoutGradients {
      for (name, tensor) in stage.model.store.parameters {
        tensor.assignInPlace(name.hasSuffix("bias") ? Tensor([1e4, 0, 0]) : tensor * 0)
      }
    }
    let batch = StreamBatch(views: [given.features.tensor], labels: Tensor([0, 0, 0, 0, 0, 0]))
    for settings: any ObjectiveSettings in [
      ClassConditionalSharpness(radius: 1), AdversarialFeatures(),
    ] {
      let step = ObjectiveStep(
        outputs: [stage.model(batch.inputs, .training)], batches: [MixedBatch(batch)],
        streams: [batch], progress: given.progress, classCounts: given.counts)
      let values = settings.make(for: stage.site()).loss(step)
      #expect(values.perSample.doubles == [Double](repeating: 0, count: 6))
      values.perSample.mean().backward()
      #expect(
        stage.model.store.parameters.allSatisfy {
          $0.tensor.gradient?.doubles.allSatisfy(\.isFinite) ?? false
        })
    }
  }

  @Test func `α grows with the epochs up to its limit`() {
    let shares = (0..<5).map {
      AdversarialFeatures(limit: 0.5).share(at: StageProgress(epoch: $0, epochs: 5))
    }
    #expect(shares == [0.2, 0.4, 0.5, 0.5, 0.5])
  }

  private static func recipe(radius: Double) -> Recipe {
    SmallRun.recipe([
      Stage(
        epochs: 2, augmentations: [RandomCrop()], mixing: Mixup(alpha: 1),
        loss: ClassConditionalSharpness(radius: radius), optimizer: SGDSettings(learningRate: 0.02),
        schedule: ConstantSchedule()),
      Stage(
        name: "classifier", epochs: 2, trains: ["classifier"],
        sampler: ClassAware(samplesPerClass: 1), loss: AdversarialFeatures(),
        optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule()),
    ])
  }

  @Test func `a stopped run ends with the same bits`() throws {
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(Self.recipe(radius: 0.1), in: folder("whole")).carryOut()
    do {
      let stop = StopAtQuestion(12)
      let session = try SmallRun.session(
        Self.recipe(radius: 0.1), in: folder("stopped"),
        execution: Execution(shouldStop: { stop() }))
      #expect(throws: TrainingError.self) { try session.carryOut() }
    }
    _ = try SmallRun.session(Self.recipe(radius: 0.1), in: folder("stopped"), resuming: true)
      .carryOut()
    #expect(
      try RunTraces(folder("whole")).differences(from: RunTraces(folder("stopped"))) == [])
    // The radius is heeded.
    _ = try SmallRun.session(Self.recipe(radius: 0.2), in: folder("further")).carryOut()
    let changed = try RunTraces(folder("whole")).differences(from: RunTraces(folder("further")))
    #expect(changed.contains { $0.hasSuffix("last/model.safetensors") })
  }

  @Test func `settings and stages that do not fit are refused`() throws {
    for (loss, key) in [
      (ClassConditionalSharpness(radius: 0), "radius"),
      (ClassConditionalSharpness(radius: .nan), "radius"),
      (ClassConditionalSharpness(share: 1.1), "share"),
      (AdversarialFeatures(strength: 0), "strength"),
      (AdversarialFeatures(divisor: -1), "divisor"), (AdversarialFeatures(limit: 2), "limit"),
    ] as [(any ObjectiveSettings, String)] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
    #expect(CatalogItemLaws.violations(of: ClassConditionalSharpness()) == [])
    #expect(CatalogItemLaws.violations(of: AdversarialFeatures()) == [])
    let folder = try TemporaryFolder()
    for (setting, key) in [
      ("model.experts=2", "stages.0.loss"), ("model.classifier=cosine", "stages.0.loss"),
      ("stages.1.mixing=mixup", "stages.1.loss"),
    ] {
      let error = #expect(throws: SettingsError.self) {
        try SmallRun.session(Self.recipe(radius: 1).setting(setting), in: folder("refused"))
          .carryOut()
      }
      #expect(error?.key == key, "\(setting): \(String(describing: error))")
    }
  }
}
