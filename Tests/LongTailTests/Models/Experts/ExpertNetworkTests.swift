import ArrayFiles
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Against the authors' networks, with weights under the authors' names.
struct ExpertNetworkTests {
  enum Author: CaseIterable {
    case balpoe, balpoeShared, shike, shikeFour, bbn
  }

  struct Case {
    let fixtures: ExpertNetworkFixtures
    let expected: ExpertNetworkFixtures.Network
    let settings: ModelSettings

    init(_ author: Author) throws {
      fixtures = try .read()
      switch author {
      case .balpoe:
        expected = fixtures.balpoe
        settings = ModelSettings(classifier: CosineClassifier(), experts: 3)
      case .balpoeShared:
        expected = fixtures.balpoeShared
        settings = ModelSettings(classifier: CosineClassifier(), experts: 2, sharedParts: 2)
      case .shike, .shikeFour:
        expected = author == .shike ? fixtures.shike : fixtures.shikeFour
        settings = ExpertNetworkTests.shike(experts: author == .shike ? 3 : 4)
      case .bbn:
        expected = fixtures.bbn
        settings = ModelSettings(
          classifier: JointClassifier(), experts: 2, sharedParts: 2, sharedBlocks: 4)
      }
    }

    func network(_ dtype: DType, without bank: String? = "rt_classifiers") throws -> LoadedNetwork {
      let state = expected.state.filter { name, _ in
        bank.map { !name.hasPrefix($0 + ".") } ?? true
      }
      var arrays = ExpertNetworkFixtures.state(state)
      if settings.sharedParts == 2, settings.depths.isEmpty {
        // A stage that experts share has a name for each; the script fills it under all, and the last stays.
        for name in arrays.keys where name.hasPrefix("layer2s.0.") {
          arrays[name] = arrays["layer2s.1." + name.dropFirst("layer2s.0.".count)]
        }
      }
      return try LoadedNetwork(settings, state: arrays, fixtures: fixtures, dtype: dtype)
    }
  }

  static func shike(experts: Int) -> ModelSettings {
    ModelSettings(
      backbone: ResNet32(shortcut: .projection), classifier: CosineClassifier(), experts: experts,
      sharedParts: 2, depths: [1, 2])
  }

  @Test(arguments: Author.allCases, [(DType.float64, 1e-10), (.float32, 1e-5)])
  func `logits in inference are those of the authors' network`(
    _ author: Author, _ precision: (dtype: DType, tolerance: Double)
  ) throws {
    let given = try Case(author)
    let model = try given.network(precision.dtype).model
    let pictures = given.fixtures.pictures(dtype: precision.dtype)
    for folded in [true, false] {
      let outputs =
        folded ? withoutGradients { model(pictures, .inference) } : model(pictures, .inference)
      let logits = author == .bbn ? outputs.combinedLogits : outputs.logits
      #expect(relativeDistance(logits.doubles, given.expected.inference) < precision.tolerance)
    }
  }

  @Test(arguments: [Author.balpoe, .shike])
  func `in float64 one step is that of the authors' network`(_ author: Author) throws {
    let given = try Case(author)
    let network = try given.network(.float64)
    let expected = try #require(given.expected.training)
    let outputs = network.model(given.fixtures.pictures(), .training)
    let loss = CrossEntropy()(
      outputs, Tensor(given.fixtures.labels),
      LossContext(classCounts: [Int](repeating: 1, count: 10), epoch: 0, epochs: 1)
    ).perSample.mean()
    loss.backward()
    #expect(relativeDistance(outputs.logits.doubles, expected.logits) < 1e-10)
    #expect(abs(loss.item() - expected.loss) < 1e-10 * expected.loss)
    expectProjections(of: try network.gradients(), expected.gradients, within: 1e-8)
    expectProjections(of: network.tensors, expected.running, within: 1e-10)
    #expect(expected.gradients.count == network.model.store.parameters.count)
  }

  @Test func `BBN's branches learn from their own batches, mixed by α`() throws {
    let given = try Case(.bbn)
    let network = try given.network(.float64)
    let fixtures = given.fixtures
    let share = try #require(given.expected.share)
    let expected = try #require(given.expected.training)
    let features = network.model.features(
      eachOf: [fixtures.pictures(), fixtures.pictures(offset: fixtures.reversedOffset)], .training)
    let logits = network.model.outputs(from: features).logits
    let mixed =
      logits.selected(axis: 1, at: 0) * share + logits.selected(axis: 1, at: 1) * (1 - share)
    let outputs = ExpertOutputs(
      logits: mixed.unsqueezed(axis: 1), features: features[0].unsqueezed(axis: 1))
    let loss = CrossEntropy()(
      outputs, Tensor(fixtures.labels),
      LossContext(classCounts: [Int](repeating: 1, count: 10), epoch: 0, epochs: 1)
    ).perSample.mean()
    loss.backward()
    #expect(relativeDistance(mixed.doubles, expected.logits) < 1e-10)
    #expect(abs(loss.item() - expected.loss) < 1e-10 * expected.loss)
    expectProjections(of: try network.gradients(), expected.gradients, within: 1e-8)
    expectProjections(of: network.tensors, expected.running, within: 1e-10)
  }

