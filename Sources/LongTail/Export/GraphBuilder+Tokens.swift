import ModelExport
import Torch

/// Layers on tokens `[batch, tokens, width]`, with today's parameters.
extension GraphBuilder {
  func layerNorm(_ x: GraphValue, _ layer: LayerNorm) -> GraphValue {
    layerNorm(
      x, weight: GraphTensor(layer.weight), bias: GraphTensor(layer.bias), epsilon: layer.epsilon)
  }

  /// A linear layer on the last axis.
  func product(_ x: GraphValue, _ layer: Linear) -> GraphValue {
    product(x, weight: layer.weight, bias: layer.bias)
  }

  /// `weight` is `[outputs, inputs]`.
  private func product(_ x: GraphValue, weight: Tensor, bias: Tensor?) -> GraphValue {
    let columns = constant(GraphTensor(weight.transposed(0, 1)), "weight")
    let value = product(x, columns)
    return bias.map { add(value, constant(GraphTensor($0), "bias")) } ?? value
  }

  /// Attention among the tokens: the factor 1 / √width of a head is in the queries.
  ///
  /// `added` is what is added to queries, keys and values, each or `nil`.
  func attention(
    _ x: GraphValue, _ layer: MultiHeadAttention, adding added: [GraphValue?] = [nil, nil, nil]
  ) -> GraphValue {
    let width = layer.output.weight.shape[0]
    let each = width / layer.heads
    func heads(_ part: Int, _ axes: [Int], factor: Double = 1) -> GraphValue {
      func rows(_ tensor: Tensor) -> Tensor {
        tensor.narrowed(axis: 0, from: part * width, count: width).to(.float64) * factor
      }
      var value = product(
        x, weight: rows(layer.projections.weight), bias: layer.projections.bias.map(rows))
      if let further = added[part] { value = add(value, scaled(further, factor)) }
      return transposed(reshaped(value, [0, -1, layer.heads, each]), axes)
    }
    let queries = heads(0, [0, 2, 1, 3], factor: 1 / Double(each).squareRoot())
    let products = product(queries, heads(1, [0, 2, 3, 1]))
    let shares = operation("Softmax", [products], ["axis": .integer(3)])
    let mixed = product(shares, heads(2, [0, 2, 1, 3]))
    return product(reshaped(transposed(mixed, [0, 2, 1, 3]), [0, -1, width]), layer.output)
  }

  /// What an activation makes of values; each half is `width` wide, where it takes two.
  func activated(
    _ x: GraphValue, _ activation: TransformerActivation, width: Int
  ) -> GraphValue {
    switch activation {
    case .gelu: return gelu(x)
    case .tanhGELU: return approximatedGELU(x)
    case .quickGELU: return gated(x, factor: 1.702)
    case .gated:
      let gate = sliced(x, axis: 2, from: 0, to: width)
      return multiply(gated(gate, factor: 1), sliced(x, axis: 2, from: width, to: 2 * width))
    }
  }
}
