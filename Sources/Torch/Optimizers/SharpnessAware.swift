public import ArrayFiles

/// Sharpness-aware minimisation (Foret, Kleiner, Mobahi, Neyshabur, ICLR 2021, algorithm 1): the gradient is
/// taken at `w + ρ g / ‖g‖`, the worst point near the weights w, and another optimizer moves w along it.
///
/// The adaptive form (Kwon, Kim, Park, Choi, ICML 2021) measures nearness relative to each weight:
/// `w + ρ w² g / ‖w g‖`. The norms are over all parameters together.
public final class SharpnessAware: Optimizer {
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

  /// The base's step along the gradients that are there.
  public func step(rate: Double) { base.step(rate: rate) }

  /// Asks for gradients twice: at the weights, and at the worst point near them.
  public func step(rate: Double, gradients: () -> Void) {
    clearGradients()
    gradients()
    let kept = withoutGradients(climb)
    clearGradients()
    gradients()
    withoutGradients {
      for (tensor, value) in kept { tensor.assignInPlace(value) }
    }
    base.step(rate: rate)
  }

  /// Moves the parameters to the worst point, and returns their values before.
  private func climb() -> [(tensor: Tensor, value: Tensor)] {
    let ready = parameters.compactMap { tensor in
      tensor.gradient.map { (tensor: tensor, gradient: $0.detached()) }
    }
    let sizes = ready.map { tensor, gradient in
      (isAdaptive ? tensor.detached() * gradient : gradient).square().sum()
    }
    guard let first = sizes.first else { return [] }
    // It stays on the device: no step waits for it.
    let norm = sizes.dropFirst().reduce(first) { $0 + $1.to(first.dtype) }.sqrt()
    let scale = radius / (norm + 1e-12)
    return ready.map { tensor, gradient in
      let value = tensor.detached().cloned()
      let direction = isAdaptive ? value.square() * gradient : gradient
      tensor.addInPlace(direction * scale.to(direction.dtype))
      return (tensor, value)
    }
  }

  public func clearGradients() { base.clearGradients() }

  public func state() -> [(name: String, array: NumericArray)] { base.state() }

  public func load(_ state: [String: NumericArray], from path: String) throws(FileProblem) {
    try base.load(state, from: path)
  }
}
