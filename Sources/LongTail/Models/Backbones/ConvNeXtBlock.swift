import ModelExport
import Torch

/// ε of every layer norm.
private let epsilon = 1e-6
/// The authors cut draws at ±2, a hundred deviations: none comes near.
private let initial = Initialization.normal(deviation: 0.02)

extension Tensor {
  /// Maps `[batch, channels, height, width]` with the channels last.
  fileprivate var placesFirst: Tensor { permuted([0, 2, 3, 1]) }
  /// The other way round.
  fileprivate var channelsFirst: Tensor { permuted([0, 3, 1, 2]) }
}

extension GraphBuilder {
  fileprivate func placesFirst(_ x: GraphValue) -> GraphValue { transposed(x, [0, 2, 3, 1]) }
  fileprivate func channelsFirst(_ x: GraphValue) -> GraphValue { transposed(x, [0, 3, 1, 2]) }
}

/// `x + γ ⊙ fc2(gelu(fc1(norm(convolution(x)))))`: one 7×7 filter a channel, then a network at each place.
struct ConvNeXtBlock: NetworkPart {
  private let scale: Tensor
  private let convolution: Convolution2D
  private let norm: LayerNorm
  private let layers: [Linear]

  init(_ channels: Int, at path: ParameterPath) {
    scale = path.parameter("gamma", [channels], .constant(1e-6))
    convolution = Convolution2D(
      channels, channels, kernel: 7, padding: 3, groups: channels, bias: true, initial: initial,
      initialBias: .zeros, at: path / "conv_dw")
    norm = LayerNorm(channels, epsilon: epsilon, at: path / "norm")
    layers = [
      Linear(
        channels, 4 * channels, initial: initial, initialBias: .zeros, at: path / "mlp" / "fc1"),
      Linear(
        4 * channels, channels, initial: initial, initialBias: .zeros, at: path / "mlp" / "fc2"),
    ]
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    let hidden = layers[0](norm(convolution(x).placesFirst)).gelu(.exact)
    return x + (layers[1](hidden) * scale).channelsFirst
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    let count = convolution.multiplyAdds(advancing: &shape)
    return count + layers.reduce(0) { $0 + $1.weight.count } * shape[1] * shape[2]
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let map = graph.placesFirst(graph.convolution(x, convolution))
    let hidden = graph.gelu(graph.product(graph.layerNorm(map, norm), layers[0]))
    let scaled = graph.multiply(
      graph.product(hidden, layers[1]), graph.constant(GraphTensor(scale), "scale"))
    return graph.add(x, graph.channelsFirst(scaled))
  }
}

/// A convolution whose stride is its kernel, and a layer norm over the channels: behind it in the stem, before it elsewhere.
struct ConvNeXtReduction: NetworkPart {
  private let convolution: Convolution2D
  private let norm: LayerNorm
  private let isStem: Bool

  /// 4×4, then the norm.
  static func stem(_ inputs: Int, _ outputs: Int, at path: ParameterPath) -> Self {
    let convolution = Convolution2D(
      inputs, outputs, kernel: 4, stride: 4, bias: true, initial: initial, initialBias: .zeros,
      at: path / "0")
    return Self(
      convolution: convolution, norm: LayerNorm(outputs, epsilon: epsilon, at: path / "1"),
      isStem: true)
  }

  /// The norm, then 2×2.
  static func between(_ inputs: Int, _ outputs: Int, at path: ParameterPath) -> Self {
    let norm = LayerNorm(inputs, epsilon: epsilon, at: path / "0")
    return Self(
      convolution: Convolution2D(
        inputs, outputs, kernel: 2, stride: 2, bias: true, initial: initial, initialBias: .zeros,
        at: path / "1"), norm: norm, isStem: false)
  }

  private func normalized(_ x: Tensor) -> Tensor { norm(x.placesFirst).channelsFirst }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    isStem ? normalized(convolution(x)) : convolution(normalized(x))
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    convolution.multiplyAdds(advancing: &shape)
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    func normalized(_ x: GraphValue) -> GraphValue {
      graph.channelsFirst(graph.layerNorm(graph.placesFirst(x), norm))
    }
    return isStem
      ? normalized(graph.convolution(x, convolution))
      : graph.convolution(normalized(x), convolution)
  }
}

/// The layer norm of the mean over all places: `[batch, channels]`.
struct ConvNeXtFeatures: NetworkPart {
  private let norm: LayerNorm

  init(_ channels: Int, at path: ParameterPath) {
    norm = LayerNorm(channels, epsilon: epsilon, at: path)
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    norm(x.mean(axes: [2, 3], keepingAxes: false))
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    shape = [shape[0]]
    return 0
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    graph.layerNorm(graph.globalAveragePool(x), norm)
  }
}
