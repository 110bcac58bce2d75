import ArrayFiles
import TestSupport
import Testing
import Torch

@testable import LongTail

/// `mobile_network_fixtures.json`: what PyTorch 2.13.0 gives in float64 (Tests/Fixtures/mobile_network_fixtures.py).
private struct MobileNetworkFixtures: Decodable {
  struct Step: Decodable {
    let network: String
    /// torchvision's name and timm's of each tensor.
    let names: [[String]]
    let state: [String: [Int]]
    let parameters: Int
    /// `[count, width]`
    let features: [Double]
    let gradients: [String: [Double]]
  }

  let classes: Int
  let size: Int
  let count: Int
  let offset: Double
  let steps: [Step]

  static func read() throws -> MobileNetworkFixtures {
    try fixture("mobile_network_fixtures", as: MobileNetworkFixtures.self)
  }
}

/// MobileNetV2 and ConvNeXt through files as torchvision and timm name them, against independent networks in PyTorch.
@Suite(.serialized)
struct MobileNetworkTests {
  private func network(
    _ place: Int, timm: Bool, dtype: DType, renaming: (String) -> String = { $0 }
  ) throws -> (ExpertModel, PretrainedBackbone) {
    let fixtures = try MobileNetworkFixtures.read()
    let step = fixtures.steps[place]
    let state = ExpertNetworkFixtures.state(step.state)
    let folder = try TemporaryFolder()
    let tensors = try step.names.map { names -> (String, NumericArray) in
      var array = try #require(state[names[0]])
      if timm, names[1].hasSuffix("gamma") {
        array = NumericArray(
          shape: [array.count], elementType: array.elementType, bytes: array.bytes)
      }
      return (renaming(timm ? names[1] : names[0]), array)
    }
    try SafetensorsFile.write(tensors, metadata: [:], to: folder("w.safetensors"))
    let file = try PretrainedBackbone(folder("w.safetensors"))
    var settings = ModelSettings()
    settings.backbone = file.chosenBackbone
    let model = try ExpertModel(
      settings, input: .picture(height: fixtures.size, width: fixtures.size, channels: 3),
      classes: fixtures.classes, seed: 0, dtype: dtype)
    try file.load(into: model, interpolation: .antialias)
    return (model, file)
  }

  private func pictures(_ dtype: DType) throws -> Tensor {
    let fixtures = try MobileNetworkFixtures.read()
    return ExpertNetworkFixtures.pictures(
      fixtures.count, size: fixtures.size, offset: fixtures.offset, dtype: dtype)
  }

  @Test(arguments: 0..<2, [false, true])
  func `features are PyTorch's`(_ place: Int, _ timm: Bool) throws {
    let expected = try MobileNetworkFixtures.read().steps[place]
    for (dtype, tolerance) in [(DType.float64, 1e-8), (.float32, 1e-3)] {
      let (model, file) = try network(place, timm: timm, dtype: dtype)
      let found = withoutGradients {
        try? model(pictures(dtype), .inference).features.doubles
      }
      #expect(relativeDistance(try #require(found), expected.features) < tolerance)
      #expect(file.chosenBackbone.name == expected.network)
      #expect(file.network.ignored.count == 2)
      #expect(file.network.family.isBicubic == timm)
    }
  }

  @Test(arguments: 0..<2) func `gradients are PyTorch's`(_ place: Int) throws {
    let expected = try MobileNetworkFixtures.read().steps[place]
    let (model, file) = try network(place, timm: false, dtype: .float64)
    model(try pictures(.float64), .inference).features.square().sum().backward()
    var found: [String: Tensor] = [:]
    for (name, tensor) in model.store.parameters where ExpertModel.isBackbone(name) {
      found[try #require(file.network.fileNames[name])] = tensor.gradient
    }
    #expect(found.count == expected.gradients.count)
    expectProjections(of: found, expected.gradients, within: 1e-6)
  }

  @Test func `parameters are as many as published`() throws {
    let fixtures = try MobileNetworkFixtures.read()
    let input = InputShape.picture(height: 224, width: 224, channels: 3)
    for (settings, step, published) in [
      (ModelSettings(backbone: MobileNetV2()), fixtures.steps[0], 3_504_872),
      (ModelSettings(backbone: ConvNeXt()), fixtures.steps[1], 28_589_128),
    ] {
      let model = try ExpertModel(
        settings, input: input, classes: 1000, store: ParameterStore(seed: 0, isOutline: true))
      #expect(model.parameterCount == published && step.parameters == published)
    }
  }

  @Test func `ConvNeXt's authors' names are understood`() throws {
    let (model, file) = try network(1, timm: true, dtype: .float64) { name in
      var name = name
      for (own, theirs) in [
        ("stem.", "downsample_layers.0."), (".blocks.", "."), ("conv_dw", "dwconv"),
        ("mlp.fc1", "pwconv1"), ("mlp.fc2", "pwconv2"), ("head.norm", "norm"),
        ("head.fc", "head"),
      ] { name = name.replacing(own, with: theirs) }
      if name.contains(".downsample.") {
        name = name.replacing("stages", with: "downsample_layers").replacing(
          ".downsample", with: "")
      }
      return name
    }
    let found = withoutGradients { try? model(pictures(.float64), .inference).features.doubles }
    let expected = try MobileNetworkFixtures.read().steps[1].features
    #expect(relativeDistance(try #require(found), expected) < 1e-8)
    #expect((file.network.backbone as? ConvNeXt)?.depths == [1, 2, 3, 1])
  }

  @Test func `settings and inputs out of range are refused`() {
    #expect(throws: SettingsError.self) {
      try ConvNeXt(depths: [1, 1], widths: [8, 8, 8, 8]).validate()
    }
    #expect(throws: SettingsError.self) {
      try ConvNeXt(depths: [1, 0, 1, 1], widths: [8, 8, 8, 8]).validate()
    }
    #expect(throws: SettingsError.self) {
      try ConvNeXt().validate(.picture(height: 31, width: 40, channels: 3))
    }
    #expect(throws: SettingsError.self) { try MobileNetV2().validate(.features(width: 9)) }
  }
}
