import ModelExport
public import Torch

/// A linear layer's logits z, aligned as far as a sample needs it (Zhang, Li, Yan, He, Sun, CVPR 2021: DisAlign):
/// with the confidence `σ = sigmoid(a·f + a₀)` of a sample, and a scale α and an offset β for each class,
///
///     published: (1 − σ) z + σ (α z + β)
///     code:      (1 + σ α) z + σ β
///
/// The two are one family, α of the first being α + 1 of the second. In both α begins where it changes nothing, so
/// that the head is a linear one until a stage trains what it adds; β begins as 0, every a as 0.1.
public struct AlignedClassifier: ClassifierHead {
  public static let name = "aligned"
  public static let summary =
    "a linear layer, and a learned scale and offset as far as a sample needs them"
  public static let beginsAs = LinearClassifier.name

  /// What α = 0, towards which weight decay pulls, means.
  public enum Form: String, Sendable, CaseIterable {
    /// Weight decay pulls towards logits without what the sample's confidence takes.
    case published
    /// Weight decay pulls towards the linear layer's own logits.
    case code
  }

  /// What α = 0 means; the authors' code's by default.
  public var form = Form.code

  public init() {}

  public init(form: Form) {
    self.form = form
  }

  public func layer(
    width: Int, classes: Int, initial: Initialization?, at path: ParameterPath
  ) -> any ClassifierLayer {
    let confidence = path / "confidence"
    return Layer(
      linear: Linear(width, classes, initial: initial, at: path),
      scale: path.parameter("scale", [classes], form == .code ? .zeros : .ones),
      offset: path.parameter("offset", [classes], .zeros),
      weight: confidence.parameter("weight", [1, width], .constant(0.1)),
      bias: confidence.parameter("bias", [1], .frameworkDefault(fanIn: width)),
      // What of α is no scaling.
      identity: form == .code ? 0 : 1)
  }

  private struct Layer: ClassifierLayer {
    let linear: Linear
    let scale: Tensor
    let offset: Tensor
    let weight: Tensor
    let bias: Tensor
    let identity: Double

    func callAsFunction(_ features: Tensor) -> Tensor {
      let logits = linear(features)
      let confidence = features.linear(weight: weight, bias: bias).sigmoid()
      return logits + confidence * (logits * (scale - identity) + offset)
    }

    func export(_ features: GraphValue, in graph: GraphBuilder) -> GraphValue {
      let logits = graph.linear(features, linear)
      let confidence = graph.operation(
        "Sigmoid", [graph.linear(features, weight: weight, bias: bias)])
      let scaled = graph.multiply(
        logits, graph.row((scale - identity).doubles, "scale"))
      let change = graph.add(scaled, graph.row(offset.doubles, "offset"))
      return graph.add(logits, graph.multiply(confidence, change))
    }
  }
}

extension AlignedClassifier.Form: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "form of alignment")
  }
}
