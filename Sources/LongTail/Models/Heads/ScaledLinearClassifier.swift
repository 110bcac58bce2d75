public import ArrayFiles
import ModelExport
public import Torch

/// `s ⊙ ((W + ΔW) f + b)` with a learned scale s for each class, 1 at first.
///
/// One head for the whole family diag(s)(r W + ΔW)ᵀx of Zhong et al. (CVPR 2021, section 3.2); which
/// member it is, stages decide by what they train. Learnable weight scaling trains s alone; classifier
/// re-training draws W anew (r = 0) and trains it; MiSLAS trains W and s. As in the authors' code the
/// scale multiplies the bias too, and ΔW is what training adds to W, unless it is kept apart.
public struct ScaledLinearClassifier: ClassifierHead {
  public static let name = "scaled-linear"
  public static let summary = "a linear layer with a learned scale for each class's logit"
  public static let beginsAs = LinearClassifier.name

  /// Keeps ΔW in a parameter of its own, `change`, 0 at first. Weight decay then pulls towards W
  /// instead of 0, as the paper's formula has it.
  public var separate = false

  public init() {}

  public init(separate: Bool) {
    self.separate = separate
  }

  public func layer(
    width: Int, classes: Int, initial: Initialization?, at path: ParameterPath
  ) -> any ClassifierLayer {
    Layer(
      linear: Linear(width, classes, initial: initial, at: path),
      change: separate ? path.parameter("change", [classes, width], .zeros) : nil,
      scale: path.parameter("scale", [classes], .ones))
  }

  /// Norms of s (W + ΔW); without a scale, as in a stage 1 of a linear classifier, s = 1.
  public func classNorms(_ layer: [String: NumericArray]) -> [Double]? {
    guard var weight = layer["weight"] else { return nil }
    if let change = layer["change"], change.shape == weight.shape {
      let sum = zip(weight.doubles(), change.doubles()).map(+)
      weight = NumericArray(sum, shape: weight.shape)
    }
    guard let norms = Self.rowNorms(weight) else { return nil }
    guard let scale = layer["scale"]?.doubles(), scale.count == norms.count else { return norms }
    return zip(norms, scale).map { $0 * abs($1) }
  }

  private struct Layer: ClassifierLayer {
    let linear: Linear
    let change: Tensor?
    let scale: Tensor

    func callAsFunction(_ features: Tensor) -> Tensor {
      let weight = change.map { linear.weight + $0 } ?? linear.weight
      return features.linear(weight: weight, bias: linear.bias) * scale
    }

    func export(_ features: GraphValue, in graph: GraphBuilder) -> GraphValue {
      let factors = scale.to(.float64)
      let weight = (change.map { linear.weight + $0 } ?? linear.weight).to(.float64)
      return graph.linear(
        features, weight: weight * factors.unsqueezed(axis: 1),
        bias: linear.bias.map { $0.to(.float64) * factors })
    }
  }
}
