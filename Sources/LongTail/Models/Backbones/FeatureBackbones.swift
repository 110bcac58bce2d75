import ModelExport
public import Torch

/// No network at all: feature vectors go straight to the classifier, which makes a linear model.
public struct IdentityBackbone: Backbone {
  public static let name = "linear"
  public static let summary = "feature vectors straight into the classifier"

  public init() {}

  public var blockCounts: [Int] { [1] }
  public var sharedParts: Int { 1 }

  public func featureWidth(for input: InputShape) -> Int { flattenedWidth(input) }
  public func validate(_ input: InputShape) throws {}

  public func block(
    _ index: Int, of part: Int, for input: InputShape, at path: ParameterPath
  ) -> any NetworkPart {
    Flattening()
  }
}

/// One hidden layer with ReLU on feature vectors.
public struct TwoLayerBackbone: Backbone {
  public static let name = "two-layer"
  public static let summary = "one hidden layer with ReLU, for feature vectors"

  /// Width of the hidden layer, 1 … 100,000.
  public var hidden = 128

  public init() {}

  public init(hidden: Int) {
    self.hidden = hidden
  }

  public var blockCounts: [Int] { [1] }
  public var sharedParts: Int { 0 }

  public func featureWidth(for input: InputShape) -> Int { hidden }

  public func validate() throws {
    try SettingsError.require("hidden", hidden, in: 1...100_000)
  }

  public func validate(_ input: InputShape) throws {}

  public func block(
    _ index: Int, of part: Int, for input: InputShape, at path: ParameterPath
  ) -> any NetworkPart {
    HiddenLayer(
      linear: Linear(
        flattenedWidth(input), hidden, initial: .kaimingNormalFanIn, at: path / "hidden"))
  }
}

private struct Flattening: NetworkPart {
  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    x.rank == 2 ? x : x.contiguous().flattened(from: 1)
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    shape = [shape.reduce(1, *)]
    return 0
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue { graph.flattened(x) }
}

private struct HiddenLayer: NetworkPart {
  let linear: Linear

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    linear(Flattening()(x, mode)).relu()
  }

  func multiplyAdds(advancing shape: inout [Int]) -> Int {
    linear.multiplyAdds(advancing: &shape)
  }

  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue {
    graph.relu(graph.linear(graph.flattened(x), linear))
  }
}

private func flattenedWidth(_ input: InputShape) -> Int {
  switch input {
  case .features(let width): width
  case .picture(let height, let width, let channels): height * width * channels
  }
}
