import ModelExport
public import Torch

/// One linear layer with bias that all M experts share: expert m's logits are `M (W f_m + b)`, so that the mean,
/// which answers, is the sum `Σ_m W f_m + b` (ResLT, Cui, Liu, Tian, Zhong, Jia, TPAMI 2022, section 3.2).
///
/// With one expert it is a linear layer.
public struct SharedClassifier: ClassifierHead {
  public static let name = "shared"
  public static let summary = "one linear layer for all experts, whose answers add up"

  public init() {}

  public func layer(
    width: Int, classes: Int, initial: Initialization?, at path: ParameterPath
  ) -> any ClassifierLayer {
    layers(width: width, classes: classes, initial: initial, shared: path, own: [path])[0]
  }

  public func layers(
    width: Int, classes: Int, initial: Initialization?, shared: ParameterPath,
    own: [ParameterPath]
  ) -> [any ClassifierLayer] {
    let linear = Linear(width, classes, initial: initial, at: shared)
    return own.map { _ in Layer(linear: linear, factor: Double(own.count)) }
  }

  private struct Layer: ClassifierLayer {
    let linear: Linear
    let factor: Double

    func callAsFunction(_ features: Tensor) -> Tensor {
      factor == 1 ? linear(features) : linear(features) * factor
    }

    func export(_ features: GraphValue, in graph: GraphBuilder) -> GraphValue {
      graph.linear(
        features, weight: linear.weight.to(.float64) * factor,
        bias: linear.bias.map { $0.to(.float64) * factor })
    }
  }
}
