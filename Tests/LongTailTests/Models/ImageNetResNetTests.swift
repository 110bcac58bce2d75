import TestSupport
import Testing
import Torch

@testable import LongTail

/// Against independent networks in PyTorch, which were checked against those of RIDE, BalPoE and
/// torchvision. One at a time: some are large.
@Suite(.serialized)
struct ImageNetResNetTests {
  private static let picture = InputShape.picture(height: 64, width: 64, channels: 3)
  private static let narrow = [16, 16, 24, 32]

  @Test(arguments: 0..<3, [(DType.float64, 1e-10), (.float32, 1e-4)])
  func `logits in inference are PyTorch's, under PyTorch's and RIDE's names`(
    _ place: Int, _ precision: (dtype: DType, tolerance: Double)
  ) throws {
    let fixtures = try ImageNetNetworkFixtures.read()
    let expected = fixtures.steps[place]
    let model = try fixtures.network(expected, dtype: precision.dtype).model
    let pictures = fixtures.pictures(dtype: precision.dtype)
    for folded in [true, false] {
      let outputs =
        folded ? withoutGradients { model(pictures, .inference) } : model(pictures, .inference)
      let distance = relativeDistance(outputs.logits.doubles, expected.inference)
      #expect(distance < precision.tolerance, "\(expected.network)")
    }
  }

  @Test(arguments: 0..<3)
  func `in float64 one step agrees with PyTorch's`(_ place: Int) throws {
    let fixtures = try ImageNetNetworkFixtures.read()
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
    #expect(relativeDistance(outputs.logits.doubles, training.logits) < 1e-9)
    #expect(abs(loss.item() - training.loss) < 1e-9 * training.loss)
    expectProjections(of: try network.gradients(), training.gradients, within: 1e-7)
    expectProjections(of: network.tensors, training.running, within: 1e-9)
    #expect(training.gradients.count == network.model.store.parameters.count)
  }

  /// Of single networks, torchvision's documentation; of three experts, counted by hand.
  private static let published = [
    "1 full resnet50": 25_557_032, "3 full resnet50": 73_778_240,
    "3 reduced resnet50": 43_677_248,
    "1 full resnext50": 25_028_904, "3 full resnext50": 72_258_880,
    "3 reduced resnext50": 42_889_024,
  ]

  @Test func `parameters are as many as published, and multiply-adds PyTorch's`() throws {
    let fixtures = try ImageNetNetworkFixtures.read()
    var compared: [String] = []
    for expected in fixtures.counts {
      let model = try ExpertModel(
        ImageNetNetworkFixtures.settings(
          expected.network, widths: expected.widths, experts: expected.experts),
        input: .picture(height: 224, width: 224, channels: 3), classes: 1000, seed: 0)
      #expect(model.parameterCount == expected.parameters, "\(expected.network)")
      #expect(model.cost.total == expected.multiplyAdds, "\(expected.network)")
      let width =
        [ResNet50.fullWidths: "full", ResNet50.reducedWidths: "reduced"][expected.widths]
      let name = "\(expected.experts) \(width ?? "narrow") \(expected.network)"
      if let count = Self.published[name] {
        #expect(model.parameterCount == count, "\(name)")
        compared.append(name)
      }
      // 4.09 G, as in the tables of networks.
      if name == "1 full resnet50" { #expect(model.cost.total == 4_089_184_256) }
    }
    #expect(compared.sorted() == Self.published.keys.sorted())
    #expect(fixtures.counts.count == 7 + compared.count)
  }

  /// A trunk, the last bottleneck once more (4,462,592 and 4,497,408), and one classifier of 4096 features.
  @Test(arguments: [("resnet50", 32_067_624), ("resnext50", 31_574_312)])
  func `BBN's branches add one bottleneck`(_ network: String, _ count: Int) throws {
    var settings = try ImageNetNetworkFixtures.settings(
      network, widths: ResNet50.fullWidths, experts: 1)
    settings.classifier = Chosen(JointClassifier())
    settings.experts = 2
    settings.sharedParts = 3
    settings.sharedBlocks = 2
    let model = try ExpertModel(settings, input: Self.picture, classes: 1000, seed: 0)
    #expect(model.parameterCount == count)
  }

  @Test func `experts share the stem and two stages unless told otherwise`() throws {
    let model = try ExpertModel(
      ImageNetNetworkFixtures.settings("resnet50", widths: Self.narrow, experts: 2),
      input: Self.picture, classes: 5, seed: 0)
    let names = Set(model.store.tensors.map(\.name))
    #expect(
      names.isSuperset(of: [
        "conv1.weight", "bn1.running_var", "layer2.0.downsample.0.weight", "layer2.3.conv3.weight",
        "experts.1.layer3.0.downsample.1.bias", "experts.1.layer4.2.bn3.weight",
        "experts.0.classifier.weight",
      ]))
    #expect(!names.contains { $0.hasPrefix("layer3.") || $0.hasPrefix("experts.0.layer2.") })
  }

