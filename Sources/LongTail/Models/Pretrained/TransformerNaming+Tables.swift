extension TransformerNaming {
  /// Every family's; the order is that in which files are recognised.
  static let all = [
    timm, huggingFaceViT, huggingFaceViTLayers, huggingFaceDINO, huggingFaceDINOLayers,
    huggingFaceCLIP, openCLIP, torchvision,
  ]

  /// `name.weight` and `name.bias` for each pair of names.
  private static func both(_ names: [String: String]) -> [String: [String]] {
    var all: [String: [String]] = [:]
    for (own, theirs) in names {
      for end in [".weight", ".bias"] { all[own + end] = [theirs + end] }
    }
    return all
  }

  /// Queries, keys and values apart, `prefix` before and `suffix` after their names.
  private static func apart(_ parts: [String]) -> [String: [String]] {
    Dictionary(
      uniqueKeysWithValues: ["weight", "bias"].map { end in
        ("attn.qkv.\(end)", parts.map { "\($0).\(end)" })
      })
  }

  private static func merged(_ tables: [String: [String]]...) -> [String: [String]] {
    tables.reduce(into: [:]) { $0.merge($1) { $1 } }
  }

  private static func isCLIP(_ backbone: VisionTransformer) -> Bool { backbone.normalizesFirst }

  /// timm, and Facebook's own DINOv2 with the same names.
  static let timm = TransformerNaming(
    title: "timm", key: "blocks.0.attn.qkv.weight", blocks: "blocks.",
    stem: merged(
      both([
        "patch_embed.proj": "patch_embed.proj", "norm_pre": "norm_pre", "norm": "norm",
        "fc_norm": "fc_norm",
      ]),
      ["cls_token": ["cls_token"], "pos_embed": ["pos_embed"], "reg_token": ["reg_token"]]),
    block: merged(
      both([
        "norm1": "norm1", "norm2": "norm2", "attn.qkv": "attn.qkv", "attn.proj": "attn.proj",
        "mlp.fc1": "mlp.fc1", "mlp.fc2": "mlp.fc2",
      ]), ["ls1.gamma": ["ls1.gamma"], "ls2.gamma": ["ls2.gamma"]]),
    alternatives: [
      "reg_token": "register_tokens", "mlp.fc1.weight": "mlp.w12.weight",
      "mlp.fc1.bias": "mlp.w12.bias", "mlp.fc2.weight": "mlp.w3.weight",
      "mlp.fc2.bias": "mlp.w3.bias",
    ], ignored: [],
    family: { backbone in
      if isCLIP(backbone) { return PretrainedFamily("CLIP's image tower", PretrainedFamily.clip) }
      return backbone.layerScale == nil
        ? PretrainedFamily(
          "Vision Transformer of timm", PretrainedFamily.half, resize: 1 / 0.9)
        : PretrainedFamily("DINOv2", PretrainedFamily.imageNet, resize: 8 / 7.0)
    },
    epsilon: { isCLIP($0) ? 1e-5 : 1e-6 },
    activation: { (.gelu, isUncertain: isCLIP($0)) })

  private static let huggingFaceStem = merged(
    both(["patch_embed.proj": "embeddings.patch_embeddings.projection", "norm": "layernorm"]),
    [
      "cls_token": ["embeddings.cls_token"], "pos_embed": ["embeddings.position_embeddings"],
      "reg_token": ["embeddings.register_tokens"],
    ])

  /// `ViTModel` and `ViTForImageClassification` in files.
  static let huggingFaceViT = TransformerNaming(
    title: "Hugging Face's ViT", key: "encoder.layer.0.layernorm_before.weight",
    blocks: "encoder.layer.", stem: huggingFaceStem,
    block: merged(
      both([
        "norm1": "layernorm_before", "norm2": "layernorm_after",
        "attn.proj": "attention.output.dense", "mlp.fc1": "intermediate.dense",
        "mlp.fc2": "output.dense",
      ]), apart(["query", "key", "value"].map { "attention.attention.\($0)" })),
    ignored: ["pooler."],
    family: { _ in
      PretrainedFamily(
        "Vision Transformer of Hugging Face", PretrainedFamily.half, isBicubic: false,
        interpolation: .plain)
    },
    epsilon: { _ in 1e-12 })

  /// The names that transformers 5 has for the same network in memory.
  static let huggingFaceViTLayers = TransformerNaming(
    title: "Hugging Face's ViT", key: "layers.0.layernorm_before.weight", blocks: "layers.",
    stem: huggingFaceStem,
    block: merged(
      both([
        "norm1": "layernorm_before", "norm2": "layernorm_after", "attn.proj": "attention.o_proj",
        "mlp.fc1": "mlp.fc1", "mlp.fc2": "mlp.fc2",
      ]), apart(["q", "k", "v"].map { "attention.\($0)_proj" })),
    ignored: ["pooler."], family: huggingFaceViT.family, epsilon: huggingFaceViT.epsilon)

  private static func dino(
    key: String, attention: [String: [String]]
  ) -> TransformerNaming {
    TransformerNaming(
      title: "Hugging Face's DINOv2", key: key, blocks: "encoder.layer.", stem: huggingFaceStem,
      block: merged(
        both(["norm1": "norm1", "norm2": "norm2", "mlp.fc1": "mlp.fc1", "mlp.fc2": "mlp.fc2"]),
        ["ls1.gamma": ["layer_scale1.lambda1"], "ls2.gamma": ["layer_scale2.lambda1"]],
        attention),
      alternatives: [
        "mlp.fc1.weight": "mlp.weights_in.weight", "mlp.fc1.bias": "mlp.weights_in.bias",
        "mlp.fc2.weight": "mlp.weights_out.weight", "mlp.fc2.bias": "mlp.weights_out.bias",
      ], ignored: [],
      family: {
        PretrainedFamily(
          "DINOv2", PretrainedFamily.imageNet, resize: 8 / 7.0,
          interpolation: $0.registers > 0 ? .antialias : .plain)
      },
      epsilon: { _ in 1e-6 })
  }

  /// `Dinov2Model`, with or without registers, in files.
  static let huggingFaceDINO = dino(
    key: "encoder.layer.0.attention.attention.query.weight",
    attention: merged(
      both(["attn.proj": "attention.output.dense"]),
      apart(["query", "key", "value"].map { "attention.attention.\($0)" })))

  /// The names that transformers 5 has for the same network in memory.
  static let huggingFaceDINOLayers = dino(
    key: "encoder.layer.0.attention.q_proj.weight",
    attention: merged(
      both(["attn.proj": "attention.o_proj"]),
      apart(["q", "k", "v"].map { "attention.\($0)_proj" }))
  )

  /// `CLIPModel`, `CLIPVisionModel` and `CLIPVisionModelWithProjection`.
  static let huggingFaceCLIP = TransformerNaming(
    title: "Hugging Face's CLIP", key: "pre_layrnorm.weight", blocks: "encoder.layers.",
    stem: merged(
      both([
        "patch_embed.proj": "embeddings.patch_embedding", "norm_pre": "pre_layrnorm",
        "norm": "post_layernorm",
      ]),
      [
        "cls_token": ["embeddings.class_embedding"],
        "pos_embed": ["embeddings.position_embedding.weight"],
      ]),
    block: merged(
      both([
        "norm1": "layer_norm1", "norm2": "layer_norm2", "attn.proj": "self_attn.out_proj",
        "mlp.fc1": "mlp.fc1", "mlp.fc2": "mlp.fc2",
      ]), apart(["q", "k", "v"].map { "self_attn.\($0)_proj" })),
    ignored: [],
    family: { _ in
      PretrainedFamily("CLIP's image tower", PretrainedFamily.clip, interpolation: .plain)
    },
    epsilon: { _ in 1e-5 }, activation: { _ in (.quickGELU, isUncertain: true) })

  /// OpenAI's CLIP and open_clip.
  static let openCLIP = TransformerNaming(
    title: "OpenAI's CLIP or open_clip", key: "class_embedding", blocks: "transformer.resblocks.",
    stem: merged(
      both(["patch_embed.proj": "conv1", "norm_pre": "ln_pre", "norm": "ln_post"]),
      ["cls_token": ["class_embedding"], "pos_embed": ["positional_embedding"]]),
    block: merged(
      both([
        "norm1": "ln_1", "norm2": "ln_2", "attn.proj": "attn.out_proj", "mlp.fc1": "mlp.c_fc",
        "mlp.fc2": "mlp.c_proj",
      ]),
      [
        "attn.qkv.weight": ["attn.in_proj_weight"], "attn.qkv.bias": ["attn.in_proj_bias"],
        "ls1.gamma": ["ls_1.gamma"], "ls2.gamma": ["ls_2.gamma"],
      ]),
    ignored: ["proj"],
    family: { _ in PretrainedFamily("CLIP's image tower", PretrainedFamily.clip) },
    epsilon: { _ in 1e-5 }, activation: { _ in (.quickGELU, isUncertain: true) })

  /// torchvision's `vit_b_16` and its sisters.
  static let torchvision = TransformerNaming(
    title: "torchvision", key: "conv_proj.weight", blocks: "encoder.layers.encoder_layer_",
    stem: merged(
      both(["patch_embed.proj": "conv_proj", "norm": "encoder.ln"]),
      ["cls_token": ["class_token"], "pos_embed": ["encoder.pos_embedding"]]),
    block: merged(
      both([
        "norm1": "ln_1", "norm2": "ln_2", "attn.proj": "self_attention.out_proj",
        "mlp.fc1": "mlp.0", "mlp.fc2": "mlp.3",
      ]),
      [
        "attn.qkv.weight": ["self_attention.in_proj_weight"],
        "attn.qkv.bias": ["self_attention.in_proj_bias"],
      ]),
    ignored: [],
    family: { _ in
      PretrainedFamily(
        "Vision Transformer of torchvision", PretrainedFamily.imageNet, resize: 8 / 7.0,
        isBicubic: false)
    },
    epsilon: { _ in 1e-6 })
}
