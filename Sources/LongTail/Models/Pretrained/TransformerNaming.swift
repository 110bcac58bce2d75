import ArrayFiles

/// The names of a Vision Transformer's weights in one family of programs, as a table beside timm's.
struct TransformerNaming: PretrainedNaming {
  let title: String
  /// A name below the network's place that no other family has.
  let key: String
  /// What stands before the number of a block.
  let blocks: String
  /// By timm's names; several are rows one after the other.
  let stem: [String: [String]]
  /// The same below a block.
  let block: [String: [String]]
  /// Another name in the place of one that is not there, by timm's names.
  var alternatives: [String: String] = [:]
  /// Beginnings of names below the network's place that belong to no backbone.
  let ignored: [String]
  /// What is not in the file, from what is.
  let family: @Sendable (VisionTransformer) -> PretrainedFamily
  /// What layer norms add to the variance where nothing says it.
  let epsilon: @Sendable (VisionTransformer) -> Double
  /// The activation where nothing says it, and whether files of the family differ in it.
  var activation: @Sendable (VisionTransformer) -> (TransformerActivation, isUncertain: Bool) = {
    _ in (.gelu, false)
  }

  /// Without these it is another variant of the network.
  private static let optional: Set<String> = [
    "patch_embed.proj.bias", "norm_pre.weight", "norm_pre.bias", "reg_token", "norm.weight",
    "norm.bias", "fc_norm.weight", "fc_norm.bias", "ls1.gamma", "ls2.gamma",
  ]

  func start(among names: Set<String>) -> String? { Self.start(of: key, among: names) }

  func network(
    _ arrays: [String: NumericArray], below start: String, notes: PretrainedNotes, file: String
  ) throws(FileProblem) -> PretrainedNetwork {
    var reading = PretrainedReading(arrays, below: start, file: file)
    let depth = reading.count(after: blocks)
    for (own, theirs) in stem {
      let names = reading.finds(theirs) ? theirs : alternatives[own].map { [$0] } ?? theirs
      try reading.take(own, names, isOptional: Self.optional.contains(own))
    }
    for index in 0..<depth {
      for (own, theirs) in block {
        func full(_ names: [String]) -> [String] { names.map { "\(blocks)\(index).\($0)" } }
        let names =
          reading.finds(full(theirs)) ? theirs : alternatives[own].map { [$0] } ?? theirs
        try reading.take(
          "blocks.\(index).\(own)", full(names), isOptional: Self.optional.contains(own))
      }
    }
    try reading.requireAll(ignoring: ignored, title: title)
    return try architecture(&reading, depth: depth, notes: notes)
  }

  private func architecture(
    _ reading: inout PretrainedReading, depth: Int, notes: PretrainedNotes
  ) throws(FileProblem) -> PretrainedNetwork {
    let patches = try reading.shape("patch_embed.proj.weight", rank: 4)
    let first = try reading.shape("blocks.0.mlp.fc1.weight", rank: 2)
    let second = try reading.shape("blocks.0.mlp.fc2.weight", rank: 2)
    let (width, patch) = (patches[0], patches[2])
    var backbone = VisionTransformer()
    backbone.width = width
    backbone.depth = depth
    backbone.patch = patch
    backbone.hidden = second[1]
    backbone.patchBias = reading.has("patch_embed.proj.bias")
    backbone.normalizesFirst = reading.has("norm_pre.weight")
    backbone.layerScale = reading.has("blocks.0.ls1.gamma") ? 1e-5 : nil
    backbone.pooling =
      reading.has("norm.weight") || !reading.has("fc_norm.weight") ? .token : .normalizedMean
    if reading.has("reg_token") {
      reading.reshape("reg_token", [1, -1, width])
      backbone.registers = try reading.shape("reg_token", rank: 3)[1]
    }
    reading.reshape("cls_token", [1, 1, width])
    reading.reshape("pos_embed", [1, -1, width])
    let side = try grid(&reading, width: width)
    var (assumptions, doubts): ([String], [String]) = ([], [])
    let standard = activation(backbone)
    backbone.activation = notes.activation ?? standard.0
    if first[0] == 2 * second[1] {
      backbone.activation = .gated
    } else if notes.activation == nil, standard.isUncertain {
      let other: TransformerActivation = standard.0 == .gelu ? .quickGELU : .gelu
      doubts.append(
        "the activation is taken to be \(standard.0.rawValue), which the file does not say; for weights that were "
          + "trained with the other one: --set model.backbone.activation=\(other.rawValue)")
    }
    backbone.epsilon = notes.epsilon ?? epsilon(backbone)
    if notes.epsilon == nil {
      assumptions.append("layer norms are taken to add \(backbone.epsilon), as the family's do")
    }
    backbone.heads = notes.heads ?? width / 64
    guard backbone.heads > 0, width % backbone.heads == 0, notes.heads != nil || width % 64 == 0
    else {
      throw FileProblem(
        reading.file,
        "tokens are \(width) wide, which is no multiple of 64, so how many heads the attention has is not clear; "
          + "say it with --set model.backbone.heads=NUMBER, or put its config.json beside it")
    }
    if notes.heads == nil {
      assumptions.append("attention is taken to have \(backbone.heads) heads of 64 each")
    }
    return reading.network(
      backbone, side: side * patch, family: family(backbone).noting(notes),
      assumptions: assumptions, doubts: doubts)
  }

  /// Side of the grid of places. Where the class token has none (timm's models with registers), it lies in the token
  /// already: a row of zeros is put first.
  private func grid(
    _ reading: inout PretrainedReading, width: Int
  ) throws(FileProblem) -> Int {
    let count = try reading.shape("pos_embed", rank: 3)[1]
    func root(_ count: Int) -> Int? {
      let side = Int(Double(count).squareRoot().rounded())
      return side > 0 && side * side == count ? side : nil
    }
    if let side = root(count - 1) { return side }
    guard let side = root(count) else {
      throw FileProblem(
        reading.file, at: reading.fileName("pos_embed"),
        "\(count) places; a square number was expected, or one more for the class token")
    }
    reading.prependZeros("pos_embed", width: width)
    return side
  }
}
