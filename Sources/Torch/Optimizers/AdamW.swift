public import ArrayFiles
import CTorch

/// Adam with decoupled weight decay (Loshchilov & Hutter, 2019), as PyTorch's: the decay of a step
/// is `rate · decay · w`.
public final class AdamW: Optimizer {
  /// The trained parameters, each group with its factor of the rate and its weight decay.
  public let groups: [ParameterGroup]
  /// Share of the last mean of gradients in the next one, in [0, 1).
  public let beta1: Double
  /// Share of the last mean of squared gradients in the next one, in [0, 1).
  public let beta2: Double
  /// What is added to the root of the mean squared gradient before it divides.
  public let epsilon: Double
  private let parameters: [(name: String, tensor: Tensor)]
  private var slots: [String: Slots] = [:]

  /// `beta1` is the share of the last mean of gradients in the next, `beta2` that of the squared
  /// gradients; both are in [0, 1).
  public init(
    _ groups: [ParameterGroup], beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8
  ) {
    precondition((0..<1).contains(beta1) && (0..<1).contains(beta2), "β \(beta1), \(beta2)")
    self.groups = groups
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    parameters = Torch.parameters(of: groups)
  }

  public func step(rate: Double) {
    for group in groups {
      let ready = group.parameters.compactMap { name, tensor in
        tensor.gradient.map { (tensor: tensor, gradient: $0, slots: slots(of: name, tensor)) }
      }
      guard !ready.isEmpty else { continue }
      withHandles(
        of: ready.map(\.tensor), ready.map(\.gradient), ready.compactMap(\.slots["mean"]),
        ready.compactMap(\.slots["square"]), ready.compactMap(\.slots["step"])
      ) { lists in
        mustSucceed("AdamW.step(rate:)") {
          ctorch_adamw_step(
            lists[0], lists[1], lists[2], lists[3], lists[4], ready.count,
            rate * group.rateFactor, group.weightDecay, beta1, beta2, epsilon)
        }
      }
    }
  }

  private func slots(of name: String, _ tensor: Tensor) -> Slots {
    if let found = slots[name] { return found }
    let mean = tensor.detached().cloned()
    let square = tensor.detached().cloned()
    mean.fillInPlace(0)
    square.fillInPlace(0)
    let fresh = [
      "mean": mean, "square": square, "step": Tensor.scalar(0, device: tensor.device),
    ]
    slots[name] = fresh
    return fresh
  }

  public func clearGradients() {
    for (_, tensor) in parameters { tensor.clearGradient() }
  }

  public func state() -> [(name: String, array: NumericArray)] {
    savedSlots(slots, of: parameters)
  }

  public func load(_ state: [String: NumericArray], from path: String) throws(FileProblem) {
    slots = try loadedSlots(
      state, roles: ["mean", "square", "step"], scalars: ["step"], of: parameters, from: path)
  }
}
