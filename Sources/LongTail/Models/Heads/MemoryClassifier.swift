import ModelExport
public import Torch

/// A linear layer that can become the meta embedding of OLTR (Liu et al., CVPR 2019, section 3.1): features that a memory
/// of class centroids M enriches, as far as they are within its reach,
///
///     m = softmax(W h + b) · M,    e = tanh(V h + v),    r = 10 / min_c ‖h − M_c‖
///     h̃ = r (h + e ⊙ m),          logits = s · ⟨h̃ / (1 + ‖h̃‖), u_c / ‖u_c‖⟩
///
/// It is `W h + b` until the fit `class-centroids` gives it a memory; W and b then say which centroids a sample asks for.
/// Centroids are constants here: the loss `discriminative-centroids` moves them.
public struct MemoryClassifier: ClassifierHead {
  public static let name = "memory"
  public static let summary =
    "a linear layer that can become one of features enriched by a memory of class centroids"
  public static let beginsAs = LinearClassifier.name

  /// s, in (0, 10000].
  public var scale = 16.0
  /// What r is 1 at, a distance in (0, 1,000,000].
  public var reach = 10.0

  public init() {}

  public init(scale: Double, reach: Double = 10) {
    self.scale = scale
    self.reach = reach
  }

  public func validate() throws {
    try SettingsError.require("scale", scale, above: 0, to: 10_000)
    try SettingsError.require("reach", reach, above: 0, to: 1_000_000)
  }

  public func layer(
    width: Int, classes: Int, initial: Initialization?, at path: ParameterPath
  ) -> any ClassifierLayer {
    Layer(
      linear: Linear(width, classes, initial: initial, at: path),
      selector: Linear(width, width, at: path / "selector"),
      directions: (path / "cosine").parameter(
        "weight", [classes, width], .frameworkDefault(fanIn: width)),
      centroids: path.parameter("centroids", [classes, width], .zeros),
      embeds: path.buffer("embeds", [], fill: 0), settings: self)
  }

  private struct Layer: ClassifierLayer {
    let linear: Linear
    let selector: Linear
    /// u, `[classes, width]`.
    let directions: Tensor
    /// M, `[classes, width]`.
    let centroids: Tensor
    /// 1 where there is a memory, 0 before.
    let embeds: Tensor
    let settings: MemoryClassifier

    func callAsFunction(_ features: Tensor) -> Tensor {
      let asked = linear(features)
      let memory = centroids.detached()
      let enriched = features + selector(features).tanh() * asked.softmax(axis: 1).matmul(memory)
      let embedding = enriched * (settings.reach / nearest(features, memory))
      let squashed = embedding / (embedding.norm(axis: 1, keepingAxis: true) + 1)
      let logits = squashed.matmul(directions.normalized(axis: 1).transposed(0, 1))
      return asked * (1 - embeds) + logits * (embeds * settings.scale)
    }

    /// `min_c ‖h − M_c‖`, `[batch, 1]`.
    private func nearest(_ features: Tensor, _ memory: Tensor) -> Tensor {
      // ‖M_c‖² − 2 ⟨h, M_c⟩ is smallest where the distance is; the distance itself is then taken without cancellation.
      let scores =
        memory.square().sum(axis: 1) - features.detached().matmul(memory.transposed(0, 1)) * 2
      let closest = memory.indexSelected(axis: 0, (-scores).argMax(axis: 1))
      return (features - closest).square().sum(axis: 1, keepingAxis: true)
        .clamped(min: 1e-24).sqrt()
    }

    func export(_ features: GraphValue, in graph: GraphBuilder) -> GraphValue {
      let asked = graph.linear(features, linear)
      guard embeds.doubles[0] != 0 else { return asked }
      let memory = graph.constant(GraphTensor(centroids), "centroids")
      let gate = graph.operation("Tanh", [graph.linear(features, selector)])
      let enriched = graph.add(
        features, graph.multiply(gate, graph.product(graph.softmax(asked), memory)))
      let wide = centroids.to(.float64)
      let closest = graph.topClass(
        graph.linear(features, weight: wide * 2, bias: -wide.square().sum(axis: 1)))
      let isClosest = graph.operation(
        "Equal",
        [closest, graph.constant(GraphTensor(Array(0..<centroids.shape[0])), "classes")])
      let choice = graph.operation(
        "Where", [isClosest, graph.scalar(1, "one"), graph.scalar(0, "zero")])
      let apart = graph.operation("Sub", [features, graph.product(choice, memory)])
      func norm(_ value: GraphValue) -> GraphValue {
        graph.operation("ReduceL2", [value], ["axes": .integers([1]), "keepdims": .integer(1)])
      }
      let distance = graph.operation("Max", [norm(apart), graph.scalar(1e-12, "floor")])
      let embedding = graph.operation(
        "Div", [graph.scaled(enriched, settings.reach), distance])
      let squashed = graph.operation(
        "Div", [embedding, graph.add(norm(embedding), graph.scalar(1, "one"))])
      let columns = directions.to(.float64).normalized(axis: 1).transposed(0, 1) * settings.scale
      return graph.product(squashed, graph.constant(GraphTensor(columns), "weight"))
    }
  }
}
