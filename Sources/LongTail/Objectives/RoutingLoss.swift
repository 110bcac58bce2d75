public import Torch

/// Trains a router to pass on the samples that more experts would get right (Wang et al., ICLR 2021: RIDE,
/// stage 2).
///
/// After expert i, i = 1 … M − 1, the target is 1 when the mean of the first i experts is wrong and that of
/// some longer row of them right. The loss is the mean over i of
/// `−ω t log σ(r_i) − (1 − t) log(1 − σ(r_i))`.
public struct RoutingLoss: LossFunction {
  public static let name = "routing"
  public static let summary = "binary cross-entropy on whether a later expert mends the answer"

  /// ω, in (0, 1,000,000]: the larger, the more experts are used.
  public var positiveWeight = 100.0

  public init() {}

  public init(positiveWeight: Double) {
    self.positiveWeight = positiveWeight
  }

  /// Whether to go on after each expert but the last, `[batch, experts − 1]`, 0 or 1, for logits
  /// `[batch, experts, classes]` and labels `[batch]`.
  static func targets(_ logits: Tensor, _ labels: Tensor) -> Tensor {
    // The sum of the first experts has the largest class of their mean.
    let right = logits.detached().cumulativeSum(axis: 1).argMax(axis: 2)
      .equal(to: labels.unsqueezed(axis: 1)).to(logits.dtype)
    let experts = right.shape[1]
    let wrong = 1 - right.narrowed(axis: 1, from: 0, count: experts - 1)
    // How many of the later rows are right: a sum from the back.
    let later = right.flipped(axis: 1).cumulativeSum(axis: 1).flipped(axis: 1)
      .narrowed(axis: 1, from: 1, count: experts - 1)
    return wrong * later.clamped(max: 1)
  }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    guard let routing = outputs.routing else {
      preconditionFailure("a routing loss for a network without a router")
    }
    let targets = Self.targets(outputs.logits, labels)
    let losses =
      targets * (-routing).softplus() * positiveWeight + (1 - targets) * routing.softplus()
    return LossValues(losses.mean(axis: 1))
  }

  public func validate() throws {
    try SettingsError.require("positiveWeight", positiveWeight, above: 0, to: 1_000_000)
  }

  public func validate(for inputs: LossInputs) throws {
    guard inputs.experts > 1 else {
      throw SettingsError(
        "", "a router chooses among experts; the model has \(inputs.experts)")
    }
    guard inputs.hasRouter else {
      throw SettingsError("", "routing needs a network with a router; this one has none")
    }
  }
}
