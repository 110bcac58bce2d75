import CTorch

/// Self-attention of several heads (Vaswani et al., 2017): each token takes the values of all tokens, by the softmax of
/// its query's products with their keys. Names and rows are timm's: queries, keys and values in one matrix, in that
/// order, head after head in each.
public struct MultiHeadAttention {
  /// To queries, keys and values, `[3 width, width]`.
  public let projections: Linear
  /// From all heads to the tokens, `[width, width]`.
  public let output: Linear
  /// How many heads there are; each is `width / heads` wide.
  public let heads: Int

  /// Weights begin as `initial` says, biases from 0.
  public init(_ width: Int, heads: Int, initial: Initialization? = nil, at path: ParameterPath) {
    precondition(heads > 0 && width % heads == 0, "\(heads) heads of a width of \(width)")
    projections = Linear(
      width, 3 * width, initial: initial, initialBias: .zeros, at: path / "qkv")
    output = Linear(width, width, initial: initial, initialBias: .zeros, at: path / "proj")
    self.heads = heads
  }

  /// Attention by layers that are there already.
  public init(projections: Linear, output: Linear, heads: Int) {
    self.projections = projections
    self.output = output
    self.heads = heads
  }

  /// - Parameter x: `[batch, tokens, width]`.
  /// - Returns: `[batch, tokens, width]`.
  public func callAsFunction(_ x: Tensor) -> Tensor { output(mixed(projections(x))) }

  /// What the heads make of queries, keys and values, before ``output``.
  /// - Parameters:
  ///   - packed: `[batch, tokens, 3 width]`.
  ///   - asking: how many tokens, from the first on, ask all of them; all when `nil`.
  /// - Returns: `[batch, asking, width]`.
  public func mixed(_ packed: Tensor, asking: Int? = nil) -> Tensor {
    let (batch, tokens, width) = (packed.shape[0], packed.shape[1], packed.shape[2] / 3)
    let parts = packed.reshaped([batch, tokens, 3, heads, width / heads])
      .permuted([2, 0, 3, 1, 4]).unbound(axis: 0)
    let queries = asking.map { parts[0].narrowed(axis: 2, from: 0, count: $0) } ?? parts[0]
    return queries.attention(keys: parts[1], values: parts[2])
      .transposed(1, 2).reshaped([batch, asking ?? tokens, width])
  }
}

extension Tensor {
  /// `softmax(q kᵀ / √width) v`, this tensor being the queries `[…, tokens, width]`: LibTorch's fused kernel, which
  /// keeps no matrix of tokens by tokens.
  public func attention(keys: Tensor, values: Tensor) -> Tensor {
    mustSucceed { ctorch_attention(handle, keys.handle, values.handle, &$0) }
  }
}
