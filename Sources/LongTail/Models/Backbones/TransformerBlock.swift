import ModelExport
import Torch

/// One block of a Vision Transformer: `u = x + ls1 ⊙ attention(norm1(x))`, then
/// `u + ls2 ⊙ fc2(activation(fc1(norm2(u))))`; without LayerScale both factors are 1.
struct TransformerBlock: NetworkPart {
  private let norms: [LayerNorm]
  private let attention: MultiHeadAttention
  private let layers: [Linear]
  private let activation: TransformerActivation
  /// `[width]`, of the attention and of the network after it; none without LayerScale.
  private let scales: [Tensor]
  private let adapter: (any BlockAdapter)?
  /// How many tokens, from the first on, anything behind this block looks at; all when `nil`.
  private let wanted: Int?

  init(
    _ settings: VisionTransformer, wanted: Int? = nil, at path: ParameterPath,
    adapter: (ParameterPath) -> (any BlockAdapter)?
  ) {
    let (width, hidden) = (settings.width, settings.hidden)
    // timm cuts at ±2, a hundred deviations: no draw comes near.
    let initial = Initialization.normal(deviation: 0.02)
    func norm(_ name: String) -> LayerNorm {
      LayerNorm(width, epsilon: settings.epsilon, at: path / name)
    }
    func scale(_ name: String) -> [Tensor] {
      settings.layerScale.map { [(path / name).parameter("gamma", [width], .constant($0))] } ?? []
    }
    self.wanted = wanted
    activation = settings.activation
    let first = norm("norm1")
    attention = MultiHeadAttention(
      width, heads: settings.heads, initial: initial, at: path / "attn")
    let firstScale = scale("ls1")
    norms = [first, norm("norm2")]
    layers = [
      Linear(
        width, activation == .gated ? 2 * hidden : hidden, initial: initial, initialBias: .zeros,
        at: path / "mlp" / "fc1"),
      Linear(hidden, width, initial: initial, initialBias: .zeros, at: path / "mlp" / "fc2"),
    ]
    scales = firstScale + scale("ls2")
    self.adapter = adapter(path / "adapter")
  }

  /// Tokens at the end of what the block gives that are not the picture's.
  var prompts: Int { adapter?.prompts ?? 0 }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    let x = adapter?.tokens(x) ?? x
    let mixed =
      (wanted.map { x.narrowed(axis: 1, from: 0, count: $0) } ?? x) + scaled(attended(x), 0)
    let inner = scaled(transformed(mixed), 1)
    return mixed + (adapter?.network(inner, of: mixed) ?? inner)
  }

  // Functions of their own, and no names for what is large: what has a name is kept until its function returns.

  private func attended(_ x: Tensor) -> Tensor {
    changed(
      attention.output(
        attention.mixed(projected(changed(norms[0](x), .firstNorm)), asking: wanted)), .attention)
  }

  private func projected(_ normalized: Tensor) -> Tensor {
    let own = changed(attention.projections(normalized), .projections)
    return adapter?.projections(own, of: normalized) ?? own
  }

  private func transformed(_ mixed: Tensor) -> Tensor {
    changed(
      layers[1](activation(changed(layers[0](changed(norms[1](mixed), .secondNorm)), .hidden))),
      .output)
  }

  private func changed(_ output: Tensor, _ layer: BlockLayer) -> Tensor {
    guard let affine = adapter?.affine(after: layer) else { return output }
    return output * affine.scale + affine.shift
  }

  private func scaled(_ branch: Tensor, _ index: Int) -> Tensor {
    scales.isEmpty ? branch : branch * scales[index]
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    shape[0] += adapter?.addedTokens ?? 0
    let (tokens, width) = (shape[0], shape[1])
    let products =
      attention.projections.weight.count + attention.output.weight.count
      + layers.reduce(0) { $0 + $1.weight.count }
    return tokens * products + 2 * tokens * tokens * width
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    func scaled(_ branch: GraphValue, _ index: Int) -> GraphValue {
      guard !scales.isEmpty else { return branch }
      return graph.multiply(branch, graph.constant(GraphTensor(scales[index]), "scale"))
    }
    let x = adapter?.exportTokens(x, in: graph) ?? x
    let normalized = graph.layerNorm(x, folded(norms[0], .firstNorm))
    let attended = graph.attention(
      normalized,
      MultiHeadAttention(
        projections: folded(attention.projections, .projections),
        output: folded(attention.output, .attention), heads: attention.heads),
      adding: adapter?.exportProjections(of: normalized, in: graph) ?? [nil, nil, nil])
    let mixed = graph.add(x, scaled(attended, 0))
    let inner = graph.product(
      graph.layerNorm(mixed, folded(norms[1], .secondNorm)), folded(layers[0], .hidden))
    let active = graph.activated(inner, activation, width: layers[1].weight.shape[1])
    let output = scaled(graph.product(active, folded(layers[1], .output)), 1)
    return graph.add(
      mixed, adapter?.exportNetwork(output, of: mixed, in: graph) ?? output)
  }
  /// A layer with what an adapter makes of its output taken into it, in double precision.
  private func folded(_ layer: Linear, _ place: BlockLayer) -> Linear {
    guard let affine = adapter?.affine(after: place) else { return layer }
    let (scale, shift) = (affine.scale.to(.float64), affine.shift.to(.float64))
    return Linear(
      weight: layer.weight.to(.float64) * scale.reshaped([-1, 1]),
      bias: layer.bias.map { $0.to(.float64) * scale + shift } ?? shift)
  }

  private func folded(_ norm: LayerNorm, _ place: BlockLayer) -> LayerNorm {
    guard let affine = adapter?.affine(after: place) else { return norm }
    return LayerNorm(
      weight: norm.weight * affine.scale, bias: norm.bias * affine.scale + affine.shift,
      epsilon: norm.epsilon)
  }
}
