public import ArrayFiles

/// Parameters that are trained alike.
public struct ParameterGroup {
  /// Tensors with their names in the model, under which their optimizer's state is saved.
  public var parameters: [(name: String, tensor: Tensor)]
  /// What the rate of a step is multiplied by.
  public var rateFactor: Double
  /// Share of a weight that a step at rate 1 takes from it; whether it passes through the momentum is up to
  /// the optimizer.
  public var weightDecay: Double

  /// Without factors, a group takes the optimizer's rate as it is and has no weight decay.
  public init(
    parameters: [(name: String, tensor: Tensor)], rateFactor: Double = 1, weightDecay: Double = 0
  ) {
    self.parameters = parameters
    self.rateFactor = rateFactor
    self.weightDecay = weightDecay
  }
}

/// Moves parameters along their gradients.
public protocol Optimizer: AnyObject {
  /// Moves every parameter that has a gradient; the others stay as they are.
  func step(rate: Double)

  /// A whole step: forgets all gradients, has `gradients` compute new ones at the weights as they then are, once
  /// or more often, and moves the parameters.
  func step(rate: Double, gradients: () -> Void)

  /// A whole step, for optimizers whose gradients are of samples that count differently by their class, or that do not
  /// do the same at every moment.
  ///
  /// `gradients` adds those of the mean of the samples' losses to the ones that are there; given weights of the
  /// classes, `[classes]`, each sample's loss is multiplied by that of its class before.
  func step(rate: Double, at moment: StepMoment, gradients: (_ classWeights: Tensor?) -> Void)

  /// What the next step at a rate would make of a parameter whose gradient is the given one, with the history of the
  /// gradient; nothing changes. `nil` for a name that is none of a parameter, and of optimizers that cannot tell.
  func lookAhead(of name: String, along gradient: Tensor, rate: Double) -> Tensor?

  /// Forgets the gradients of all parameters.
  func clearGradients()

  /// What the next steps depend on besides parameters and gradients.
  func state() -> [(name: String, array: NumericArray)]

  /// Takes over a state, which comes from `path`; changes nothing when it throws.
  ///
  /// - Throws: `FileProblem` when it is not a state of this kind for these parameters.
  func load(_ state: [String: NumericArray], from path: String) throws(FileProblem)
}

extension Optimizer {
  public func lookAhead(of name: String, along gradient: Tensor, rate: Double) -> Tensor? { nil }

  /// Computes the gradients once, at the weights as they are.
  public func step(rate: Double, gradients: () -> Void) {
    clearGradients()
    gradients()
    step(rate: rate)
  }

  /// The same step at every moment, along gradients in which all samples count alike.
  public func step(
    rate: Double, at moment: StepMoment, gradients: (_ classWeights: Tensor?) -> Void
  ) {
    step(rate: rate) { gradients(nil) }
  }
}
