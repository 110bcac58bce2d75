import ModelExport
public import Torch

/// One linear layer with bias on the features of all M experts side by side, W `[classes, M · width]`
/// (BBN, Zhou et al., CVPR 2020, section 4.2).
///
/// Expert m's logits are `M W_m f_m + b`, with W_m its columns of W: their mean is the layer's output, and a
/// mean with weights α_m that sum to 1 is the layer's output for features `M α_m f_m`. With two experts
/// and weights α and 1 − α that is BBN's mixed prediction, the code's factor 2 included.
public struct JointClassifier: ClassifierHead {
  public static let name = "joint"
  public static let summary =
    "one linear layer with bias on the features of all experts side by side"

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
    // The authors initialise the backbone alone; this layer begins as LibTorch's do.
    let linear = Linear(own.count * width, classes, at: shared)
    return own.indices.map {
      Layer(linear: linear, first: $0 * width, width: width, experts: own.count)
    }
  }

  private struct Layer: ClassifierLayer {
    let linear: Linear
    /// The first of the expert's columns.
    let first: Int
    let width: Int
    let experts: Int

    func callAsFunction(_ features: Tensor) -> Tensor {
      guard experts > 1 else { return linear(features) }
      let columns = linear.weight.narrowed(axis: 1, from: first, count: width)
      return (features * Double(experts)).linear(weight: columns, bias: linear.bias)
    }

    func export(_ features: GraphValue, in graph: GraphBuilder) -> GraphValue {
      let columns = linear.weight.narrowed(axis: 1, from: first, count: width)
      return graph.linear(
        features, weight: columns.to(.float64) * Double(experts), bias: linear.bias)
    }
  }
}
