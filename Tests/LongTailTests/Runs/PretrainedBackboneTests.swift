import ArrayFiles
import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail

/// The tiny transformer through files as other programs write them, against the features that they compute.
struct PretrainedBackboneTests {
  private static let plain = [0.39879450, 0.33193337, 2.21287880, -0.32239054]
  private static let smallEpsilon = [0.39879027, 0.33193023, 2.21287902, -0.32239158]
  private static let clip = [1.03890847, 0.80330882, 2.13344832, 0.74007718]
  private static let clipGELU = [1.03657668, 0.80520669]
  private static let scaled = [0.51909252, 0.40555689, 2.19308475, -0.35638324]
  private static let registers = [0.61111831, 0.25981689, 2.15231538, -0.30607353]

  static func network(
    _ path: String, side: Int = 16, heads: Int? = 3,
    interpolation: PositionInterpolation? = nil, experts: Int = 1
  ) throws -> ExpertModel {
    let file = try PretrainedBackbone(path, heads: heads)
    var settings = ModelSettings(experts: experts)
    if experts > 1 { settings.sharedParts = 0 }
    settings.backbone = file.chosenBackbone
    let model = try ExpertModel(
      settings, input: .picture(height: side, width: side, channels: 3), classes: 5, seed: 4,
      dtype: .float64)
    try file.load(into: model, interpolation: interpolation ?? file.network.family.interpolation)
    return model
  }

  static func expect(
    _ found: [Double], _ expected: [Double], at location: SourceLocation = #_sourceLocation
  ) {
    for (index, value) in expected.enumerated() {
      #expect(abs(found[index] - value) < 1e-7, "\(index)", sourceLocation: location)
    }
  }

  private static let cases: [(TinyTransformerFile, Set<String>, [Double])] = [
    (.timm, ["head"], plain), (.timm, ["ls1", "ls2"], scaled),
    (.timm, ["norm_pre"], []), (.visual, [], plain), (.huggingFaceViT, ["head"], smallEpsilon),
    (.huggingFaceLayers, [], smallEpsilon), (.huggingFaceDINO, ["ls1", "ls2"], scaled),
    (.huggingFaceDINO, ["ls1", "ls2", "reg_token"], registers),
    (.facebookDINO, ["ls1", "ls2", "reg_token"], registers),
    (.huggingFaceCLIP, ["norm_pre"], clip), (.openCLIP, ["norm_pre"], clip),
    (.torchvision, ["head"], plain),
  ]

  @Test(arguments: cases.indices)
  func `features are those of the program that wrote the file`(_ index: Int) throws {
    let (file, variants, features) = Self.cases[index]
    let folder = try TemporaryFolder()
    try file.write(to: folder("w.safetensors"), with: variants)
    let model = try Self.network(folder("w.safetensors"))
    Self.expect(TinyTransformer.features(model), features)
    let found = try PretrainedBackbone(folder("w.safetensors"), heads: 3)
    let vit = try #require(found.network.backbone as? VisionTransformer)
    #expect(vit.width == 12 && vit.depth == 2 && vit.hidden == 48 && vit.patch == 4)
    #expect(vit.registers == (variants.contains("reg_token") ? 4 : 0))
    #expect(found.network.side == 16)
    #expect(found.remarks.contains { $0.contains("vit of width 12") })
  }

