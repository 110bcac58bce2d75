public import ArrayFiles

/// Parameters that are trained alike.
public struct ParameterGroup {
  public var parameters: [(name: String, tensor: Tensor)]
  /// What the rate of a step is multiplied by.
  public var rateFactor: Double
  public var weightDecay: Double

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
  public func step(rate: Double, gradients: () -> Void) {
    clearGradients()
    gradients()
    step(rate: rate)
  }
}
