import ArrayFiles
import Foundation
import Testing
import Torch

/// The tiny transformer as other programs write it: their names, in the order of replacement, and their shapes.
struct TinyTransformerFile: Sendable, CustomTestStringConvertible {
  let title: String
  /// Beginnings and parts of timm's names, and what stands for them.
  let names: [(own: String, theirs: String)]
  /// What stands for `qkv` where queries, keys and values are apart.
  var apart: [String] = []
  /// Tensors of timm's that such a file lacks.
  var lacks: Set<String> = []
  /// Tensors that lie with fewer axes than timm's.
  var flat: Set<String> = []
  /// What other programs save beside the network.
  var others: [String: NumericArray] = [:]

  var testDescription: String { title }

  private static let variants: Set<String> = [
    "norm_pre", "reg_token", "ls1", "ls2", "fc_norm", "proj", "head",
  ]

  /// Name and content of each tensor.
  func tensors(with variants: Set<String> = []) -> [(name: String, array: NumericArray)] {
    var all: [(name: String, array: NumericArray)] = []
    for (own, array) in TinyTransformer.tensors.sorted(by: { $0.key < $1.key }) {
      let left = Self.variants.subtracting(variants)
      let steps = own.split(separator: ".").map(String.init)
      if lacks.contains(own) || left.contains(steps[0] == "blocks" ? steps[2] : steps[0]) {
        continue
      }
      var shaped = array
      if flat.contains(own) {
        let axes = array.shape.drop { $0 == 1 }
        shaped = NumericArray(
          shape: Array(axes), elementType: array.elementType, bytes: array.bytes)
      }
      guard own.contains("attn.qkv"), !apart.isEmpty else {
        all.append((translated(own), shaped))
        continue
      }
      let rows = array.shape[0] / 3
      for (place, name) in apart.enumerated() {
        all.append(
          (
            translated(own).replacingOccurrences(of: "attn.qkv", with: name),
            array.rows(place * rows..<(place + 1) * rows)
          ))
      }
    }
    return all + others.map { ($0.key, $0.value) }
  }

  private func translated(_ own: String) -> String {
    // A name that ends with a dot is a whole component: `norm.` is not the end of `layrnorm.`.
    names.reduce(own) { text, name in
      name.own.hasSuffix(".") && !own.hasPrefix(name.own)
        ? text : text.replacingOccurrences(of: name.own, with: name.theirs)
    }
  }

  func write(to path: String, with variants: Set<String> = []) throws {
    try SafetensorsFile.write(tensors(with: variants), metadata: [:], to: path)
  }

  private static func number(_ value: Double) -> NumericArray {
    NumericArray([value], shape: [])
  }

  static let timm = TinyTransformerFile(title: "timm", names: [])

  static let visual = TinyTransformerFile(
    title: "a tower of timm in open_clip",
    names: [
      ("blocks.", "visual.trunk.blocks."), ("cls_token", "visual.trunk.cls_token"),
      ("pos_embed", "visual.trunk.pos_embed"), ("patch_embed.", "visual.trunk.patch_embed."),
      ("norm_pre.", "visual.trunk.norm_pre."), ("norm.", "visual.trunk.norm."),
    ],
    others: ["logit_scale": number(4), "text.token_embedding.weight": number(1)])

  static let huggingFaceViT = TinyTransformerFile(
    title: "ViTForImageClassification",
    names: [
      ("blocks.", "vit.encoder.layer."), ("cls_token", "vit.embeddings.cls_token"),
      ("pos_embed", "vit.embeddings.position_embeddings"),
      ("patch_embed.proj", "vit.embeddings.patch_embeddings.projection"),
      ("attn.proj", "attention.output.dense"), ("mlp.fc1", "intermediate.dense"),
      ("mlp.fc2", "output.dense"), ("norm1", "layernorm_before"), ("norm2", "layernorm_after"),
      ("norm.", "vit.layernorm."), ("head.", "classifier."),
    ], apart: ["query", "key", "value"].map { "attention.attention.\($0)" },
    others: ["vit.pooler.dense.weight": NumericArray([1.0, 2], shape: [1, 2])])

  static let huggingFaceLayers = TinyTransformerFile(
    title: "ViTModel of transformers 5 in memory",
    names: [
      ("blocks.", "layers."), ("cls_token", "embeddings.cls_token"),
      ("pos_embed", "embeddings.position_embeddings"),
      ("patch_embed.proj", "embeddings.patch_embeddings.projection"),
      ("attn.proj", "attention.o_proj"), ("norm1", "layernorm_before"),
      ("norm2", "layernorm_after"), ("norm.", "layernorm."),
    ], apart: ["q", "k", "v"].map { "attention.\($0)_proj" })

