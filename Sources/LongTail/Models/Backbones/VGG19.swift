import ModelExport
public import Torch

/// VGG-19 (Simonyan and Zisserman, ICLR 2015, configuration E) for small pictures, as the CIFAR tables have it: sixteen
/// 3×3 convolutions with bias, batch norm and ReLU, pooled by 2 after the 2nd, 4th, 8th, 12th and last, and one linear
/// layer instead of three. 20,040,522 parameters with 10 classes on RGB.
///
/// Names are those of PyTorch's `features`. Convolutions begin normal by fan-out with bias 0, the classifier normal
/// with deviation 0.01.
public struct VGG19: Backbone {
  public static let name = "vgg19"
  public static let summary = "VGG-19 with batch norm for pictures of about 32×32"

  /// Channels of the five parts.
  private static let widths = [64, 128, 256, 512, 512]

  public init() {}

  public var blockCounts: [Int] { [2, 2, 4, 4, 4] }
  public var sharedParts: Int { 3 }
  public var stageMaps: [StageMap] { Self.widths.map { StageMap(channels: $0, stride: 2) } }
  public var linearInitialization: Initialization? { .normal(deviation: 0.01) }

  public func featureWidth(for input: InputShape) -> Int { 512 }

  public func validate(_ input: InputShape) throws {
    try input.requireSides(32, for: Self.name)
  }

  public func block(
    _ index: Int, of part: Int, for input: InputShape, at path: ParameterPath
  ) -> any NetworkPart {
    let channels = if case .picture(_, _, let channels) = input { channels } else { 3 }
    let before = index > 0 ? Self.widths[part] : part > 0 ? Self.widths[part - 1] : channels
    // Convolution, norm and ReLU have a place each in PyTorch's list, and so has the pooling.
    let place = blockCounts[..<part].reduce(0) { $0 + 3 * $1 + 1 } + 3 * index
    let features = path / "features"
    return PooledUnit(
      convolution: Convolution2D(
        before, Self.widths[part], kernel: 3, padding: 1, bias: true,
        initial: .kaimingNormalFanOut, initialBias: .zeros, at: features / "\(place)"),
      norm: BatchNorm2D(Self.widths[part], at: features / "\(place + 1)"),
      isPooled: index == blockCounts[part] - 1)
  }
}

/// A convolution with batch norm and ReLU, and at the end of a part the largest of 2×2 places.
private struct PooledUnit: NetworkPart {
  let convolution: Convolution2D
  let norm: BatchNorm2D
  let isPooled: Bool

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    let y = convolutionNormalized(x, conv: convolution, norm: norm, mode, relu: true)
    return isPooled ? y.maxPool(kernel: 2) : y
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    let count = convolution.multiplyAdds(advancing: &shape)
    if isPooled { shape = [shape[0], shape[1] / 2, shape[2] / 2] }
    return count
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let y = graph.relu(graph.convolutionNormalized(x, convolution, norm))
    return isPooled ? graph.maxPool(y, kernel: 2, stride: 2) : y
  }
}
