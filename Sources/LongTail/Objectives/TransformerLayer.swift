import Torch

/// One layer of a Transformer encoder (Vaswani et al., NeurIPS 2017): self-attention, then two linear layers with ReLU,
/// each with dropout, added to its input and layer-normalised. Parameters have the names of PyTorch's
/// `TransformerEncoderLayer`, and begin as they do.
struct TransformerLayer {
  private let heads: Int
  private let dropout: Double
  private let input: (weight: Tensor, bias: Tensor)
  private let output: Linear
  private let linear: [Linear]
  private let norms: [(weight: Tensor, bias: Tensor)]

  /// - Parameters:
  ///   - width: of each element of the sequence, a multiple of `heads`; the hidden layer has it too.
  ///   - heads: parts of the width that attend on their own.
  ///   - dropout: in [0, 1).
  ///   - path: where the parameters are born.
  init(_ width: Int, heads: Int, dropout: Double, at path: ParameterPath) {
    precondition(width % heads == 0, "\(heads) heads do not share \(width) numbers evenly")
    self.heads = heads
    self.dropout = dropout
    let attention = path / "self_attn"
    // Xavier's bound for four times the width, fan-in and fan-out together.
    input = (
      attention.parameter(
        "in_proj_weight", [3 * width, width], .uniform(bound: (1.5 / Double(width)).squareRoot())),
      attention.parameter("in_proj_bias", [3 * width], .zeros)
    )
    output = Linear(width, width, at: attention / "out_proj")
    linear = ["linear1", "linear2"].map { Linear(width, width, at: path / $0) }
    norms = ["norm1", "norm2"].map {
      let own = path / $0
      return (own.parameter("weight", [width], .ones), own.parameter("bias", [width], .zeros))
    }
  }

  /// - Parameters:
  ///   - sequence: `[length, width]`.
  ///   - random: what dropout draws from.
  /// - Returns: `[length, width]`.
  func callAsFunction(
    _ sequence: Tensor, using random: inout CounterBasedGenerator
  ) -> Tensor {
    let x = sequence.to(input.weight.dtype)
    let attended = normalized(
      x + attention(x, using: &random).dropout(dropout, using: &random), norms[0])
    let hidden = linear[0](attended).relu().dropout(dropout, using: &random)
    return normalized(
      attended + linear[1](hidden).dropout(dropout, using: &random), norms[1])
  }

  private func attention(_ x: Tensor, using random: inout CounterBasedGenerator) -> Tensor {
    let (length, width) = (x.shape[0], x.shape[1])
    let part = width / heads
    // `[3, heads, length, part]`: queries, keys, values.
    let parts = x.linear(weight: input.weight, bias: input.bias)
      .reshaped([length, 3, heads, part]).permuted([1, 2, 0, 3])
    let (queries, keys, values) = (
      parts.selected(axis: 0, at: 0), parts.selected(axis: 0, at: 1),
      parts.selected(axis: 0, at: 2)
    )
    let shares = (queries.matmul(keys.transposed(1, 2)) / Double(part).squareRoot())
      .softmax(axis: 2).dropout(dropout, using: &random)
    return output(shares.matmul(values).permuted([1, 0, 2]).reshaped([length, width]))
  }

  /// Each row less its mean, over its deviation; variances have 1e−5 added.
  private func normalized(_ x: Tensor, _ norm: (weight: Tensor, bias: Tensor)) -> Tensor {
    let centred = x - x.mean(axis: 1, keepingAxis: true)
    let variance = centred.square().mean(axis: 1, keepingAxis: true)
    return centred * (variance + 1e-5).rsqrt() * norm.weight + norm.bias
  }
}