  @Test func `where SHIKE's second part has trained classifiers, they are the network's`() throws {
    let given = try Case(.shike)
    let model = try given.network(.float64, without: nil).model
    let logits = model(given.fixtures.pictures(), .inference).logits.doubles
    #expect(relativeDistance(logits, try #require(given.expected.second)) < 1e-10)
    #expect(relativeDistance(logits, given.expected.inference) > 0.1)
  }

  @Test(arguments: Author.allCases)
  func `parameters and multiply-adds are the authors'`(_ author: Author) throws {
    let given = try Case(author)
    let model = try given.network(.float32).model
    // SHIKE's network holds the classifiers of both its parts; here the second part draws them anew.
    let bank = author == .shike || author == .shikeFour ? model.settings.experts * 64 * 10 : 0
    #expect(model.parameterCount + bank == given.expected.parameters)
    // The authors' code runs a shared stage 2 once for each expert: 16 → 32 and nine times 32 → 32
    // channels, 3×3 taps, on 8×8 places.
    let again = author == .balpoeShared ? (16 * 32 + 9 * 32 * 32) * 9 * 64 : 0
    #expect(model.cost.total + again == given.expected.multiplyAdds)
  }

  /// Wang et al., ICLR 2021.
  @Test func `full-size networks have as many parameters as published`() throws {
    func count(_ settings: ModelSettings, classes: Int) throws -> Int {
      try ExpertModel(
        settings, input: .picture(height: 32, width: 32, channels: 3), classes: classes, seed: 0
      ).parameterCount
    }
    let reduced = ModelSettings(
      backbone: ResNet32(widths: ResNet32.reducedWidths), classifier: CosineClassifier(),
      experts: 3)
    #expect(try count(reduced, classes: 100) == 783_856)
    #expect(try count(reduced, classes: 10) == 770_896)
    let published = try ExpertNetworkFixtures.read().shikeParameters
    for (experts, total) in [1: 502_288, 2: 887_312, 3: 1_277_008, 4: 1_662_032] {
      #expect(published["\(experts)"] == total)
      let own = try count(Self.shike(experts: experts), classes: 100)
      #expect(own + experts * 64 * 100 == total)
    }
  }

  @Test(arguments: Author.allCases)
  func `every parameter gets a gradient from every batch`(_ author: Author) throws {
    let given = try Case(author)
    let model = try ExpertModel(
      given.settings, input: given.fixtures.input, classes: 10, seed: 4)
    model(given.fixtures.pictures(dtype: .float32), .training).logits.square().mean().backward()
    for (name, tensor) in model.store.parameters {
      let gradient = try #require(tensor.gradient, "\(name)")
      let size = gradient.abs().sum().item()
      #expect(size > 0 && size.isFinite, "\(name)")
    }
  }

  @Test func `the weights of experts that share nothing do not fit experts that share a stage`()
    throws
  {
    let given = try Case(.balpoe)
    var settings = given.settings
    settings.sharedParts = 2
    let error = #expect(throws: FileProblem.self) {
      try LoadedNetwork(
        settings, state: ExpertNetworkFixtures.state(given.expected.state),
        fixtures: given.fixtures, dtype: .float32)
    }
    #expect(error?.problem.contains("not expected: layer2s.1") == true)
  }

  @Test func `more experts than the network has are not expected`() throws {
    let given = try Case(.balpoe)
    var settings = given.settings
    settings.experts = 2
    let error = #expect(throws: FileProblem.self) {
      try LoadedNetwork(
        settings, state: ExpertNetworkFixtures.state(given.expected.state),
        fixtures: given.fixtures, dtype: .float32)
    }
    #expect(error?.problem.contains("not expected: layer2s.2") == true)
  }
}

/// A network with an author's weights, and which of its tensors has which of the author's names.
struct LoadedNetwork {
  let model: ExpertModel
  let tensors: [String: Tensor]

  init(
    _ settings: ModelSettings, state: [String: NumericArray], fixtures: ExpertNetworkFixtures,
    dtype: DType
  ) throws {
    try self.init(
      settings, state: state, input: fixtures.input, classes: fixtures.classes, dtype: dtype)
  }

  init(
    _ settings: ModelSettings, state: [String: NumericArray], input: InputShape, classes: Int,
    dtype: DType
  ) throws {
    model = try ExpertModel(settings, input: input, classes: classes, seed: 0, dtype: dtype)
    try model.store.load(ImportedNames(state, for: model, in: "formula").arrays, from: "formula")
    let own = Dictionary(uniqueKeysWithValues: model.store.tensors.map { ($0.name, $0.tensor) })
    var tensors: [String: Tensor] = [:]
    for (name, array) in state {
      // One at a time, so that names which share an array all find it.
      for translated in try ImportedNames([name: array], for: model, in: "formula").arrays.keys {
        tensors[name] = own[translated]
      }
    }
    self.tensors = tensors
  }

  func gradients() throws -> [String: Tensor] {
    tensors.compactMapValues(\.gradient)
  }
}
