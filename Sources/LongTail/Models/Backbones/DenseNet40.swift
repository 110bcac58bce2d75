import ModelExport
public import Torch

/// DenseNet-40 with growth 12 (Huang et al., CVPR 2017, Table 2), the plain one without bottlenecks or compression: a
/// 3×3 convolution of 24 channels, three blocks of twelve layers that each add 12 channels to what they see, with
/// transitions between, batch norm and ReLU at the end. 1,059,298 parameters with 10 classes on RGB.
public struct DenseNet40: Backbone {
  public static let name = "densenet40"
  public static let summary = "DenseNet-40 (growth 12, plain) for pictures of about 32×32"

  /// Channels of the first convolution, and what a layer adds.
  private static let first = 24
  private static let growth = 12
  private static let layers = 12

  public init() {}

  public var blockCounts: [Int] { [Self.layers, Self.layers, Self.layers] }
  public var sharedParts: Int { 1 }
  public var stageMaps: [StageMap] {
    (0..<3).map { StageMap(channels: Self.channels(after: $0), stride: $0 == 0 ? 1 : 2) }
  }
  public var linearInitialization: Initialization? { nil }

  private static func channels(after part: Int) -> Int { first + (part + 1) * layers * growth }

  public func featureWidth(for input: InputShape) -> Int { Self.channels(after: 2) }

  public func validate(_ input: InputShape) throws {
    try input.requireSides(8, for: Self.name)
  }

  public func block(
    _ index: Int, of part: Int, for input: InputShape, at path: ParameterPath
  ) -> any NetworkPart {
    let begun = part == 0 ? Self.first : Self.channels(after: part - 1)
    var parts: [any NetworkPart] = []
    if index == 0 {
      let channels = if case .picture(_, _, let channels) = input { channels } else { 3 }
      parts.append(
        part == 0
          ? FirstConvolution(channels, Self.first, at: path)
          : DenseTransition(begun, at: path / "trans\(part)"))
    }
    parts.append(
      DenseLayer(
        begun + index * Self.growth, Self.growth, at: path / "dense\(part + 1)" / "\(index)"))
    if part == 2, index == Self.layers - 1 {
      parts.append(NormalizedMap(norm: BatchNorm2D(Self.channels(after: 2), at: path / "bn")))
    }
    return parts.count == 1 ? parts[0] : PartChain(parts: parts)
  }
}

/// A 3×3 convolution and nothing else.
private struct FirstConvolution: NetworkPart {
  let convolution: Convolution2D

  init(_ inputs: Int, _ outputs: Int, at path: ParameterPath) {
    convolution = Convolution2D(
      inputs, outputs, kernel: 3, padding: 1, initial: .kaimingNormalFanOut, at: path / "conv1")
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor { convolution(x) }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    convolution.multiplyAdds(advancing: &shape)
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    graph.convolution(x, convolution)
  }
}

/// Batch norm, ReLU and a 3×3 convolution, whose maps come after those that it saw.
private struct DenseLayer: NetworkPart {
  let norm: BatchNorm2D
  let convolution: Convolution2D

  init(_ inputs: Int, _ growth: Int, at path: ParameterPath) {
    norm = BatchNorm2D(inputs, at: path / "bn1")
    convolution = Convolution2D(
      inputs, growth, kernel: 3, padding: 1, initial: .kaimingNormalFanOut, at: path / "conv1")
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    Tensor.concatenated([x, convolution(norm(x, mode, relu: true))], axis: 1)
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    var own = shape
    let count = convolution.multiplyAdds(advancing: &own)
    shape[0] += own[0]
    return count
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let own = graph.convolution(graph.relu(graph.normalized(x, norm)), convolution)
    return graph.concatenated([x, own], axis: 1)
  }
}

/// Batch norm, ReLU, a 1×1 convolution and the mean of 2×2 places, between two blocks.
private struct DenseTransition: NetworkPart {
  let norm: BatchNorm2D
  let convolution: Convolution2D

  init(_ channels: Int, at path: ParameterPath) {
    norm = BatchNorm2D(channels, at: path / "bn1")
    convolution = Convolution2D(
      channels, channels, kernel: 1, initial: .kaimingNormalFanOut, at: path / "conv1")
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    convolution(norm(x, mode, relu: true)).averagePool(kernel: 2)
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    let count = convolution.multiplyAdds(advancing: &shape)
    shape = [shape[0], shape[1] / 2, shape[2] / 2]
    return count
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let y = graph.convolution(graph.relu(graph.normalized(x, norm)), convolution)
    return graph.averagePool(y, kernel: 2, stride: 2)
  }
}

/// The batch norm and ReLU after the last block.
private struct NormalizedMap: NetworkPart {
  let norm: BatchNorm2D

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor { norm(x, mode, relu: true) }
  func multiplyAdds(advancing shape: inout [Int]) -> Int { 0 }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    graph.relu(graph.normalized(x, norm))
  }
}
