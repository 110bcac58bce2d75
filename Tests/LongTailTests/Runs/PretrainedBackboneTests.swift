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

  private func network(
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

  private func expect(
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
    let model = try network(folder("w.safetensors"))
    expect(TinyTransformer.features(model), features)
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
    expect(TinyTransformer.features(try network(path, heads: nil)), Self.plain)
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
    expect(TinyTransformer.features(try network(folder("w.safetensors"))), Self.registers)
  }

  @Test func `a configuration beside the file comes before assumptions`() throws {
    let folder = try TemporaryFolder()
    try TinyTransformerFile.huggingFaceCLIP.write(to: folder("w.safetensors"), with: ["norm_pre"])
    let configuration = """
      {"vision_config": {"hidden_act": "gelu", "layer_norm_eps": 1e-05, "num_attention_heads": 3}}
      """
    try Data(configuration.utf8).write(to: URL(filePath: folder("config.json")))
    try Data(#"{"image_mean": [0.1, 0.2, 0.3], "image_std": [1, 2, 3]}"#.utf8)
      .write(to: URL(filePath: folder("preprocessor_config.json")))
    let file = try PretrainedBackbone(folder("w.safetensors"))
    #expect(file.network.assumptions == [])
    #expect(file.network.family.mean == [0.1, 0.2, 0.3])
    #expect(file.network.family.deviation == [1, 2, 3])
    expect(
      TinyTransformer.features(try network(folder("w.safetensors"), heads: nil)), Self.clipGELU)
  }

  @Test(arguments: [
    (
      PositionInterpolation.antialias,
      [0.40422709, -1.24843380, -0.56236599, 0.20938117, -0.27862374]
    ),
    (.plain, [0.40381981, -1.24784383, -0.56135329, 0.20819586, -0.27934917]),
  ])
  func `places for larger pictures are resized as programs do`(
    _ interpolation: PositionInterpolation, _ logits: [Double]
  ) throws {
    let folder = try TemporaryFolder()
    try TinyTransformerFile.timm.write(to: folder("w.safetensors"))
    let model = try network(folder("w.safetensors"), side: 24, interpolation: interpolation)
    let head = TinyTransformer.tensors
    let features = Tensor(TinyTransformer.features(model, side: 24), shape: [2, 12])
    let found = try features.linear(
      weight: Tensor(#require(head["head.weight"])), bias: Tensor(#require(head["head.bias"])))
    expect(found.doubles, logits)
  }

  @Test(arguments: [
    (
      6, PositionInterpolation.plain,
      [0.23065458, -0.03373241, -0.21302835, 0.00610859, -0.06214992, -0.21869021]
    ),
    (6, .antialias, [0.22130965, -0.00888436, -0.20158456, 0.00431299, -0.07905055, -0.21131496]),
    (3, .plain, [0.15006186, -0.09455374, -0.15139107]),
    (3, .antialias, [0.13641059, -0.07957589, -0.13473864]),
  ])
  func `resized places are torch's`(
    _ side: Int, _ interpolation: PositionInterpolation, _ row: [Double]
  ) throws {
    let places = try #require(TinyTransformer.tensors["pos_embed"])
    let found = interpolation.resized(places, to: (side, side))
    #expect(found.shape == [1, 1 + side * side, 12])
    let values = found.doubles()
    expect((0..<side).map { values[(1 + $0) * 12] }, row)
    #expect(Array(values[..<12]) == Array(places.doubles()[..<12]))
  }

  @Test func `experts that branch off get the weights, each its own`() throws {
    let folder = try TemporaryFolder()
    try TinyTransformerFile.timm.write(to: folder("w.safetensors"))
    let model = try network(folder("w.safetensors"), experts: 2)
    let features = withoutGradients {
      model(TinyTransformer.pictures(), .inference).features.doubles
    }
    expect(features, Self.plain)
    expect(Array(features[12...]), Self.plain)
  }

  @Test func `half precision is widened exactly`() throws {
    let folder = try TemporaryFolder()
    let halves = TinyTransformerFile.timm.tensors().map {
      ($0.name, Tensor($0.array).to(.bfloat16).numericArray())
    }
    try SafetensorsFile.write(halves, metadata: [:], to: folder("w.safetensors"))
    let model = try network(folder("w.safetensors"))
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
    expect(TinyTransformer.features(try network(index)), Self.plain)
    try FileManager.default.removeItem(atPath: folder("part-1.safetensors"))
    expectProblem("names the part part-1.safetensors", at: index)
  }

  private func expectProblem(
    _ words: String, at path: String, heads: Int? = 3,
    location: SourceLocation = #_sourceLocation
  ) {
    do {
      _ = try network(path, heads: heads)
      Issue.record("was read", sourceLocation: location)
    } catch {
      #expect("\(error)".contains(words), sourceLocation: location)
    }
  }

  @Test func `heads that nothing tells are asked for`() throws {
    let folder = try TemporaryFolder()
    try TinyTransformerFile.timm.write(to: folder("w.safetensors"))
    expectProblem("--set model.backbone.heads=NUMBER", at: folder("w.safetensors"), heads: nil)
  }

  @Test func `tensors that are missing, spare or of a wrong shape are named as in the file`() throws
  {
    let folder = try TemporaryFolder()
    let path = folder("w.safetensors")
    func write(_ change: (inout [(name: String, array: NumericArray)]) -> Void) throws {
      var tensors = TinyTransformerFile.huggingFaceViT.tensors()
      change(&tensors)
      try SafetensorsFile.write(tensors, metadata: [:], to: path)
    }
    let key = "vit.encoder.layer.1.attention.attention.key.weight"
    try write { $0.removeAll { $0.name == key } }
    expectProblem("missing: \(key)", at: path)
    try write {
      $0.append(("vit.encoder.layer.0.extra.weight", NumericArray([1.0, 2], shape: [2])))
    }
    expectProblem("not expected: vit.encoder.layer.0.extra.weight", at: path)
    try write { tensors in
      tensors.removeAll { $0.name == "vit.layernorm.bias" }
      tensors.append(("vit.layernorm.bias", NumericArray([1.0, 2], shape: [2])))
    }
    expectProblem("vit.layernorm.bias is [2] instead of [12]", at: path)
    try write { tensors in
      tensors.removeAll { $0.name == "vit.layernorm.bias" }
      tensors.append(
        ("vit.layernorm.bias", NumericArray([Double](repeating: .nan, count: 12), shape: [12])))
    }
    expectProblem("vit.layernorm.bias: holds NaN", at: path)
    try write { $0.removeAll { $0.name == "vit.embeddings.position_embeddings" } }
    expectProblem("missing: vit.embeddings.position_embeddings", at: path)
  }

  @Test(arguments: [
    ("text_model.embeddings.token_embedding.weight", "a text encoder of CLIP"),
    ("bert.embeddings.word_embeddings.weight", "a language model"),
    ("model.embed_tokens.weight", "a language model"),
    ("base_model.model.vit.encoder.layer.0.query.lora_A.weight", "adapters (1 tensors"),
    ("blocks.0.adapter.down_proj.weight", "without the backbone"),
    ("transformer.wte.weight", "a language model"),
    ("dist_token", "a distilled DeiT"),
    ("vision_model.head.probe", "a SigLIP tower"),
    ("visual.attn_pool.latent", "a SigLIP tower"),
    ("blocks.0.attn.relative_position_bias_table", "tables of relative positions"),
    ("visual.layer1.0.conv1.weight", "the residual image tower of CLIP"),
    ("decoder.something.weight", "no image encoder is recognised"),
  ])
  func `what is no image encoder is told by what it is`(_ name: String, _ words: String) throws {
    let folder = try TemporaryFolder()
    try SafetensorsFile.write(
      [(name, NumericArray([1.0, 2], shape: [1, 2]))], metadata: [:], to: folder("w.safetensors"))
    expectProblem(words, at: folder("w.safetensors"))
  }

  @Test func `places of no square grid are refused with their number`() throws {
    let folder = try TemporaryFolder()
    var tensors = TinyTransformerFile.timm.tensors()
    tensors.removeAll { $0.name == "pos_embed" }
    tensors.append(("pos_embed", TinyTransformer.fill(1, .weight, [1, 15, 12])))
    try SafetensorsFile.write(tensors, metadata: [:], to: folder("w.safetensors"))
    expectProblem("15 places; a square number was expected", at: folder("w.safetensors"))
  }

  @Test func `truncated files and TorchScript programs are refused`() throws {
    let folder = try TemporaryFolder()
    try TinyTransformerFile.timm.write(to: folder("w.safetensors"))
    let whole = try Data(contentsOf: URL(filePath: folder("w.safetensors")))
    try whole.prefix(whole.count - 100).write(to: URL(filePath: folder("cut.safetensors")))
    expectProblem("cut.safetensors", at: folder("cut.safetensors"))
    // A part of several that was cut short is told by its own name.
    let index = folder("model.safetensors.index.json")
    let map = Dictionary(
      uniqueKeysWithValues: TinyTransformerFile.timm.tensors().map { ($0.name, "cut.safetensors") })
    try JSONEncoder().encode(["weight_map": map]).write(to: URL(filePath: index))
    expectProblem("cut.safetensors", at: index)
    expectProblem(
      "it is a TorchScript program", at: fixtureFile("checkpoints/torchscript.pt").path)
  }
}
