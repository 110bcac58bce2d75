public import ArrayFiles
import Foundation
import ModelExport
public import Torch

/// `W f + b` for losses that ask about each class alone: b begins as `−log (C − 1)`, so that every class's sigmoid
/// begins near 1 / C, and the many wrong classes do not drown the first steps (Cui et al., CVPR 2019).
public struct SigmoidClassifier: ClassifierHead {
  public static let name = "sigmoid"
  public static let summary = "a linear layer whose sigmoids begin near one in as many as classes"

  public init() {}

  public func layer(
    width: Int, classes: Int, initial: Initialization?, at path: ParameterPath
  ) -> any ClassifierLayer {
    Layer(
      weight: path.parameter(
        "weight", [classes, width], initial ?? .frameworkDefault(fanIn: width)),
      bias: path.parameter("bias", [classes], .constant(-log(Double(max(1, classes - 1))))))
  }

  public func classNorms(_ layer: [String: NumericArray]) -> [Double]? {
    Self.rowNorms(layer["weight"])
  }

  private struct Layer: ClassifierLayer {
    let weight: Tensor
    let bias: Tensor

    func callAsFunction(_ features: Tensor) -> Tensor {
      features.linear(weight: weight, bias: bias)
    }

    func export(_ features: GraphValue, in graph: GraphBuilder) -> GraphValue {
      graph.linear(features, weight: weight, bias: bias)
    }
  }
}
