import ModelExport
public import Torch

/// `s · ⟨f/‖f‖, w_c/‖w_c‖⟩`, W `[width, classes]`, no bias, norms floored at 1e−12 (Cao et al., NeurIPS 2019).
public struct CosineClassifier: ClassifierHead {
  public static let name = "cosine"
  public static let summary = "scaled cosine between features and class weights"

  /// s, in (0, 10000].
  public var scale = 30.0

  public init() {}

  public init(scale: Double) {
    self.scale = scale
  }

  public func validate() throws {
    try SettingsError.require("scale", scale, above: 0, to: 10_000)
  }

  public var cosineScale: Double? { scale }

  public func layer(
    width: Int, classes: Int, initial: Initialization?, at path: ParameterPath
  ) -> any ClassifierLayer {
    Layer(
      weight: path.parameter("weight", [width, classes], .unitNormColumns), scale: scale)
  }

  private struct Layer: ClassifierLayer {
    let weight: Tensor
    let scale: Double

    func callAsFunction(_ features: Tensor) -> Tensor {
      features.normalized(axis: 1, floor: 1e-12)
        .matmul(weight.normalized(axis: 0, floor: 1e-12)) * scale
    }

    func export(_ features: GraphValue, in graph: GraphBuilder) -> GraphValue {
      let columns = weight.to(.float64).normalized(axis: 0, floor: 1e-12) * scale
      return graph.operation(
        "MatMul",
        [
          graph.normalizedRows(features, floor: 1e-12),
          graph.constant(GraphTensor(columns), "weight"),
        ])
    }
  }
}
