import ModelExport
import Torch

/// 1×1, 3×3 and 1×1 convolutions with batch norm around a shortcut (He et al., 2016, section 3.4), the 3×3
/// one in groups for a ResNeXt (Xie et al., CVPR 2017, Figure 3c).
///
/// The stride is the 3×3 convolution's, as in PyTorch's networks. Filters begin Kaiming-normal by their
/// fan-out. Parameters have PyTorch's names.
struct Bottleneck: NetworkPart {
  /// Output channels over the block's width.
  static let expansion = 4

  private let convolutions: [Convolution2D]
  private let norms: [BatchNorm2D]
  /// `nil` where the input has the output's shape.
  private let projection: Projection?

  /// - Parameters:
  ///   - inputs: channels of the input.
  ///   - width: a quarter of the output's channels.
  ///   - grouping: of the 3×3 convolution.
  ///   - stride: the input's side over the output's.
  ///   - path: where the parameters are born.
  init(
    _ inputs: Int, width: Int, grouping: ConvolutionGroups, stride: Int, at path: ParameterPath
  ) {
    let inner = grouping.innerWidth(of: width)
    let outputs = width * Self.expansion
    convolutions = [
      Convolution2D(inputs, inner, kernel: 1, initial: .kaimingNormalFanOut, at: path / "conv1"),
      Convolution2D(
        inner, inner, kernel: 3, stride: stride, padding: 1, groups: grouping.count,
        initial: .kaimingNormalFanOut, at: path / "conv2"),
      Convolution2D(inner, outputs, kernel: 1, initial: .kaimingNormalFanOut, at: path / "conv3"),
    ]
    norms = [inner, inner, outputs].enumerated().map {
      BatchNorm2D($1, at: path / "bn\($0 + 1)")
    }
    projection =
      stride > 1 || outputs != inputs
      ? Projection(
        inputs, outputs, stride: stride, initial: .kaimingNormalFanOut, at: path / "downsample")
      : nil
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    var inner = x
    for index in 0..<2 {
      inner = convolutionNormalized(
        inner, conv: convolutions[index], norm: norms[index], mode, relu: true)
    }
    let residual = projection.map { $0(x, mode) } ?? x
    return convolutionNormalized(
      inner, conv: convolutions[2], norm: norms[2], mode, adding: residual, relu: true)
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    var beside = shape
    let projected = projection?.multiplyAdds(advancing: &beside) ?? 0
    return convolutions.reduce(projected) { $0 + $1.multiplyAdds(advancing: &shape) }
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    var inner = x
    for index in 0..<2 {
      inner = graph.relu(graph.convolutionNormalized(inner, convolutions[index], norms[index]))
    }
    let residual = projection?.export(x, in: graph) ?? x
    return graph.relu(
      graph.add(graph.convolutionNormalized(inner, convolutions[2], norms[2]), residual))
  }
}
