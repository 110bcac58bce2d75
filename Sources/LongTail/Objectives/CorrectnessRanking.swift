import Torch

/// Confidences are to be ordered as samples are learned (Moon, Kim, Shin, Hwang, ICML 2020, eq. 2: CRL): with `k_i` how
/// often sample i was answered rightly so far, `r_i = (k_i − min k) / (K − min k)` in [0, 1], the confidence `c_i` the
/// largest probability of its softmax, and each sample of a batch beside the next one j (the last beside the first),
///
///     w · max(0, −s · (c_i − c_j − |r_i − r_j| / (s + 1e−7))),   s = sign(r_i − r_j)
///
/// K, the most that there may have been, is the number of epochs before this one, and at least 1. A step's answers
/// count once its weights have moved. The counts are those of the network's own answers to clean samples, so the stage
/// must not mix; ``RegMixup`` beside it does not count as mixing.
public struct CorrectnessRanking: ObjectiveSettings {
  public static let name = "correctness-ranking"
  public static let summary = "confidences are ordered by how often samples were answered rightly"

  /// w, in (0, 1000].
  public var weight = 1.0

  public init() {}

  public init(weight: Double) {
    self.weight = weight
  }

  public func make(for site: StageSite) -> any Objective { RankingObjective(self, for: site) }

  /// The loss of each sample beside the next one, `[batch]`, of logits `[batch, classes]` and the samples' r as
  /// `shares`, `[batch]`, in [0, 1].
  func values(_ logits: Tensor, shares: Tensor) -> Tensor {
    let confidences = logits.softmax(axis: 1).max(axis: 1).values
    let shares = shares.to(logits.dtype)
    let apart = shares - next(shares)
    let order = apart.sign()
    let margins = apart.abs() / (order + 1e-7)
    return (-(order * (confidences - next(confidences) - margins))).relu() * weight
  }

  /// Each value's neighbour, the first being the last one's: `[batch]`.
  private func next(_ values: Tensor) -> Tensor {
    let count = values.count
    return Tensor.concatenated(
      [
        values.narrowed(axis: 0, from: 1, count: count - 1),
        values.narrowed(axis: 0, from: 0, count: 1),
      ], axis: 0)
  }

  public func validate() throws {
    try SettingsError.require("weight", weight, above: 0, to: 1000)
  }

  public func validate(for inputs: LossInputs) throws {
    guard !inputs.mixes else {
      throw SettingsError(
        "", "the stage mixes samples, and a mixed one is not answered rightly; set mixing=none")
    }
  }
}

/// The counts at work.
private final class RankingObjective: Objective {
  private let settings: CorrectnessRanking
  /// k of each sample of the training part, `[samples]`.
  private let counts: Tensor

  init(_ settings: CorrectnessRanking, for site: StageSite) {
    self.settings = settings
    counts = site.root.buffer(
      "rightAnswers", [site.classCounts.reduce(0, +)], fill: 0, dtype: .float64)
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    let least = counts.min()
    let most = Double(max(1, step.progress.epoch))
    let own = counts.indexSelected(axis: 0, positions(step))
    // A sampler that shows a sample more than once an epoch can pass K, and where all samples have K answers none
    // differs.
    let shares = ((own - least) / (most - least).clamped(min: 1e-12)).clamped(max: 1)
    let values = step.weighted(
      settings.values(step.outputs[0].combinedLogits, shares: shares), labels: step.labels)
    return LossValues(values, parts: [("ranking", values.detached())])
  }

  func finish(_ step: ObjectiveStep) {
    let answers = step.outputs[0].combinedLogits.detached().argMax(axis: 1)
    let right = answers.equal(to: step.labels).to(.float64)
    counts.assignInPlace(
      counts.detached().scatteredAdding(axis: 0, indices: positions(step), values: right))
  }

  private func positions(_ step: ObjectiveStep) -> Tensor {
    Tensor(step.streams[0].positions, device: step.device)
  }
}
