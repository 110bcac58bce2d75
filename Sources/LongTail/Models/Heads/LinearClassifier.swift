public import ArrayFiles
import ModelExport
public import Torch

/// `W f + b`. W begins as the backbone has it (Cao et al., NeurIPS 2019), b as LibTorch's linear layers do.
public struct LinearClassifier: ClassifierHead {
  public static let name = "linear"
  public static let summary = "a linear layer with bias"

  public init() {}

  public func layer(
    width: Int, classes: Int, initial: Initialization?, at path: ParameterPath
  ) -> any ClassifierLayer {
    Layer(linear: Linear(width, classes, initial: initial, at: path))
  }

  public func classNorms(_ layer: [String: NumericArray]) -> [Double]? {
    Self.rowNorms(layer["weight"])
  }

  private struct Layer: ClassifierLayer {
    let linear: Linear
    func callAsFunction(_ features: Tensor) -> Tensor { linear(features) }

    func export(_ features: GraphValue, in graph: GraphBuilder) -> GraphValue {
      graph.linear(features, linear)
    }
  }
}