  @Test func `files of google-research are understood`() throws {
    let path = fixtureFile("jax-transformer.npz").path
    // Heads are an axis there.
    Self.expect(TinyTransformer.features(try Self.network(path, heads: nil)), Self.plain)
    let file = try PretrainedBackbone(path)
    #expect(file.network.ignored == ["opt/target/head/bias", "opt/target/head/kernel"])
    #expect(
      file.network.fileNames["blocks.1.mlp.fc1.weight"]
        == "opt/target/Transformer/encoderblock_1/MlpBlock_3/Dense_0/kernel")
    #expect(file.network.family.mean == [0.5, 0.5, 0.5])
  }

  @Test func `timm's models with registers have no place for the class token`() throws {
    let folder = try TemporaryFolder()
    var tensors = TinyTransformerFile.timm.tensors(with: ["ls1", "ls2", "reg_token"])
    let places = try #require(tensors.first { $0.name == "pos_embed" }).array
    let token = try #require(tensors.first { $0.name == "cls_token" }).array
    let sum = zip(token.doubles(), places.doubles()).map { $0 + $1 }
    tensors.removeAll { ["pos_embed", "cls_token"].contains($0.name) }
    tensors.append(("cls_token", NumericArray(sum, shape: [1, 1, 12])))
    tensors.append(
      ("pos_embed", NumericArray(Array(places.doubles()[12...]), shape: [1, 16, 12])))
    try SafetensorsFile.write(tensors, metadata: [:], to: folder("w.safetensors"))
    Self.expect(TinyTransformer.features(try Self.network(folder("w.safetensors"))), Self.registers)
  }

  @Test func `a configuration beside the file comes before assumptions`() throws {
    let folder = try TemporaryFolder()
    try TinyTransformerFile.huggingFaceCLIP.write(to: folder("w.safetensors"), with: ["norm_pre"])
    let unknown = try PretrainedBackbone(folder("w.safetensors"), heads: 3)
    #expect(unknown.network.doubts.count == 1)
    #expect(
      unknown.remarks.contains {
        $0.hasPrefix("warning: \(folder("w.safetensors")): the activation is taken to be")
      }, "\(unknown.remarks)")
    let configuration = """
      {"vision_config": {"hidden_act": "gelu", "layer_norm_eps": 1e-05, "num_attention_heads": 3}}
      """
    try Data(configuration.utf8).write(to: URL(filePath: folder("config.json")))
    try Data(#"{"image_mean": [0.1, 0.2, 0.3], "image_std": [1, 2, 3]}"#.utf8)
      .write(to: URL(filePath: folder("preprocessor_config.json")))
    let file = try PretrainedBackbone(folder("w.safetensors"))
    #expect(file.network.assumptions == [] && file.network.doubts == [])
    #expect(file.network.family.mean == [0.1, 0.2, 0.3])
    #expect(file.network.family.deviation == [1, 2, 3])
    Self.expect(
      TinyTransformer.features(try Self.network(folder("w.safetensors"), heads: nil)), Self.clipGELU
    )
  }

  @Test func `experts that branch off get the weights, each its own`() throws {
    let folder = try TemporaryFolder()
    try TinyTransformerFile.timm.write(to: folder("w.safetensors"))
    let model = try Self.network(folder("w.safetensors"), experts: 2)
    let features = withoutGradients {
      model(TinyTransformer.pictures(), .inference).features.doubles
    }
    Self.expect(features, Self.plain)
    Self.expect(Array(features[12...]), Self.plain)
  }

  @Test func `half precision is widened exactly`() throws {
    let folder = try TemporaryFolder()
    let halves = TinyTransformerFile.timm.tensors().map {
      ($0.name, Tensor($0.array).to(.bfloat16).numericArray())
    }
    try SafetensorsFile.write(halves, metadata: [:], to: folder("w.safetensors"))
    let model = try Self.network(folder("w.safetensors"))
    for (name, array) in halves {
      let own = try #require(model.store.tensors.first { $0.name == name })
      #expect(own.tensor.doubles == array.doubles(), "\(name)")
    }
  }

  @Test func `an index of parts is one file`() throws {
    let folder = try TemporaryFolder()
    let tensors = TinyTransformerFile.timm.tensors()
    let parts = [Array(tensors[..<9]), Array(tensors[9...])]
    var map: [String: String] = [:]
    for (number, part) in parts.enumerated() {
      try SafetensorsFile.write(part, metadata: [:], to: folder("part-\(number).safetensors"))
      for tensor in part { map[tensor.name] = "part-\(number).safetensors" }
    }
    let index = folder("model.safetensors.index.json")
    try JSONEncoder().encode(["weight_map": map]).write(to: URL(filePath: index))
    Self.expect(TinyTransformer.features(try Self.network(index)), Self.plain)
    try FileManager.default.removeItem(atPath: folder("part-1.safetensors"))
    PretrainedRefusalTests.expectProblem("names the part part-1.safetensors", at: index)
  }
}
