import ArrayFiles
import LongTailTesting
import TestSupport
import Testing
import Torch

@testable import LongTail

/// The parts of OLTR.
struct MemoryClassifierTests {
  /// `memory_fixtures.json` (Tests/Fixtures/memory_fixtures.py).
  private struct Fixture: Decodable {
    struct Classifier: Decodable {
      let labels: [Int]
      let arrays: [String: StageFixtures.Array]
    }
    struct Centroids: Decodable {
      let margin: Double
      let labels: [Int]
      let loss: Double
      let arrays: [String: StageFixtures.Array]
    }
    let attention: [String: StageFixtures.Array]
    let classifier: Classifier
    let centroids: [Centroids]

    static func read() throws -> Fixture { try fixture("memory_fixtures", as: Fixture.self) }
  }

  private func load(_ store: ParameterStore, _ arrays: [String: StageFixtures.Array]) {
    withoutGradients {
      for (name, tensor) in store.tensors {
        if let array = arrays[name] { tensor.assignInPlace(array.tensor) }
      }
    }
  }

  private func expectGradients(
    _ tensors: [(name: String, tensor: Tensor)], _ arrays: [String: StageFixtures.Array]
  ) throws {
    for (name, tensor) in tensors {
      let expected = try #require(arrays[name + "_gradient"], "\(name)").values
      let gradient = try #require(tensor.gradient, "\(name)").doubles
      // What moves all places of a softmax alike has the gradient 0, of which rounding alone is left.
      let isNothing = (gradient + expected).allSatisfy { abs($0) < 1e-14 }
      #expect(isNothing || relativeDistance(gradient, expected) < 1e-10, "\(name)")
    }
  }

  @Test func `modulated attention is PyTorch's, with its gradients`() throws {
    let given = try Fixture.read().attention
    let store = ParameterStore(seed: 0, dtype: .float64)
    let layer = ModulatedAttention(channels: 4, places: 6, at: store.root)
    let x = try #require(given["x"]).tensor.requiringGradient()
    // The filters of what is added begin as 0.
    #expect(layer(x, .training).doubles == x.doubles)
    load(store, given)
    let values = layer(x, .training)
    let expected = try #require(given["values"]).values
    #expect(relativeDistance(values.doubles, expected) < 1e-12)
    let count = values.count
    (values * Tensor.arange(count).to(.float64).reshaped(values.shape).cos()).mean().backward()
    try expectGradients([("x", x)] + store.parameters, given)
  }

