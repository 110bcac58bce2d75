import ModelExport
import Torch

/// The last layer norm of a Vision Transformer, and the features of its tokens: `[batch, width]`.
struct TransformerFeatures: NetworkPart {
  private let norm: LayerNorm
  private let pooling: TransformerPooling
  /// Tokens before the patches.
  private let others: Int
  /// Tokens behind the patches.
  private let prompts: Int

  init(_ settings: VisionTransformer, prompts: Int, at path: ParameterPath) {
    self.prompts = prompts
    pooling = settings.pooling
    others = 1 + settings.registers
    norm = LayerNorm(
      settings.width, epsilon: settings.epsilon,
      at: path / (pooling == .normalizedMean ? "fc_norm" : "norm"))
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    func token(_ tokens: Tensor) -> Tensor { tokens.selected(axis: 1, at: 0) }
    func mean(_ tokens: Tensor) -> Tensor {
      tokens.narrowed(
        axis: 1, from: others, count: tokens.shape[1] - others - prompts
      ).mean(axis: 1)
    }
    switch pooling {
    // A layer norm treats each token alone: the others need none.
    case .token: return norm(token(x))
    case .mean: return mean(norm(x))
    case .normalizedMean: return norm(mean(x))
    case .tokenAndMean:
      let tokens = norm(x)
      return Tensor.concatenated([token(tokens), mean(tokens)], axis: 1)
    }
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    shape = [pooling == .tokenAndMean ? 2 * shape[1] : shape[1]]
    return 0
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let width = norm.weight.count
    func token(_ tokens: GraphValue) -> GraphValue {
      graph.reshaped(graph.sliced(tokens, axis: 1, from: 0, to: 1), [-1, width])
    }
    func mean(_ tokens: GraphValue) -> GraphValue {
      graph.mean(
        graph.sliced(
          tokens, axis: 1, from: others, to: prompts == 0 ? Int(Int32.max) : -prompts),
        axis: 1)
    }
    switch pooling {
    case .token: return graph.layerNorm(token(x), norm)
    case .mean: return mean(graph.layerNorm(x, norm))
    case .normalizedMean: return graph.layerNorm(mean(x), norm)
    case .tokenAndMean:
      let tokens = graph.layerNorm(x, norm)
      return graph.concatenated([token(tokens), mean(tokens)], axis: 1)
    }
  }
}
