import ModelExport
import Torch

/// The first convolution of a network for large pictures: 7×7 with stride 2, batch norm and ReLU, then the
/// largest of 3×3 places with stride 2. Maps have a quarter of the pictures' sides.
struct PooledStem: NetworkPart {
  /// Of every published network, however wide its stages.
  static let channels = 64
  private let convolution: Convolution2D
  private let norm: BatchNorm2D

  init(_ inputs: Int, at path: ParameterPath) {
    convolution = Convolution2D(
      inputs, Self.channels, kernel: 7, stride: 2, padding: 3, initial: .kaimingNormalFanOut,
      at: path / "conv1")
    norm = BatchNorm2D(Self.channels, at: path / "bn1")
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    convolutionNormalized(x, conv: convolution, norm: norm, mode, relu: true)
      .maxPool(kernel: 3, stride: 2, padding: 1)
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    let count = convolution.multiplyAdds(advancing: &shape)
    shape = [shape[0], (shape[1] - 1) / 2 + 1, (shape[2] - 1) / 2 + 1]
    return count
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    graph.maxPool(
      graph.relu(graph.convolutionNormalized(x, convolution, norm)), kernel: 3, stride: 2,
      padding: 1)
  }
}
