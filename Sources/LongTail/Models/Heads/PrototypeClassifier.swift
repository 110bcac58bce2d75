import ModelExport
public import Torch

/// `W g(f) + b`, where g leaves features as they are until a fit of class means centres them and scales
/// them to length one.
///
/// Squared distances to class means, and cosines with them, are linear in g(f) but for a term that all
/// classes share; so the head trains like a linear one and holds a nearest-mean classifier afterwards.
public struct PrototypeClassifier: ClassifierHead {
  public static let name = "prototype"
  public static let summary = "a linear layer that can become a nearest-class-mean classifier"
  public static let beginsAs = LinearClassifier.name

  public init() {}

  public func layer(
    width: Int, classes: Int, initial: Initialization?, at path: ParameterPath
  ) -> any ClassifierLayer {
    Layer(
      linear: Linear(width, classes, initial: initial, at: path),
      center: path.buffer("center", [width], fill: 0),
      normalizes: path.buffer("normalizes", [], fill: 0))
  }

  private struct Layer: ClassifierLayer {
    let linear: Linear
    /// What is subtracted from features before they are scaled.
    let center: Tensor
    /// 1 where features are centred and scaled, 0 where they stay.
    let normalizes: Tensor

    func callAsFunction(_ features: Tensor) -> Tensor {
      let normalized = (features - center).normalized(axis: 1, floor: 1e-12)
      return linear(features * (1 - normalizes) + normalized * normalizes)
    }

    func export(_ features: GraphValue, in graph: GraphBuilder) -> GraphValue {
      guard normalizes.doubles[0] != 0 else { return graph.linear(features, linear) }
      let centred = graph.operation(
        "Sub", [features, graph.constant(GraphTensor(center), "center")])
      return graph.linear(graph.normalizedRows(centred, floor: 1e-12), linear)
    }
  }
}
