import ModelExport
import Torch

/// A convolution with batch norm and ReLU.
struct NormalizedConvolution: NetworkPart {
  let convolution: Convolution2D
  let norm: BatchNorm2D

  /// The first one of a network for small pictures, 3×3.
  static func stem(
    _ inputs: Int, _ outputs: Int, initial: Initialization = .kaimingNormalFanIn,
    at path: ParameterPath
  ) -> Self {
    Self(
      convolution: Convolution2D(
        inputs, outputs, kernel: 3, padding: 1, initial: initial, at: path / "conv1"),
      norm: BatchNorm2D(outputs, at: path / "bn1"))
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    convolutionNormalized(x, conv: convolution, norm: norm, mode, relu: true)
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    convolution.multiplyAdds(advancing: &shape)
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    graph.relu(graph.convolutionNormalized(x, convolution, norm))
  }
}
