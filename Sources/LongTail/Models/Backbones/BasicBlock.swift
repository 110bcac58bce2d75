import ModelExport
import Torch

/// How a residual block's input reaches its output where shapes differ (He et al., 2016, section 3.3).
public enum ResidualShortcut: String, Sendable, Codable, CaseIterable {
  /// "Option A": every `stride`-th pixel, and zero channels added evenly before and after.
  case padding
  /// "Option B": a strided 1×1 convolution with batch norm.
  case projection

  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "shortcut")
  }
}

/// Two 3×3 convolutions with batch norm around a shortcut.
struct BasicBlock: NetworkPart {
  let first: Convolution2D
  let firstNorm: BatchNorm2D
  let second: Convolution2D
  let secondNorm: BatchNorm2D
  let stride: Int
  let addedChannels: Int
  /// `nil` where the shortcut has no parameters.
  let projection: Projection?

  init(
    _ inputs: Int, _ outputs: Int, stride: Int, shortcut: ResidualShortcut,
    initial: Initialization = .kaimingNormalFanIn, projectionName: String = "shortcut",
    at path: ParameterPath
  ) {
    first = Convolution2D(
      inputs, outputs, kernel: 3, stride: stride, padding: 1, initial: initial, at: path / "conv1")
    firstNorm = BatchNorm2D(outputs, at: path / "bn1")
    second = Convolution2D(
      outputs, outputs, kernel: 3, padding: 1, initial: initial, at: path / "conv2")
    secondNorm = BatchNorm2D(outputs, at: path / "bn2")
    self.stride = stride
    addedChannels = outputs - inputs
    projection =
      shortcut == .projection && (stride > 1 || outputs != inputs)
      ? Projection(inputs, outputs, stride: stride, initial: initial, at: path / projectionName)
      : nil
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    let inner = convolutionNormalized(x, conv: first, norm: firstNorm, mode, relu: true)
    return convolutionNormalized(
      inner, conv: second, norm: secondNorm, mode, adding: shortcut(x, mode), relu: true)
  }

  private func shortcut(_ x: Tensor, _ mode: Mode) -> Tensor {
    if let projection { return projection(x, mode) }
    guard stride > 1 || addedChannels > 0 else { return x }
    return x.sliced(axis: 2, step: stride).sliced(axis: 3, step: stride)
      .padded(axis: 1, before: addedChannels / 2, after: addedChannels - addedChannels / 2)
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    var beside = shape
    let projected = projection?.multiplyAdds(advancing: &beside) ?? 0
    return projected + first.multiplyAdds(advancing: &shape)
      + second.multiplyAdds(advancing: &shape)
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let inner = graph.relu(graph.convolutionNormalized(x, first, firstNorm))
    let residual =
      projection?.export(x, in: graph)
      ?? graph.thinned(
        x, stride: stride, channelsBefore: addedChannels / 2,
        channelsAfter: addedChannels - addedChannels / 2)
    return graph.relu(
      graph.add(graph.convolutionNormalized(inner, second, secondNorm), residual))
  }
}
