import TestSupport
import Testing
import Torch

@testable import LongTail

/// `small_network_fixtures.json`: what PyTorch 2.13.0 gives in float64 (Tests/Fixtures/small_network_fixtures.py).
private struct SmallNetworkFixtures: Decodable {
  struct Step: Decodable {
    let network: String
    let state: [String: [Int]]
    let parameters: [String: Int]
    let multiplyAdds: Int
    /// `[batch, classes]`
    let inference: [Double]
    let training: ExpertNetworkFixtures.Training
  }

  let classes: Int
  let size: Int
  let labels: [Int]
  let offset: Double
  let steps: [Step]

  var input: InputShape { .picture(height: size, width: size, channels: 3) }

  func network(_ step: Step, dtype: DType) throws -> LoadedNetwork {
    var settings = ModelSettings()
    settings.backbone = try Chosen(named: step.network)
    return try LoadedNetwork(
      settings, state: ExpertNetworkFixtures.state(step.state), input: input, classes: classes,
      dtype: dtype)
  }

  func pictures(dtype: DType) -> Tensor {
    ExpertNetworkFixtures.pictures(labels.count, size: size, offset: offset, dtype: dtype)
  }
}

/// Networks for small pictures against independent ones in PyTorch, under PyTorch's names.
@Suite(.serialized)
struct SmallNetworkTests {
  @Test(arguments: 0..<4, [(DType.float64, 1e-9), (.float32, 1e-4)])
  func `logits in inference are PyTorch's`(
    _ place: Int, _ precision: (dtype: DType, tolerance: Double)
  ) throws {
    let fixtures = try fixture("small_network_fixtures", as: SmallNetworkFixtures.self)
    let expected = fixtures.steps[place]
    let model = try fixtures.network(expected, dtype: precision.dtype).model
    let found = withoutGradients {
      model(fixtures.pictures(dtype: precision.dtype), .inference).logits
    }
    #expect(
      relativeDistance(found.doubles, expected.inference) < precision.tolerance,
      "\(expected.network)")
  }

  @Test(arguments: 0..<4)
  func `in float64 one step agrees with PyTorch's`(_ place: Int) throws {
    let fixtures = try fixture("small_network_fixtures", as: SmallNetworkFixtures.self)
    let expected = fixtures.steps[place]
    let network = try fixtures.network(expected, dtype: .float64)
    let outputs = network.model(fixtures.pictures(dtype: .float64), .training)
    let loss = CrossEntropy()(
      outputs, Tensor(fixtures.labels),
      LossContext(
        classCounts: [Int](repeating: 1, count: fixtures.classes), epoch: 0, epochs: 1)
    ).perSample.mean()
    loss.backward()
    let training = expected.training
    #expect(relativeDistance(outputs.logits.doubles, training.logits) < 1e-8)
    #expect(abs(loss.item() - training.loss) < 1e-8 * training.loss)
    // A bias before a batch norm has no gradient but rounding.
    let bare = training.gradients.filter { $0.value[0] < 1e-9 }.keys
    var gradients = try network.gradients()
    var references = training.gradients
    for name in bare {
      #expect(try #require(gradients[name]).abs().max().item() < 1e-9, "\(name)")
      gradients[name] = nil
      references[name] = nil
    }
    expectProjections(of: gradients, references, within: 1e-6)
    #expect(training.gradients.count == network.model.store.parameters.count)
  }

  /// Of papers and their repositories; the wide one without its further heads.
  private static let published = [
    "densenet40": [10: 1_059_298, 100: 1_100_428], "vgg19": [10: 20_040_522, 100: 20_086_692],
    "resnet34-cifar": [10: 21_282_122, 100: 21_328_292],
    "resnet32-4x": [10: 7_383_616 + 2570, 100: 7_383_616 + 25_700],
  ]

  @Test func `parameters are as many as published, and multiply-adds PyTorch's`() throws {
    let fixtures = try fixture("small_network_fixtures", as: SmallNetworkFixtures.self)
    for expected in fixtures.steps {
      for (classes, count) in try #require(Self.published[expected.network]) {
        var settings = ModelSettings()
        settings.backbone = try Chosen(named: expected.network)
        let model = try ExpertModel(settings, input: fixtures.input, classes: classes, seed: 0)
        #expect(model.parameterCount == count, "\(expected.network)")
        #expect(expected.parameters["\(classes)"] == count, "\(expected.network)")
        if classes == fixtures.classes {
          #expect(model.cost.total == expected.multiplyAdds, "\(expected.network)")
        }
      }
    }
  }

  @Test func `inputs that are too small are refused`() {
    for (backbone, side) in [(VGG19() as any Backbone, 31), (DenseNet40(), 7), (WideResNet32(), 7)]
    {
      #expect(throws: SettingsError.self) {
        try backbone.validate(.picture(height: 40, width: side, channels: 3))
      }
      #expect(throws: SettingsError.self) { try backbone.validate(.features(width: 40)) }
    }
  }
}
