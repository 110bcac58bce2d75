public import ArrayFiles
import CTorch

/// Stochastic gradient descent with momentum and coupled weight decay, as PyTorch's:
/// `g ← ∇ + decay · w`, `v ← momentum · v + g` (at first `v = g`), then `w ← w − rate · v`, or
/// `w ← w − rate · (g + momentum · v)` with Nesterov's momentum.
public final class SGD: Optimizer {
  /// The trained parameters, each group with its factor of the rate and its weight decay.
  public let groups: [ParameterGroup]
  /// Share of the last velocity in the next one, in [0, 1); 0 keeps no velocity.
  public let momentum: Double
  /// Whether a step looks ahead along the velocity.
  public let nesterov: Bool
  private let parameters: [(name: String, tensor: Tensor)]
  private var slots: [String: Slots] = [:]

  /// The momentum is in [0, 1); Nesterov's kind needs some.
  public init(_ groups: [ParameterGroup], momentum: Double = 0.9, nesterov: Bool = false) {
    precondition((0..<1).contains(momentum), "momentum \(momentum) is not in [0, 1)")
    precondition(!nesterov || momentum > 0, "Nesterov's momentum of 0")
    self.groups = groups
    self.momentum = momentum
    self.nesterov = nesterov
    parameters = Torch.parameters(of: groups)
  }

  public func step(rate: Double) {
    for group in groups {
      // LibTorch takes first steps apart from others, as they set the velocity.
      let ready = group.parameters.compactMap { name, tensor in
        tensor.gradient.map { (name: name, tensor: tensor, gradient: $0) }
      }
      let fresh = ready.filter { slots[$0.name] == nil }
      let moving = ready.filter { slots[$0.name] != nil }
      if momentum > 0 {
        for item in fresh { slots[item.name] = ["velocity": item.tensor.detached().cloned()] }
      }
      step(fresh, group, rate, isFirst: true)
      step(moving, group, rate, isFirst: false)
    }
  }

  public func lookAhead(of name: String, along gradient: Tensor, rate: Double) -> Tensor? {
    for group in groups {
      guard let tensor = group.parameters.first(where: { $0.name == name })?.tensor.detached()
      else { continue }
      let slope = gradient + tensor * group.weightDecay
      // A first step sets the velocity.
      let velocity = slots[name]?["velocity"].map { slope + $0 * momentum } ?? slope
      let way = nesterov ? slope + velocity * momentum : velocity
      return tensor - way * (rate * group.rateFactor)
    }
    return nil
  }

  private func step(
    _ items: [(name: String, tensor: Tensor, gradient: Tensor)], _ group: ParameterGroup,
    _ rate: Double, isFirst: Bool
  ) {
    guard !items.isEmpty else { return }
    let velocities = items.compactMap { slots[$0.name]?["velocity"] }
    withHandles(items.map(\.tensor)) { tensors in
      withHandles(items.map(\.gradient)) { gradients in
        withHandles(velocities) { velocities in
          mustSucceed("SGD.step(rate:)") {
            ctorch_sgd_step(
              tensors.baseAddress, gradients.baseAddress, velocities.baseAddress, tensors.count,
              rate * group.rateFactor, group.weightDecay, momentum, nesterov, isFirst)
          }
        }
      }
    }
  }

  public func clearGradients() {
    for (_, tensor) in parameters { tensor.clearGradient() }
  }

  public func state() -> [(name: String, array: NumericArray)] {
    savedSlots(slots, of: parameters)
  }

  public func load(_ state: [String: NumericArray], from path: String) throws(FileProblem) {
    slots = try loadedSlots(state, roles: ["velocity"], of: parameters, from: path)
  }
}
