import ModelExport
public import Torch

/// LeNet-5 (LeCun et al., 1998) with ReLU and max pooling, for digits: two 5×5 convolutions of 6 and 16
/// channels, each pooled by 2, then hidden layers of 120 and 84 units. Features have width 84.
///
/// The knowledge-transfer paper trains a network of this kind on MNIST-LT (Chen and Su, CVPR 2023).
public struct LeNet: Backbone {
  public static let name = "lenet"
  public static let summary = "LeNet-5 with ReLU and max pooling, for digits of about 28×28"

  public init() {}

  public var blockCounts: [Int] { [1, 1, 1] }
  public var sharedParts: Int { 2 }

  public func featureWidth(for input: InputShape) -> Int { 84 }

  public func validate(_ input: InputShape) throws {
    try input.requireSides(12, for: Self.name)
  }

  public func block(
    _ index: Int, of part: Int, for input: InputShape, at path: ParameterPath
  ) -> any NetworkPart {
    guard case .picture(let height, let width, let channels) = input else {
      preconditionFailure("validate(_:) lets only pictures through, found \(input)")
    }
    switch part {
    case 0:
      return PooledConvolution(
        convolution: Convolution2D(
          channels, 6, kernel: 5, padding: 2, bias: true, initial: .kaimingNormalFanIn,
          at: path / "conv1"))
    case 1:
      return PooledConvolution(
        convolution: Convolution2D(
          6, 16, kernel: 5, bias: true, initial: .kaimingNormalFanIn, at: path / "conv2"))
    default:
      let pooled = { (side: Int) in (side / 2 - 4) / 2 }
      return DenseLayers(
        first: Linear(
          16 * pooled(height) * pooled(width), 120, initial: .kaimingNormalFanIn,
          at: path / "hidden1"),
        second: Linear(120, 84, initial: .kaimingNormalFanIn, at: path / "hidden2"))
    }
  }
}

private struct PooledConvolution: NetworkPart {
  let convolution: Convolution2D

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    convolution(x).relu().maxPool(kernel: 2)
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    let count = convolution.multiplyAdds(advancing: &shape)
    shape = [shape[0], shape[1] / 2, shape[2] / 2]
    return count
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    graph.maxPool(graph.relu(graph.convolution(x, convolution)), kernel: 2, stride: 2)
  }
}

private struct DenseLayers: NetworkPart {
  let first: Linear
  let second: Linear

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    second(first(x.contiguous().flattened(from: 1)).relu()).relu()
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    first.multiplyAdds(advancing: &shape) + second.multiplyAdds(advancing: &shape)
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    let hidden = graph.relu(graph.linear(graph.flattened(x), first))
    return graph.relu(graph.linear(hidden, second))
  }
}