  static let huggingFaceDINO = TinyTransformerFile(
    title: "Dinov2WithRegistersModel",
    names: [
      ("blocks.", "dinov2.encoder.layer."), ("cls_token", "dinov2.embeddings.cls_token"),
      ("pos_embed", "dinov2.embeddings.position_embeddings"),
      ("reg_token", "dinov2.embeddings.register_tokens"),
      ("patch_embed.proj", "dinov2.embeddings.patch_embeddings.projection"),
      ("attn.proj", "attention.output.dense"), ("ls1.gamma", "layer_scale1.lambda1"),
      ("ls2.gamma", "layer_scale2.lambda1"), ("norm.", "dinov2.layernorm."),
    ], apart: ["query", "key", "value"].map { "attention.attention.\($0)" },
    others: ["dinov2.embeddings.mask_token": NumericArray([1.0, 2], shape: [1, 2])])

  static let facebookDINO = TinyTransformerFile(
    title: "DINOv2 of Facebook", names: [("reg_token", "register_tokens")],
    others: ["mask_token": NumericArray([1.0, 2], shape: [1, 2])])

  static let huggingFaceCLIP = TinyTransformerFile(
    title: "CLIPModel",
    names: [
      ("blocks.", "vision_model.encoder.layers."),
      ("cls_token", "vision_model.embeddings.class_embedding"),
      ("pos_embed", "vision_model.embeddings.position_embedding.weight"),
      ("patch_embed.proj", "vision_model.embeddings.patch_embedding"),
      ("norm_pre", "vision_model.pre_layrnorm"), ("attn.proj", "self_attn.out_proj"),
      ("norm1", "layer_norm1"), ("norm2", "layer_norm2"), ("norm.", "vision_model.post_layernorm."),
    ], apart: ["q", "k", "v"].map { "self_attn.\($0)_proj" }, lacks: ["patch_embed.proj.bias"],
    flat: ["cls_token", "pos_embed"],
    others: [
      "logit_scale": number(4), "visual_projection.weight": NumericArray([1.0, 2], shape: [1, 2]),
      "text_model.encoder.layers.0.layer_norm1.weight": NumericArray([1.0, 2], shape: [2]),
    ])

  static let openCLIP = TinyTransformerFile(
    title: "open_clip",
    names: [
      ("blocks.", "visual.transformer.resblocks."), ("cls_token", "visual.class_embedding"),
      ("pos_embed", "visual.positional_embedding"), ("patch_embed.proj", "visual.conv1"),
      ("norm_pre", "visual.ln_pre"), ("attn.proj", "attn.out_proj"), ("mlp.fc1", "mlp.c_fc"),
      ("mlp.fc2", "mlp.c_proj"), ("attn.qkv.weight", "attn.in_proj_weight"),
      ("attn.qkv.bias", "attn.in_proj_bias"), ("norm1", "ln_1"), ("norm2", "ln_2"),
      ("norm.", "visual.ln_post."),
    ], lacks: ["patch_embed.proj.bias"], flat: ["cls_token", "pos_embed"],
    others: [
      "visual.proj": TinyTransformer.tensors["proj"] ?? number(0), "logit_scale": number(4),
      "transformer.resblocks.0.ln_1.weight": NumericArray([1.0, 2], shape: [2]),
      "positional_embedding": NumericArray([1.0, 2], shape: [1, 2]),
      "token_embedding.weight": NumericArray([1.0, 2], shape: [1, 2]),
    ])

  static let torchvision = TinyTransformerFile(
    title: "torchvision",
    names: [
      ("blocks.", "encoder.layers.encoder_layer_"), ("cls_token", "class_token"),
      ("pos_embed", "encoder.pos_embedding"), ("patch_embed.proj", "conv_proj"),
      ("attn.proj", "self_attention.out_proj"), ("mlp.fc1", "mlp.0"), ("mlp.fc2", "mlp.3"),
      ("attn.qkv.weight", "self_attention.in_proj_weight"),
      ("attn.qkv.bias", "self_attention.in_proj_bias"), ("norm1", "ln_1"), ("norm2", "ln_2"),
      ("norm.", "encoder.ln."), ("head.", "heads.head."),
    ])
}
