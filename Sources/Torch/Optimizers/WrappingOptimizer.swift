public import ArrayFiles

/// An optimizer that chooses where gradients are taken and has another one move the parameters along them. It has no state
/// of its own: what the next steps depend on is the other one's.
public protocol WrappingOptimizer: Optimizer {
  /// Moves the parameters; its state is this optimizer's.
  var base: any Optimizer { get }
}

extension WrappingOptimizer {
  /// The base's step along the gradients that are there.
  public func step(rate: Double) { base.step(rate: rate) }

  public func clearGradients() { base.clearGradients() }

  public func state() -> [(name: String, array: NumericArray)] { base.state() }

  public func load(_ state: [String: NumericArray], from path: String) throws(FileProblem) {
    try base.load(state, from: path)
  }
}