  /// SHIKE's depths, BBN's branches and RIDE's router.
  @Test(arguments: ["resnet18", "resnext50"])
  func `every arrangement of experts is possible`(_ network: String) throws {
    let pictures = ExpertNetworkFixtures.pictures(
      2, size: 64, offset: 1, dtype: .float32)
    var base = try ImageNetNetworkFixtures.settings(network, widths: Self.narrow, experts: 3)
    let last = try #require(base.backbone.backbone.blockCounts.last) - 1
    base.sharedParts = 3
    base.depths = [1, 2, 3]
    var branches = base
    branches.depths = []
    branches.experts = 2
    branches.sharedBlocks = last
    branches.classifier = Chosen(JointClassifier())
    var routed = base
    routed.sharedParts = nil
    routed.depths = []
    routed.router = RouterSettings(topLogits: 3, hidden: 4)
    for settings in [base, branches, routed] {
      let model = try ExpertModel(settings, input: Self.picture, classes: 5, seed: 1)
      let outputs = model(pictures, .training)
      #expect(outputs.logits.shape == [2, settings.experts, 5])
      var loss = outputs.logits.square().mean()
      if let routing = outputs.routing { loss = loss + routing.square().mean() }
      loss.backward()
      for (name, tensor) in model.store.parameters {
        let size = try #require(tensor.gradient, "\(name)").abs().sum().item()
        #expect(size > 0 && size.isFinite, "\(name)")
      }
      #expect(model.routed(pictures).logits.shape == [2, 5])
    }
    let model = try ExpertModel(base, input: Self.picture, classes: 5, seed: 1)
    let strides = model.store.parameters.filter {
      $0.name.contains("alignment.") && $0.name.hasSuffix("conv.weight")
    }
    #expect(strides.count == 3 + 2 + 1)
  }

  /// As torchvision: filters by their fan-out, linear layers as LibTorch's.
  @Test func `weights begin as the authors' do`() throws {
    var settings = try ImageNetNetworkFixtures.settings(
      "resnext50", widths: [64, 64, 64, 128], experts: 1)
    settings.experts = 2
    settings.router = RouterSettings(topLogits: 3, hidden: 16)
    let model = try ExpertModel(settings, input: Self.picture, classes: 100, seed: 5)
    for (name, tensor) in model.store.parameters {
      let values = tensor.doubles
      let shape = tensor.shape
      if shape.count == 4 {
        let deviation = (2 / Double(shape[0] * shape[2] * shape[3])).squareRoot()
        let found = (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
        #expect(abs(found / deviation - 1) < 0.06, "\(name)")
      } else if name.hasSuffix("bn3.weight") {
        #expect(values.allSatisfy { $0 == 1 }, "\(name)")
      } else if shape.count == 2, shape[0] > 1 {
        let bound = 1 / Double(shape[1]).squareRoot()
        let largest = values.map(abs).max() ?? 0
        #expect(largest <= bound && largest > 0.95 * bound, "\(name)")
      }
    }
  }

  @Test func `inputs and widths that it cannot have are refused`() {
    func key(_ backbone: some ImageNetResNet, _ input: InputShape = Self.picture) -> String? {
      let error = #expect(throws: SettingsError.self) {
        try ExpertModel(ModelSettings(backbone: backbone), input: input, classes: 3, seed: 0)
      }
      return error?.key
    }
    #expect(key(ResNet50(), .features(width: 64)) == "model.backbone")
    #expect(
      key(ResNet18(), .picture(height: 32, width: 7, channels: 3)) == "model.backbone")
    #expect(key(ResNet50(widths: [64, 128, 256])) == "model.backbone.widths")
    #expect(key(ResNet50(widths: [64, 128, 0, 512])) == "model.backbone.widths.2")
    // A group of four channels at width 64 has one at 16.
    #expect(key(ResNeXt50(widths: [15, 128, 256, 512])) == "model.backbone.widths.0")
    let narrow = ResNeXt50(widths: [16, 16, 16, 16])
    #expect(throws: Never.self) {
      try narrow.validate()
      try narrow.validate(.picture(height: 8, width: 8, channels: 1))
    }
  }
}
