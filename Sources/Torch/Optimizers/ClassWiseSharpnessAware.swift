/// Sharpness-aware minimisation of a part of the loss: with the mean losses `F = mean(f_y l)` and `S = mean(s_y l)` of
/// samples that count by their class, another optimizer moves the weights w along
///
///     ∇F(w) + ∇S(w + ρ ∇S(w) / ‖∇S(w)‖)
///
/// so that a minimum is to be flat for the classes with a large s, such as the rare ones (Zhou, Qu, Xu, Shen, ICCV 2023:
/// ImbSAM; Li, Xu, Yang, Wang, Zhang, Cao, Huang, ICML 2025: Focal-SAM). With s = 1 and f = 0 it is
/// ``SharpnessAware``, with s = 0 and f = 1 the other optimizer alone. A step takes three gradients.
public final class ClassWiseSharpnessAware: WrappingOptimizer {
  /// Moves the parameters along the sum; its state is this optimizer's.
  public let base: any Optimizer
  /// ρ, ≥ 0.
  public let radius: Double
  /// Whether nearness is relative to each weight, as in ASAM.
  public let isAdaptive: Bool
  private let parameters: [Tensor]
  /// s, `[classes]`
  private let sharp: Tensor
  /// f, `[classes]`
  private let flat: Tensor

  /// - Parameters:
  ///   - base: moves the parameters along the sum of both gradients.
  ///   - groups: the parameters, those of `base`, at least one.
  ///   - radius: ρ, ≥ 0.
  ///   - isAdaptive: whether nearness is relative to each weight.
  ///   - sharp: s of each class: what its samples count in the part that is to be flat.
  ///   - flat: f of each class: what they count in the part whose gradient is the one at the weights.
  public init(
    _ base: any Optimizer, over groups: [ParameterGroup], radius: Double, isAdaptive: Bool = false,
    sharp: [Double], flat: [Double]
  ) {
    precondition(radius >= 0, "ρ \(radius)")
    precondition(sharp.count == flat.count, "\(sharp.count) and \(flat.count) classes")
    self.base = base
    self.radius = radius
    self.isAdaptive = isAdaptive
    parameters = groups.flatMap(\.parameters).map(\.tensor)
    let device = parameters.first?.device ?? .cpu
    self.sharp = Tensor(sharp, device: device)
    self.flat = Tensor(flat, device: device)
  }

  /// Asks for the sharp part's gradient at the weights and at the worst point near them, and for the other part's at the
  /// weights.
  public func step(
    rate: Double, at moment: StepMoment, gradients: (_ classWeights: Tensor?) -> Void
  ) {
    clearGradients()
    gradients(sharp)
    let kept = climbed(parameters, radius: radius, isAdaptive: isAdaptive)
    clearGradients()
    gradients(sharp)
    putBack(kept)
    gradients(flat)
    base.step(rate: rate)
  }
}
