import ArrayFiles

/// Files of weights that are no image encoder which this package has: what they are, by their names.
enum UnfitWeights {
  /// - Throws: `FileProblem` that says what the file holds and what was expected, where its names tell.
  static func refuse(_ arrays: [String: NumericArray], in file: String) throws(FileProblem) {
    let names = Set(arrays.keys)
    func has(_ parts: String...) -> Bool {
      names.contains { name in parts.contains { name == $0 || name.hasSuffix("." + $0) } }
    }
    func holds(_ part: String) -> Bool { names.contains { $0.contains(part) } }
    func refusal(_ what: String) -> FileProblem {
      FileProblem(
        file,
        "holds \(what); expected the weights of an image encoder such as a ViT, ConvNeXt, "
          + "EfficientNet-Lite0, MobileNetV2 or ResNet")
    }
    if has("dist_token", "distillation_token", "embeddings.distillation_token") {
      throw refusal("a distilled DeiT, whose second token this package does not have")
    }
    if holds("attn_pool.") || has("head.probe") {
      throw refusal("a SigLIP tower, which pools by attention, as this package does not")
    }
    if holds("relative_position_bias_table") || holds("relative_position_index") {
      throw refusal("a network with tables of relative positions (BEiT or Swin)")
    }
    if has("visual.layer1.0.conv1.weight") {
      throw refusal("the residual image tower of CLIP, which pools by attention")
    }
    let hasImages = has(
      "visual.conv1.weight", "class_embedding", "patch_embed.proj.weight", "conv_proj.weight",
      "embeddings.patch_embedding.weight", "embeddings.patch_embeddings.projection.weight")
    guard !hasImages else { return }
    // PEFT's names of LoRA, and this package's of what a tuning adds.
    if holds(".lora_A.") || holds(".lora_B.") || holds(".adapter.") {
      throw refusal(
        "adapters (\(names.count) tensors, such as \(names.sorted().listed(most: 1))) without the backbone that they "
          + "were trained on")
    }
    if has("token_embedding.weight", "text_projection", "text_projection.weight") {
      throw refusal("a text encoder of CLIP without its image encoder")
    }
    if has(
      "word_embeddings.weight", "embed_tokens.weight", "lm_head.weight", "wte.weight",
      "shared.weight", "embed_in.weight", "tok_embeddings.weight")
    {
      throw refusal("a language model")
    }
  }
}
