public import Calibration
import ModelExport
public import Torch

/// A narrow network beside that of each block (Chen et al., NeurIPS 2022): with u the tokens after the attention,
/// `x = u + network(norm2(u)) + s · up(ReLU(down(norm(u))))`, its own norm with ε 1e-5, s learned from 1. `up` begins at 0,
/// so that the first step sees the frozen backbone. LIFT's choice (Shi et al., ICML 2024).
public struct AdaptFormer: RankedTuning {
  public static let name = "adaptformer"
  public static let summary = "a narrow network beside that of each block (vit)"

  /// Width of the inner layer, 1 … 4096; by the number of classes when `nil` (``TransformerPlace/publishedRank``).
  @OrNone public var rank: Int?
  /// Whether `down` begins uniform within 1/√width, as in LIFT+, instead of normal with a deviation of 1/√(3 width).
  public var uniform = false

  public init() {}

  public init(rank: Int?, uniform: Bool) {
    self.rank = rank
    self.uniform = uniform
  }

  public func adapter(
    of rank: Int, in block: TransformerPlace, at path: ParameterPath
  ) -> any BlockAdapter {
    Branch(block, rank: rank, isScaled: true, isUniform: uniform, at: path)
  }
}

/// A narrow network behind that of each block (Houlsby et al., ICML 2019): `m + up(ReLU(down(norm(m))))` of what the block's
/// network gives, its own norm with ε 1e-5. `up` begins at 0.
public struct SerialAdapter: RankedTuning {
  public static let name = "adapter"
  public static let summary = "a narrow network behind that of each block (vit)"

  /// Width of the inner layer, 1 … 4096; by the number of classes when `nil` (``TransformerPlace/publishedRank``).
  @OrNone public var rank: Int?

  public init() {}

  public func adapter(
    of rank: Int, in block: TransformerPlace, at path: ParameterPath
  ) -> any BlockAdapter {
    Branch(block, rank: rank, isScaled: false, at: path)
  }
}

/// The narrow network of both: beside the block's where it is scaled, behind it otherwise.
private struct Branch: BlockAdapter {
  let norm: LayerNorm
  let down: Linear
  let up: Linear
  /// `[1]`
  let scale: Tensor?

  init(
    _ place: TransformerPlace, rank: Int, isScaled: Bool, isUniform: Bool = false,
    at path: ParameterPath
  ) {
    let width = place.transformer.width
    norm = LayerNorm(width, at: path / "ln")
    // Kaiming's with a = √5: a deviation of 1/√3 over the root of the fan-in, whichever distribution it has.
    let spread = 1 / Double(width).squareRoot()
    down = Linear(
      width, rank,
      initial: isUniform
        ? .uniform(bound: spread) : .normal(deviation: 1 / (3 * Double(width)).squareRoot()),
      initialBias: .zeros, at: path / "down_proj")
    up = Linear(rank, width, initial: .zeros, initialBias: .zeros, at: path / "up_proj")
    scale = isScaled ? path.parameter("scale", [1], .ones) : nil
  }

  func network(_ output: Tensor, of mixed: Tensor) -> Tensor {
    let value = up(down(norm(scale == nil ? output : mixed)).relu())
    return output + (scale.map { value * $0 } ?? value)
  }

  func exportNetwork(
    _ output: GraphValue, of mixed: GraphValue, in graph: GraphBuilder
  ) -> GraphValue {
    let input = graph.layerNorm(scale == nil ? output : mixed, norm)
    let value = graph.product(graph.relu(graph.product(input, down)), up)
    return graph.add(output, scale.map { graph.scaled(value, $0.item()) } ?? value)
  }
}