  @Test func `enriched features are classified as PyTorch does, with its gradients`() throws {
    let given = try Fixture.read().classifier
    let store = ParameterStore(seed: 0, dtype: .float64)
    let layer = MemoryClassifier().layer(width: 3, classes: 4, initial: nil, at: store.root)
    load(store, given.arrays)
    let x = try #require(given.arrays["x"]).tensor.requiringGradient()
    let embeds = try #require(store.buffers.first { $0.name == "embeds" }).tensor
    let plain = layer(x).doubles
    embeds.fillInPlace(1)
    let logits = layer(x)
    #expect(
      relativeDistance(logits.doubles, try #require(given.arrays["logits"]).values) < 1e-12)
    #expect(relativeDistance(plain, logits.doubles) > 0.1)
    expectedLoss(logits, given.labels).backward()
    let trained = store.parameters.filter { $0.name != "centroids" }
    try expectGradients([("x", x)] + trained, given.arrays)
    // The memory is read as it is.
    let centroids = try #require(store.parameters.first { $0.name == "centroids" }).tensor
    #expect(centroids.gradient == nil)
  }

  private func expectedLoss(_ logits: Tensor, _ labels: [Int]) -> Tensor {
    expertLogLosses(logits.unsqueezed(axis: 1), Tensor(labels)).mean()
  }

  @Test func `it begins as its linear layer, bit for bit`() {
    let features = Tensor(MiSLASFixtures.chirp(15, offset: 1), shape: [5, 3])
    func logits(_ head: any ClassifierHead) -> [Double] {
      let path = ParameterStore(seed: 7, dtype: .float64).root / "classifier"
      return head.layer(width: 3, classes: 4, initial: nil, at: path)(features).doubles
    }
    #expect(logits(MemoryClassifier()) == logits(LinearClassifier()))
  }

  /// |h| = 5: 16 · 5/6 · cos, with the cosines ⅗ and ⅘ (r = 1 at the distance of 5, and a memory of zeros).
  @Test func `the known embedding has the known logits`() throws {
    let store = ParameterStore(seed: 0, dtype: .float64)
    let layer = MemoryClassifier(scale: 16, reach: 5).layer(
      width: 2, classes: 2, initial: nil, at: store.root)
    withoutGradients {
      for (name, tensor) in store.tensors {
        tensor.fillInPlace(name == "embeds" ? 1 : 0)
        if name == "cosine.weight" { tensor.assignInPlace(Tensor([1.0, 0, 0, 2], shape: [2, 2])) }
      }
    }
    let logits = layer(Tensor([3.0, 4], shape: [1, 2])).doubles
    #expect(relativeDistance(logits, [8, 10.666666666666666]) < 1e-14)
  }

  @Test func `the loss of centroids is the code's, with both of its gradients`() throws {
    for given in try Fixture.read().centroids {
      let features = try #require(given.arrays["features"]).tensor.requiringGradient()
      let centroids = try #require(given.arrays["centroids"]).tensor.requiringGradient()
      let loss = DiscriminativeCentroids(margin: given.margin)
        .values(features, Tensor(given.labels), centroids).mean()
      #expect(abs(loss.item() - given.loss) < 1e-13)
      loss.backward()
      try expectGradients([("features", features), ("centroids", centroids)], given.arrays)
    }
  }

  @Test func `a memory begins as the mean features of the classes`() throws {
    let fitted = try ClassCentroids().fitted(
      to: ClassifierFitData(
        training: Tensor([1.0, 2, 3, 4, 5, 9], shape: [3, 2]), trainingLabels: [1, 0, 1],
        validation: nil, validationLabels: [], classes: 2, classifier: [:]))
    #expect(try #require(fitted.tensors["centroids"]).doubles == [3, 4, 3, 5.5])
    #expect(fitted.tensors["embeds"]?.doubles == [1])
  }

  private static let memoryParts = [
    "classifier.selector", "classifier.cosine", "classifier.centroids",
  ]

  private static func recipe() -> Recipe {
    var second = Stage(
      name: "memory", epochs: 2,
      parameterRules: [ParameterRule("classifier.centroids", rateFactor: 0.5)],
      sampler: ClassAware(samplesPerClass: 2),
      additionalLosses: [DiscriminativeCentroids()],
      optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule())
    second.beginning = Chosen(ClassCentroids())
    return SmallRun.recipe(
      [
        Stage(
          epochs: 1, fixed: memoryParts + ["attention"],
          optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule()), second,
      ],
      model: ModelSettings(
        backbone: ModulatedBackbone(ResNet32(widths: [4, 6, 8]), width: 6),
        classifier: MemoryClassifier()), selection: .last)
  }

  @Test func `a memory is learned and saved: a stopped run ends with the same bits`() throws {
    let recipe = Self.recipe()
    let folder = try TemporaryFolder()
    let whole = try SmallRun.session(recipe, in: folder("whole"))
    _ = try whole.carryOut()
    let tensors = Dictionary(
      uniqueKeysWithValues: whole.model.store.tensors.map { ($0.name, $0.tensor.doubles) })
    #expect(tensors["classifier.embeds"] == [1])
    for name in ["classifier.centroids", "attention.conv_mask.weight"] {
      #expect(try #require(tensors[name]).contains { $0 != 0 }, "\(name)")
    }
    do {
      let stop = StopAtQuestion(10)
      let session = try SmallRun.session(
        recipe, in: folder("stopped"), execution: Execution(shouldStop: { stop() }))
      #expect(throws: TrainingError.self) { try session.carryOut() }
    }
    _ = try SmallRun.session(recipe, in: folder("stopped"), resuming: true).carryOut()
    #expect(
      try RunTraces(folder("whole")).differences(from: RunTraces(folder("stopped"))) == [])
  }

  @Test func `settings and networks that do not fit are refused`() throws {
    for (loss, key) in [
      (DiscriminativeCentroids(weight: 0), "weight"),
      (DiscriminativeCentroids(repulsion: -1), "repulsion"),
      (DiscriminativeCentroids(margin: -1), "margin"),
    ] {
      let error = #expect(throws: SettingsError.self) { try loss.validate() }
      #expect(error?.key == key)
    }
    for (head, key) in [
      (MemoryClassifier(scale: 0), "scale"), (MemoryClassifier(scale: 1, reach: 0), "reach"),
    ] {
      let error = #expect(throws: SettingsError.self) { try head.validate() }
      #expect(error?.key == key)
    }
    for (backbone, key) in [
      (ModulatedBackbone(ModulatedBackbone()), "base"),
      (ModulatedBackbone(IdentityBackbone()), "base"),
      (ModulatedBackbone(ResNet32(), width: 0), "width"),
    ] {
      let error = #expect(throws: SettingsError.self) { try backbone.validate() }
      #expect(error?.key == key)
    }
    let error = #expect(throws: SettingsError.self) {
      try DiscriminativeCentroids().validate(for: LossInputs(experts: 1, classCounts: [2, 1]))
    }
    #expect(error?.key == "")
    #expect(CatalogItemLaws.violations(of: DiscriminativeCentroids()) == [])
  }
}
