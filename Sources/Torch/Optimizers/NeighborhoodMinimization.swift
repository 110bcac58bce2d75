/// Gaussian neighbourhood minimisation (Li, Liu, Lu, Zhang, Cheung, Huang, NeurIPS 2024: GNM-PT): the gradient is
/// taken at `w + ε` with a noise ε, and another optimizer moves w along it. Flat minima are found as by ``SharpnessAware``, with
/// one gradient a step in the place of two.
public final class NeighborhoodMinimization: WrappingOptimizer {
  /// Moves the parameters along the gradient beside them; its state is this optimizer's.
  public let base: any Optimizer
  private let parameters: [Tensor]
  private let noise: (_ moment: StepMoment, _ index: Int, _ parameter: Tensor) -> Tensor

  /// - Parameters:
  ///   - base: moves the parameters along the gradient.
  ///   - groups: the parameters, those of `base`.
  ///   - noise: ε of a step for a parameter, by its place among those of all groups, in its shape. What it gives follows
  ///     from what it is given, so that a resumed run draws the same.
  public init(
    _ base: any Optimizer, over groups: [ParameterGroup],
    noise: @escaping (_ moment: StepMoment, _ index: Int, _ parameter: Tensor) -> Tensor
  ) {
    self.base = base
    self.noise = noise
    parameters = groups.flatMap(\.parameters).map(\.tensor)
  }

  /// Asks for the gradient beside the weights.
  public func step(
    rate: Double, at moment: StepMoment, gradients: (_ classWeights: Tensor?) -> Void
  ) {
    clearGradients()
    let kept = withoutGradients {
      parameters.enumerated().map { index, tensor in
        let value = tensor.detached().cloned()
        tensor.addInPlace(noise(moment, index, tensor))
        return (tensor: tensor, value: value)
      }
    }
    gradients(nil)
    putBack(kept)
    base.step(rate: rate)
  }
}
