/// Sharpness-aware minimisation (Foret, Kleiner, Mobahi, Neyshabur, ICLR 2021, algorithm 1): the gradient is
/// taken at `w + ρ g / ‖g‖`, the worst point near the weights w, and another optimizer moves w along it.
///
/// The adaptive form (Kwon, Kim, Park, Choi, ICML 2021) measures nearness relative to each weight:
/// `w + ρ w² g / ‖w g‖`. The norms are over all parameters together.
public final class SharpnessAware: WrappingOptimizer {
  /// Moves the parameters along the gradient at the worst point; its state is this optimizer's.
  public let base: any Optimizer
  /// ρ, ≥ 0.
  public let radius: Double
  /// Whether nearness is relative to each weight.
  public let isAdaptive: Bool
  private let parameters: [Tensor]

  /// - Parameters:
  ///   - base: moves the parameters along the second gradient.
  ///   - groups: the parameters, those of `base`.
  ///   - radius: ρ, ≥ 0.
  ///   - isAdaptive: whether nearness is relative to each weight.
  public init(
    _ base: any Optimizer, over groups: [ParameterGroup], radius: Double, isAdaptive: Bool = false
  ) {
    precondition(radius >= 0, "ρ \(radius)")
    self.base = base
    self.radius = radius
    self.isAdaptive = isAdaptive
    parameters = groups.flatMap(\.parameters).map(\.tensor)
  }

  /// Asks for gradients twice: at the weights, and at the worst point near them.
  public func step(rate: Double, gradients: () -> Void) {
    clearGradients()
    gradients()
    let kept = climbed(parameters, radius: radius, isAdaptive: isAdaptive)
    clearGradients()
    gradients()
    putBack(kept)
    base.step(rate: rate)
  }
}
