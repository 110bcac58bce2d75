public import Torch

/// Remix (Chou, Chang, Pan, Wei, Juan, ECCV Workshops 2020): mixup whose label goes to the rarer class of a pair
/// where that is safe.
///
/// Inputs are mixed with one λ ~ Beta(α, α) and one permutation a batch. The first label's share of a pair of
/// classes with n and n' samples is 0 where n / n' ≥ κ and λ < τ, 1 where n / n' ≤ 1 / κ and 1 − λ < τ, and λ
/// otherwise.
public struct Remix: Mixing {
  public static let name = "remix"
  public static let summary = "mixup whose label goes to the rarer of two classes"

  /// α of the Beta distribution, in [0.01, 1000].
  public var alpha = 1.0
  /// κ, how many times larger a class has to be, in [1, 1,000,000,000]; above the imbalance factor it is mixup.
  public var kappa = 3.0
  /// τ, the input's share below which a class may lose its label, in [0, 1]; 0 is mixup.
  public var tau = 0.5

  public init() {}

  public init(alpha: Double = 1, kappa: Double = 3, tau: Double = 0.5) {
    self.alpha = alpha
    self.kappa = kappa
    self.tau = tau
  }

  /// The first label's share in [0, 1], of a pair of classes with `own` and `other` samples.
  public func labelShare(own: Int, other: Int, inputShare: Double) -> Double {
    let ratio = Double(own) / Double(other)
    if ratio >= kappa, inputShare < tau { return 0 }
    if ratio <= 1 / kappa, 1 - inputShare < tau { return 1 }
    return inputShare
  }

  public func callAsFunction(
    _ batch: StreamBatch, _ context: MixingContext, using random: inout CounterBasedGenerator
  ) -> MixedBatch {
    let (inputs, labels) = (batch.inputs, batch.labels)
    let lambda = random.beta(alpha, alpha)
    let order = Tensor(random.permutation(of: labels.count), device: inputs.device)
    let otherLabels = labels.indexSelected(axis: 0, order)
    let counts = Tensor(context.classCounts.map(Double.init), device: inputs.device)
    let ratios =
      counts.indexSelected(axis: 0, labels) / counts.indexSelected(axis: 0, otherLabels)
    var shares = Tensor.full(ratios.shape, lambda, dtype: .float64, device: inputs.device)
    // The rules of ``labelShare(own:other:inputShare:)`` for a whole batch; the first one decides.
    if 1 - lambda < tau { shares = shares.maskedFill(ratios.lessOrEqual(to: 1 / kappa), 1) }
    if lambda < tau { shares = shares.maskedFill(ratios.greaterOrEqual(to: kappa), 0) }
    return MixedBatch(
      inputs: inputs * lambda + inputs.indexSelected(axis: 0, order) * (1 - lambda),
      targets: [(labels, .perSample(shares)), (otherLabels, .perSample(1 - shares))])
  }

  public func validate() throws {
    try SettingsError.require("alpha", alpha, from: 0.01, to: 1000)
    try SettingsError.require("kappa", kappa, from: 1, to: 1e9)
    try SettingsError.require("tau", tau, from: 0, to: 1)
  }
}
