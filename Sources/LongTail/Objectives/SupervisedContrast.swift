import Torch

/// Supervised contrast (Khosla et al., NeurIPS 2020, eq. 2, `L_out`): samples of a class are drawn together on
/// the unit sphere behind a projection head, in two views; added to a loss it shapes the features for it.
///
/// The two views are the last two of the stage. For each anchor z with positives P and all others A:
/// `−1/|P| Σ_{p ∈ P} log (exp(z·z_p / τ) / Σ_{a ∈ A} exp(z·z_a / τ))`.
///
/// With a queue, the keys come from the stage's momentum copy and a slow copy of the projection head, and the
/// last `queue` keys with their labels stand beside the batch's (He et al., CVPR 2020: MoCo; its update order).
public struct SupervisedContrast: ObjectiveSettings {
  public static let name = "supervised-contrast"
  public static let summary = "samples of a class are drawn together in two views"

  /// Factor of the whole, in (0, 1000].
  public var weight = 1.0
  /// τ, in [0.001, 1000].
  public var temperature = 0.1
  /// Width of the projection head's answer, 1 … 65,536.
  public var dimension = 128
  /// Keys that are remembered, 0 … 1,000,000; 0 contrasts within the batch.
  public var queue = 0

  public init() {}

  public init(
    weight: Double = 1, temperature: Double = 0.1, dimension: Int = 128, queue: Int = 0
  ) {
    self.weight = weight
    self.temperature = temperature
    self.dimension = dimension
    self.queue = queue
  }

  public var views: ClosedRange<Int> { 2...3 }
  public var companionViews: Int { queue > 0 ? 1 : 0 }
  public var companions: [String] { queue > 0 ? [MomentumCopy.name] : [] }

  public func make(for site: StageSite) -> any Objective {
    ContrastObjective(self, for: site)
  }

  public func validate() throws {
    try SettingsError.require("weight", weight, above: 0, to: 1000)
    try SettingsError.require("temperature", temperature, from: 0.001, to: 1000)
    try SettingsError.require("dimension", dimension, in: 1...65_536)
    try SettingsError.require("queue", queue, in: 0...1_000_000)
  }

  public func validate(for inputs: LossInputs) throws {
    guard !inputs.mixes || inputs.views == 3 else {
      throw SettingsError(
        "",
        "the stage mixes its first view, which \(Self.name) compares; give it two more views that stay "
          + "unmixed: views=[{augmentations: […]}, {augmentations: […]}], or mixing=none")
    }
    guard queue == 0 || inputs.hasMomentumCopy else {
      throw SettingsError(
        "queue", "\(queue) keys of a slow copy need one: companions=[momentum]; or queue=0")
    }
  }
}

/// Contrast at work: its projection head, and with a queue the head's slow copy and the keys.
private final class ContrastObjective: Objective {
  private let settings: SupervisedContrast
  private let head: ProjectionHead
  private let memory: KeyMemory?
  private var latest: (keys: Tensor, progress: StageProgress)?

  init(_ settings: SupervisedContrast, for site: StageSite) {
    self.settings = settings
    let width = site.model.featureWidth
    head = ProjectionHead(width, settings.dimension, at: site.root / "projection")
    memory =
      settings.queue > 0
      ? KeyMemory(
        capacity: settings.queue, head: head, width: width, momentum: site.momentum ?? 0,
        at: site.root) : nil
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    let values: Tensor
    if let memory {
      guard let query = step.outputs.last else { preconditionFailure("no view") }
      let keys = keys(of: step, memory)
      values = contrast(
        head(query.meanFeatures), labels: step.labels,
        with: Tensor.concatenated([keys, memory.keys.to(keys.dtype)], axis: 0),
        labels: Tensor.concatenated([step.labels, memory.labels], axis: 0))
    } else {
      let both = step.outputs.suffix(2).map { head($0.meanFeatures) }
      values = contrastWithinBatch(both[0], both[1], labels: step.labels)
    }
    let weighted = step.weighted(values * settings.weight, labels: step.labels)
    return LossValues(weighted, parts: [("contrast", weighted.detached())])
  }

  /// The keys of a step, which stay the same when it is asked for a second gradient.
  private func keys(of step: ObjectiveStep, _ memory: KeyMemory) -> Tensor {
    if let latest, latest.progress == step.progress { return latest.keys }
    guard let copy = step.companions.momentumCopy, let view = step.streams[0].views.last else {
      preconditionFailure("a queue without a slow copy of the network")
    }
    let keys = withoutGradients {
      memory.followHead()
      return memory.head(copy.outputs(view).meanFeatures).detached()
    }
    latest = (keys, step.progress)
    return keys
  }

  func finish(_ step: ObjectiveStep) {
    guard let memory, let latest else { return }
    memory.add(latest.keys, labels: step.labels)
    self.latest = nil
  }

  /// Each anchor against the batch's other anchors in both views, the mean of its two: `[batch]`.
  private func contrastWithinBatch(_ first: Tensor, _ second: Tensor, labels: Tensor) -> Tensor {
    let all = Tensor.concatenated([first, second], axis: 0)
    let allLabels = Tensor.concatenated([labels, labels], axis: 0)
    let count = all.shape[0]
    let places = Tensor.arange(count, device: all.device)
    let isSelf = places.unsqueezed(axis: 1).equal(to: places.unsqueezed(axis: 0))
    let values = contrast(all, labels: allLabels, with: all, labels: allLabels, excluding: isSelf)
    return values.reshaped([2, count / 2]).mean(axis: 0)
  }

  /// `−1/|P| Σ_p log softmax_a(z·a / τ)[p]` of each anchor, `[anchors]`, among `others`; those with the label
  /// −1 or in `excluding` `[anchors, others]` take no part.
  private func contrast(
    _ anchors: Tensor, labels: Tensor, with others: Tensor, labels otherLabels: Tensor,
    excluding: Tensor? = nil
  ) -> Tensor {
    let scores = anchors.matmul(others.transposed(0, 1)) / settings.temperature
    let columns = otherLabels.unsqueezed(axis: 0)
    let isEmpty = columns.less(than: 0).expanded(to: scores.shape)
    let absent = excluding.map { isEmpty.logicalOr($0) } ?? isEmpty
    let logarithms = scores.maskedFill(absent, -.infinity).logSoftmax(axis: 1)
    let isPositive = labels.unsqueezed(axis: 1).equal(to: columns)
      .logicalAnd(absent.logicalNot())
    let positives = isPositive.to(scores.dtype)
    // −∞ times 0 would be no number.
    let sums = logarithms.maskedFill(isPositive.logicalNot(), 0).sum(axis: 1)
    return -(sums / positives.sum(axis: 1).clamped(min: 1))
  }
}
