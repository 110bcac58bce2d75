public import Calibration
public import Torch

/// The Vision Transformer (Dosovitskiy et al., ICLR 2021) and its relatives, as settings of one definition: pictures in
/// square patches, a class token, `depth` blocks of attention and a two-layer network, each with its layer norm before
/// and a shortcut around it.
///
/// The defaults are ViT-B/16 (85,798,656 parameters on RGB at 224×224). Image towers of CLIP have
/// ``normalizesFirst``, no ``patchBias`` and mostly ``TransformerActivation/quickGELU``; DINOv2 has ``layerScale`` and
/// maybe ``registers``. Names and shapes of the parameters are timm's. Experts share all of it, unless
/// `model.sharedParts` and `model.sharedBlocks` say that they branch off before the end.
public struct VisionTransformer: Backbone {
  public static let name = "vit"
  public static let summary =
    "Vision Transformer (B/16; CLIP, DINOv2 and other sizes by settings) for pictures"

  /// D, the width of a token, 1 … 16,384; a multiple of ``heads``.
  public var width = 768
  /// L, how many blocks there are, 1 … 256.
  public var depth = 12
  /// Heads of the attention, 1 … 1024.
  public var heads = 12
  /// Width of the hidden layer of a block's network, 1 … 65,536.
  public var hidden = 3072
  /// Side of a patch in pixels, 1 … 512.
  public var patch = 16
  /// What follows the first layer of a block's network.
  public var activation = TransformerActivation.gelu
  /// What layer norms add to the variance, above 0, at most 1.
  public var epsilon = 1e-6
  /// Whether a layer norm stands before the first block, as in CLIP.
  public var normalizesFirst = false
  /// Whether the patches have a bias; CLIP's have none.
  public var patchBias = true
  /// Where the factors of each block's two branches begin, in [0, 10] (Touvron et al., ICCV 2021); no factors when `nil`.
  @OrNone public var layerScale: Double?
  /// Tokens without a place beside the class token, 0 … 1024 (Darcet et al., ICLR 2024).
  public var registers = 0
  /// What becomes the features.
  public var pooling = TransformerPooling.token

  public init() {}

  /// Another size.
  /// - Parameters:
  ///   - width: of a token; a multiple of `heads`.
  ///   - depth: how many blocks there are.
  ///   - heads: of the attention.
  ///   - hidden: width of the hidden layer of a block's network; four times the token's when `nil`.
  ///   - patch: side of a patch in pixels.
  public init(width: Int, depth: Int, heads: Int, hidden: Int? = nil, patch: Int) {
    self.width = width
    self.depth = depth
    self.heads = heads
    self.hidden = hidden ?? 4 * width
    self.patch = patch
  }

  public var blockCounts: [Int] { [depth] }
  public var sharedParts: Int { 1 }
  public var linearInitialization: Initialization? { nil }

  public func featureWidth(for input: InputShape) -> Int {
    pooling == .tokenAndMean ? 2 * width : width
  }

  public func validate() throws {
    try SettingsError.require("width", width, in: 1...16_384)
    try SettingsError.require("depth", depth, in: 1...256)
    try SettingsError.require("heads", heads, in: 1...1024)
    try SettingsError.require("hidden", hidden, in: 1...65_536)
    try SettingsError.require("patch", patch, in: 1...512)
    try SettingsError.require("epsilon", epsilon, above: 0, to: 1)
    if let layerScale { try SettingsError.require("layerScale", layerScale, from: 0, to: 10) }
    try SettingsError.require("registers", registers, in: 0...1024)
    guard width % heads == 0 else {
      throw SettingsError(
        "heads",
        "expected a divisor of the width \(width), as heads are equally wide; found \(heads)")
    }
  }

  public func validate(_ input: InputShape) throws {
    guard case .picture(let height, let width, _) = input else {
      throw SettingsError("", "vit needs pictures, found \(input)")
    }
    guard height % patch == 0, width % patch == 0 else {
      throw SettingsError(
        "patch",
        "expected a divisor of both sides of \(input), found \(patch); data.imageSize=\(max(1, height / patch) * patch) "
          + "brings pictures to whole patches")
    }
  }

  /// Patches along both axes of a picture.
  func grid(for input: InputShape) -> (rows: Int, columns: Int) {
    guard case .picture(let height, let width, _) = input else { return (1, 1) }
    return (height / patch, width / patch)
  }

  public func block(
    _ index: Int, of part: Int, for input: InputShape, at path: ParameterPath
  ) -> any NetworkPart {
    block(index, for: input, at: path) { _ in nil }
  }

  /// One block with what a tuning adds to it, whose parameters are born after the block's, below its path.
  func block(
    _ index: Int, for input: InputShape, at path: ParameterPath,
    adapter: (ParameterPath) -> (any BlockAdapter)?
  ) -> any NetworkPart {
    let isLast = index == depth - 1
    // The class token asks all the others once more; what they would become is looked at by nothing.
    let block = TransformerBlock(
      self, wanted: isLast && pooling == .token ? 1 : nil, at: path / "blocks" / "\(index)",
      adapter: adapter)
    var parts: [any NetworkPart] = [block]
    if index == 0 { parts.insert(TransformerEmbedding(self, for: input, at: path), at: 0) }
    if isLast {
      parts.append(TransformerFeatures(self, prompts: block.prompts, at: path))
    }
    return parts.count == 1 ? block : PartChain(parts: parts)
  }
}

/// What stands between the two layers of a transformer block's network.
public enum TransformerActivation: String, Sendable, Codable, CaseIterable {
  /// By the error function: most networks.
  case gelu
  /// By the hyperbolic tangent.
  case tanhGELU = "gelu-tanh"
  /// `x · σ(1.702 x)`: OpenAI's CLIP and what follows it.
  case quickGELU = "quick-gelu"
  /// `a · σ(a) · b`, where the first layer gives both halves a and b, each of the hidden width: DINOv2's giant
  /// (Shazeer, 2020).
  case gated = "swiglu"

  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "activation")
  }

  func callAsFunction(_ x: Tensor) -> Tensor {
    switch self {
    case .gelu: return x.gelu(.exact)
    case .tanhGELU: return x.gelu(.tanh)
    case .quickGELU: return x.gelu(.quick)
    case .gated:
      let half = x.shape[x.rank - 1] / 2
      let gate = x.narrowed(axis: -1, from: 0, count: half)
      return gate * gate.sigmoid() * x.narrowed(axis: -1, from: half, count: half)
    }
  }
}

/// What a transformer makes its features of.
public enum TransformerPooling: String, Sendable, Codable, CaseIterable {
  /// The class token after the last layer norm.
  case token
  /// The mean of the patches after the last layer norm.
  case mean
  /// The layer norm of the patches' mean; there is none before: timm's models that pool by the average.
  case normalizedMean = "normalized-mean"
  /// Class token and mean of the patches, one after the other, twice as wide: DINOv2's linear heads.
  case tokenAndMean = "token-and-mean"

  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "pooling")
  }
}
