import ModelExport
import Torch

/// A strided 1×1 convolution with batch norm, in the shortcut of a block whose output has another shape
/// than its input.
struct Projection: NetworkPart {
  private let convolution: Convolution2D
  private let norm: BatchNorm2D

  init(
    _ inputs: Int, _ outputs: Int, stride: Int, initial: Initialization, at path: ParameterPath
  ) {
    convolution = Convolution2D(
      inputs, outputs, kernel: 1, stride: stride, initial: initial, at: path / "0")
    norm = BatchNorm2D(outputs, at: path / "1")
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    convolutionNormalized(x, conv: convolution, norm: norm, mode)
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    convolution.multiplyAdds(advancing: &shape)
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    graph.convolutionNormalized(x, convolution, norm)
  }
}
