import ModelExport
import Torch

/// Attention over the places of a map x, in the amount that each place asks for (Liu et al., CVPR 2019, eq. 6):
/// `x + a ⊙ W softmax(θ(x)ᵀ φ(x)) g(x)`, with a the softmax over the places of a linear layer of the whole map. g, θ and
/// φ are 1×1 convolutions to half of the channels, W one back to all, 0 at first.
struct ModulatedAttention: NetworkPart {
  private let g: Convolution2D
  private let theta: Convolution2D
  private let phi: Convolution2D
  private let mask: Convolution2D
  private let spatial: Linear

  init(channels: Int, places: Int, at path: ParameterPath) {
    let inner = max(1, channels / 2)
    func projection(_ name: String) -> Convolution2D {
      Convolution2D(
        channels, inner, kernel: 1, bias: true, initial: .kaimingNormalFanIn, initialBias: .zeros,
        at: path / name)
    }
    g = projection("g")
    theta = projection("theta")
    phi = projection("phi")
    mask = Convolution2D(inner, channels, kernel: 1, initial: .zeros, at: path / "conv_mask")
    spatial = Linear(places * channels, places, at: path / "fc_spatial")
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    let (batch, height, width) = (x.shape[0], x.shape[2], x.shape[3])
    /// `[batch, inner, places]`
    func rows(_ layer: Convolution2D) -> Tensor {
      layer(x).reshaped([batch, -1, height * width])
    }
    let weights = rows(theta).transposed(1, 2).matmul(rows(phi)).softmax(axis: 2)
    let attended = weights.matmul(rows(g).transposed(1, 2)).transposed(1, 2)
    let added = mask(attended.reshaped([batch, -1, height, width]))
    let shares = spatial(x.reshaped([batch, -1])).softmax(axis: 1)
    return x + added * shares.reshaped([batch, 1, height, width])
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    let whole = shape
    let places = shape[1] * shape[2]
    let projections = [g, theta, phi].reduce(0) { sum, layer in
      shape = whole
      return sum + layer.multiplyAdds(advancing: &shape)
    }
    // Two products of matrices: the weights, and what they weigh.
    let products = 2 * places * places * shape[0]
    let back = mask.multiplyAdds(advancing: &shape)
    return projections + products + back + spatial.weight.count
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let (channels, inner) = (mask.weight.shape[0], g.weight.shape[0])
    let places = spatial.weight.shape[0]
    func rows(_ layer: Convolution2D) -> GraphValue {
      graph.reshaped(graph.convolution(x, layer), [-1, inner, places])
    }
    let scores = graph.product(graph.transposed(rows(theta), [0, 2, 1]), rows(phi))
    let weights = graph.operation("Softmax", [scores], ["axis": .integer(2)])
    let attended = graph.product(weights, graph.transposed(rows(g), [0, 2, 1]))
    // A 1×1 convolution does not ask how places lie: one row of them here.
    let map = graph.reshaped(graph.transposed(attended, [0, 2, 1]), [-1, inner, 1, places])
    let shares = graph.softmax(graph.linear(graph.flattened(x), spatial))
    let added = graph.multiply(
      graph.convolution(map, mask), graph.reshaped(shares, [-1, 1, 1, places]))
    let shape = graph.operation("Shape", [x])
    let rowOfPlaces = graph.reshaped(x, [-1, channels, 1, places])
    return graph.operation("Reshape", [graph.add(rowOfPlaces, added), shape])
  }
}
