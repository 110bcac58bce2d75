import Foundation
public import ModelExport
public import Torch

/// A tuning that adds small layers or tokens to the blocks of a Vision Transformer; they alone train of the backbone.
public protocol TransformerTuning: Tuning {
  /// What one block gets, its parameters born below `path`; `nil` for a block that stays as it is.
  func adapter(in block: TransformerPlace, at path: ParameterPath) -> (any BlockAdapter)?
}

/// Where an adapter stands.
public struct TransformerPlace: Sendable {
  /// The transformer.
  public let transformer: VisionTransformer
  /// The block's number, from 0.
  public let block: Int
  /// Classes of the task, which published sizes depend on.
  public let classes: Int

  public init(transformer: VisionTransformer, block: Int, classes: Int) {
    self.transformer = transformer
    self.block = block
    self.classes = classes
  }

  /// `2^max(0, ⌊log2(classes / (2 · blocks))⌋)`: the width by which an adapter has about as many parameters as the
  /// classifier has (Shi et al., ICML 2024, section 4.3).
  public var publishedRank: Int {
    let ratio = Double(classes) / Double(2 * transformer.depth)
    return 1 << max(0, Int(log2(max(1, ratio)).rounded(.down)))
  }
}

/// A layer of a transformer's block.
public enum BlockLayer: String, Sendable, CaseIterable {
  /// The norm before the attention.
  case firstNorm = "norm1"
  /// To queries, keys and values.
  case projections = "qkv"
  /// From the heads to the tokens.
  case attention = "proj"
  /// The norm before the network.
  case secondNorm = "norm2"
  /// The network's first layer, before the activation.
  case hidden = "fc1"
  /// The network's second layer.
  case output = "fc2"
}

/// What a block does beside its own layers. Each function changes one value on the way through the block; most leave it.
public protocol BlockAdapter {
  /// Tokens at the end of the sequence that are not the picture's.
  var prompts: Int { get }
  /// How many of them this block adds to those it gets.
  var addedTokens: Int { get }
  /// What a layer's output is multiplied by and what is added then, or `nil`: as many numbers as it has channels.
  func affine(after layer: BlockLayer) -> (scale: Tensor, shift: Tensor)?
  /// The tokens `[batch, tokens, width]` before the block.
  func tokens(_ x: Tensor) -> Tensor
  /// Queries, keys and values `[batch, tokens, 3 width]`, made of the tokens after the first norm.
  func projections(_ packed: Tensor, of normalized: Tensor) -> Tensor
  /// What the block's network gives, from what it gave and the tokens after the attention.
  func network(_ output: Tensor, of mixed: Tensor) -> Tensor
  /// As ``tokens(_:)``, as operators of a graph.
  func exportTokens(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue
  /// What ``projections(_:of:)`` adds to queries, keys and values, each or `nil`, as operators of a graph.
  func exportProjections(
    of normalized: GraphValue, in graph: GraphBuilder
  ) -> [GraphValue?]
  /// As ``network(_:of:)``, as operators of a graph.
  func exportNetwork(
    _ output: GraphValue, of mixed: GraphValue, in graph: GraphBuilder
  ) -> GraphValue
}

extension BlockAdapter {
  public var prompts: Int { 0 }
  public var addedTokens: Int { 0 }
  public func affine(after layer: BlockLayer) -> (scale: Tensor, shift: Tensor)? { nil }
  public func tokens(_ x: Tensor) -> Tensor { x }
  public func projections(_ packed: Tensor, of normalized: Tensor) -> Tensor { packed }
  public func network(_ output: Tensor, of mixed: Tensor) -> Tensor { output }
  public func exportTokens(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue { x }
  public func exportProjections(
    of normalized: GraphValue, in graph: GraphBuilder
  ) -> [GraphValue?] { [nil, nil, nil] }
  public func exportNetwork(
    _ output: GraphValue, of mixed: GraphValue, in graph: GraphBuilder
  ) -> GraphValue { output }
}

extension TransformerTuning {
  public func trains(_ name: String) -> Bool { name.split(separator: ".").contains("adapter") }
}
