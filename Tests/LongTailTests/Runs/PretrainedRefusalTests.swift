import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Files that are no pretrained backbones, or damaged ones, through what is said of them.
struct PretrainedRefusalTests {
  static func expectProblem(
    _ words: String, at path: String, heads: Int? = 3,
    location: SourceLocation = #_sourceLocation
  ) {
    do {
      _ = try PretrainedBackboneTests.network(path, heads: heads)
      Issue.record("was read", sourceLocation: location)
    } catch {
      #expect("\(error)".contains(words), sourceLocation: location)
    }
  }

  @Test func `heads that nothing tells are asked for`() throws {
    let folder = try TemporaryFolder()
    try TinyTransformerFile.timm.write(to: folder("w.safetensors"))
    Self.expectProblem("--set model.backbone.heads=NUMBER", at: folder("w.safetensors"), heads: nil)
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
    Self.expectProblem("missing: \(key)", at: path)
    try write {
      $0.append(("vit.encoder.layer.0.extra.weight", NumericArray([1.0, 2], shape: [2])))
    }
    Self.expectProblem("not expected: vit.encoder.layer.0.extra.weight", at: path)
    try write { tensors in
      tensors.removeAll { $0.name == "vit.layernorm.bias" }
      tensors.append(("vit.layernorm.bias", NumericArray([1.0, 2], shape: [2])))
    }
    Self.expectProblem("vit.layernorm.bias is [2] instead of [12]", at: path)
    try write { tensors in
      tensors.removeAll { $0.name == "vit.layernorm.bias" }
      tensors.append(
        ("vit.layernorm.bias", NumericArray([Double](repeating: .nan, count: 12), shape: [12])))
    }
    Self.expectProblem("vit.layernorm.bias: holds NaN", at: path)
    try write { $0.removeAll { $0.name == "vit.embeddings.position_embeddings" } }
    Self.expectProblem("missing: vit.embeddings.position_embeddings", at: path)
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
    Self.expectProblem(words, at: folder("w.safetensors"))
  }

  @Test func `places of no square grid are refused with their number`() throws {
    let folder = try TemporaryFolder()
    var tensors = TinyTransformerFile.timm.tensors()
    tensors.removeAll { $0.name == "pos_embed" }
    tensors.append(("pos_embed", TinyTransformer.fill(1, .weight, [1, 15, 12])))
    try SafetensorsFile.write(tensors, metadata: [:], to: folder("w.safetensors"))
    Self.expectProblem("15 places; a square number was expected", at: folder("w.safetensors"))
  }

  @Test func `truncated files and TorchScript programs are refused`() throws {
    let folder = try TemporaryFolder()
    try TinyTransformerFile.timm.write(to: folder("w.safetensors"))
    let whole = try Data(contentsOf: URL(filePath: folder("w.safetensors")))
    try whole.prefix(whole.count - 100).write(to: URL(filePath: folder("cut.safetensors")))
    Self.expectProblem("cut.safetensors", at: folder("cut.safetensors"))
    // A part of several that was cut short is told by its own name.
    let index = folder("model.safetensors.index.json")
    let map = Dictionary(
      uniqueKeysWithValues: TinyTransformerFile.timm.tensors().map { ($0.name, "cut.safetensors") })
    try JSONEncoder().encode(["weight_map": map]).write(to: URL(filePath: index))
    Self.expectProblem("cut.safetensors", at: index)
    Self.expectProblem(
      "it is a TorchScript program", at: fixtureFile("checkpoints/torchscript.pt").path)
  }
}
