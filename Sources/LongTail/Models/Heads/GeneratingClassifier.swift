import Foundation
import ModelExport
public import Torch

/// `s (b + ⟨f/‖f‖, w_c/‖w_c‖⟩)` with s and b learned, and beside it what makes the weights of a class from a few of its
/// samples (Gidaris, Komodakis, CVPR 2018, sections 3.2 and 3.3). Answers need the weights alone: the loss
/// `few-shot-episodes` trains what makes them, and the fit `generated-weights` makes those of rare classes.
public struct GeneratingClassifier: ClassifierHead {
  public static let name = "generating"
  public static let summary =
    "a cosine classifier that can make the weights of a class from a few of its samples"

  /// s at first, in (0, 10000].
  public var scale = 10.0
  /// The sharpness γ of attention to known classes at first, in (0, 10000]; the authors have 30 on ImageNet.
  public var sharpness = 10.0

  public init() {}

  public init(scale: Double, sharpness: Double = 10) {
    self.scale = scale
    self.sharpness = sharpness
  }

  public func validate() throws {
    try SettingsError.require("scale", scale, above: 0, to: 10_000)
    try SettingsError.require("sharpness", sharpness, above: 0, to: 10_000)
  }

  public func layer(
    width: Int, classes: Int, initial: Initialization?, at path: ParameterPath
  ) -> any ClassifierLayer {
    let normal = Initialization.normal(deviation: (2 / Double(width)).squareRoot())
    let layer = Layer(
      weight: path.parameter("weight", [classes, width], normal),
      bias: path.parameter("bias", [1], .zeros),
      scale: path.parameter("scale", [1], .constant(scale)))
    let own = path / "generator"
    _ = Linear(
      width, width, initial: .nearIdentity(deviation: 0.001), initialBias: .zeros,
      at: own / "query")
    _ = own.parameter("keys", [classes, width], normal)
    _ = own.parameter("sharpness", [1], .constant(sharpness))
    _ = own.parameter("average", [width], .ones)
    _ = own.parameter("attended", [width], .ones)
    return layer
  }

  /// `s (b + cos)` of features `[batch, width]` and weights `[classes, width]`.
  static func logits(
    _ features: Tensor, weight: Tensor, bias: Tensor, scale: Tensor
  ) -> Tensor {
    let cosines = features.normalized(axis: 1).matmul(weight.normalized(axis: 1).transposed(0, 1))
    return (cosines + bias) * scale
  }

  private struct Layer: ClassifierLayer {
    let weight: Tensor
    let bias: Tensor
    let scale: Tensor

    func callAsFunction(_ features: Tensor) -> Tensor {
      GeneratingClassifier.logits(features, weight: weight, bias: bias, scale: scale)
    }

    func export(_ features: GraphValue, in graph: GraphBuilder) -> GraphValue {
      let (factor, shift) = (scale.doubles[0], bias.doubles[0])
      return graph.linear(
        graph.normalizedRows(features, floor: 1e-12),
        weight: weight.to(.float64).normalized(axis: 1) * factor,
        bias: Tensor.full([weight.shape[0]], factor * shift, dtype: .float64))
    }
  }
}
