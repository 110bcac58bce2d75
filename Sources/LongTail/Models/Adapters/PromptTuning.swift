import ModelExport
public import Torch

/// Learned tokens beside those of the picture, new ones for every block (VPT-deep; Jia et al., ECCV 2022). They begin
/// uniform within √(6 / (3 patch² + width)).
public struct DeepPrompts: TransformerTuning {
  public static let name = "vpt-deep"
  public static let summary = "learned tokens, new ones for every block (vit)"

  /// How many there are for a block, 1 … 1000; LIFT's 10.
  public var prompts = 10

  public init() {}

  public init(prompts: Int) {
    self.prompts = prompts
  }

  public func validate() throws { try SettingsError.require("prompts", prompts, in: 1...1000) }

  public func adapter(in block: TransformerPlace, at path: ParameterPath) -> (any BlockAdapter)? {
    Prompts(block, count: prompts, replaces: block.block > 0, at: path)
  }
}

/// Learned tokens beside those of the picture, from the first block on (VPT-shallow; Jia et al., ECCV 2022).
public struct ShallowPrompts: TransformerTuning {
  public static let name = "vpt-shallow"
  public static let summary = "learned tokens from the first block on (vit)"

  /// How many there are, 1 … 1000; LIFT's 10.
  public var prompts = 10

  public init() {}

  public init(prompts: Int) {
    self.prompts = prompts
  }

  public func validate() throws { try SettingsError.require("prompts", prompts, in: 1...1000) }

  public func adapter(in block: TransformerPlace, at path: ParameterPath) -> (any BlockAdapter)? {
    block.block == 0
      ? Prompts(block, count: prompts, replaces: false, at: path) : Kept(prompts: prompts)
  }

  /// The first block's tokens are still there.
  private struct Kept: BlockAdapter {
    let prompts: Int
  }
}

/// Tokens at the end of the sequence; where they stand does not matter, as they have no place.
private struct Prompts: BlockAdapter {
  /// `[1, count, width]`
  let own: Tensor
  /// Whether those of the block before go first.
  let replaces: Bool

  init(_ place: TransformerPlace, count: Int, replaces: Bool, at path: ParameterPath) {
    let transformer = place.transformer
    let size = 3 * transformer.patch * transformer.patch + transformer.width
    own = path.parameter(
      "prompts", [1, count, transformer.width], .uniform(bound: (6 / Double(size)).squareRoot()))
    self.replaces = replaces
  }

  var prompts: Int { own.shape[1] }
  var addedTokens: Int { replaces ? 0 : prompts }

  func tokens(_ x: Tensor) -> Tensor {
    let others = x.shape[1] - (replaces ? prompts : 0)
    return Tensor.concatenated(
      [x.narrowed(axis: 1, from: 0, count: others), own.expanded(to: [x.shape[0], -1, -1])],
      axis: 1)
  }

  func exportTokens(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let others = replaces ? graph.sliced(x, axis: 1, from: 0, to: -prompts) : x
    let rows = graph.repeated(GraphTensor(own), asOftenAs: x, "prompts")
    return graph.concatenated([others, rows], axis: 1)
  }
}
