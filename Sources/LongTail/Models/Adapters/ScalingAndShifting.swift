public import Torch

/// A factor and an offset for every channel that a layer of the blocks gives: y γ + β (SSF; Lian et al., NeurIPS 2022).
///
/// γ begins at random around 1 with a deviation of 0.02, β around 0 with as much, as in the authors' code and LIFT's: the first
/// step does not see quite the frozen backbone. Afterwards they can be taken into the layers, which an exported network does.
public struct ScalingAndShifting: TransformerTuning {
  public static let name = "ssf"
  public static let summary = "a factor and an offset for what each layer of the blocks gives (vit)"

  /// Whether the two norms of a block have them too.
  public var norms = false

  public init() {}

  public init(norms: Bool) {
    self.norms = norms
  }

  public func adapter(in block: TransformerPlace, at path: ParameterPath) -> (any BlockAdapter)? {
    let transformer = block.transformer
    var affines: [BlockLayer: (scale: Tensor, shift: Tensor)] = [:]
    for layer in BlockLayer.allCases {
      let width: Int
      switch layer {
      case .firstNorm, .secondNorm:
        guard norms else { continue }
        width = transformer.width
      case .projections: width = 3 * transformer.width
      case .attention, .output: width = transformer.width
      case .hidden:
        width = transformer.activation == .gated ? 2 * transformer.hidden : transformer.hidden
      }
      let place = path / layer.rawValue
      affines[layer] = (
        scale: place.parameter("scale", [width], .normal(mean: 1, deviation: 0.02)),
        shift: place.parameter("shift", [width], .normal(deviation: 0.02))
      )
    }
    return Affines(affines: affines)
  }

  private struct Affines: BlockAdapter {
    let affines: [BlockLayer: (scale: Tensor, shift: Tensor)]

    func affine(after layer: BlockLayer) -> (scale: Tensor, shift: Tensor)? { affines[layer] }
  }
}
