import Foundation
import Torch

/// Experts for different class priors, each of which also teaches itself between two views (Zhao, Jiang, Hu, Fang, Liu,
/// ICCV 2023: MDCS, eqs 3 to 8): with `x^m = z^m + k_m log n`,
///
///     Σ_m [½ (CE(x^m_1, y) + CE(x^m_2, y)) + w r mean_{i ∈ R_m} KL(x^m_1,i ‖ x^m_2,i)]
///
/// where the first view is the weakly augmented one, R_m are the batch's samples whose first view expert m classifies
/// rightly, KL is between softmaxes without a gradient through the first, and r rises to 1 over the first epochs.
public struct DiversityConsistency: ObjectiveSettings {
  public static let name = "diversity-consistency"
  public static let summary =
    "experts for different class priors that teach themselves between two views"

  /// k of each expert, in [−10, 10]: −1 makes the frequent classes' softmax sharper still, 1 aims at the uniform prior.
  public var powers = [-0.5, 1, 2.5]
  /// w, in [0, 1000].
  public var weight = 0.6
  /// Epochs over which r rises, 1 … 1,000,000: r = min((e + 1) / ramp, 1) in the 0-based epoch e.
  public var ramp = 20

  public init() {}

  public init(powers: [Double] = [-0.5, 1, 2.5], weight: Double = 0.6, ramp: Int = 20) {
    self.powers = powers
    self.weight = weight
    self.ramp = ramp
  }

  public var views: ClosedRange<Int> { 2...2 }
  /// The mean of the experts' logits stands for the mean of their powers.
  public var priorExponent: Double {
    1 - powers.reduce(0, +) / Double(max(1, powers.count))
  }

  /// ∝ π^(1 − k).
  public func expertPriors(classCounts: [Int], experts: Int) -> [[Double]]? {
    ExpertLogitAdjustment(strengths: powers).expertPriors(
      classCounts: classCounts, experts: experts)
  }

  public func make(for site: StageSite) -> any Objective {
    DiversityConsistencyObjective(self, for: site)
  }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.ramp = max(1, scaledEpoch(ramp, from: published, to: epochs))
    return copy
  }

  public func validate() throws {
    for (index, power) in powers.enumerated() {
      try SettingsError.require("powers.\(index)", power, from: -10, to: 10)
    }
    try SettingsError.require("weight", weight, from: 0, to: 1000)
    try SettingsError.require("ramp", ramp, in: StageLimits.epochs)
  }

  public func validate(for inputs: LossInputs) throws {
    guard powers.count == inputs.experts else {
      throw SettingsError(
        "powers", "\(powers.count) powers for \(inputs.experts) experts; expected one for each")
    }
    guard !inputs.mixes else {
      throw SettingsError(
        "", "the stage mixes its first view, which \(Self.name) compares; set mixing=none")
    }
  }
}

/// The loss at work.
private final class DiversityConsistencyObjective: Objective {
  private let settings: DiversityConsistency
  /// k log n, `[experts, classes]`
  private let offsets: Tensor

  init(_ settings: DiversityConsistency, for site: StageSite) {
    self.settings = settings
    let logarithms = site.classCounts.map { log(Double($0)) }
    offsets = Tensor(
      settings.powers.flatMap { power in logarithms.map { power * $0 } },
      shape: [settings.powers.count, site.classes], device: site.device)
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    let views = step.outputs.map { $0.logits + offsets.to($0.logits.dtype) }
    let labels = step.labels
    let losses = views.map { expertLogLosses($0, labels).sum(axis: 1) }
    let own = (losses[0] + losses[1]) / 2
    let teacher = views[0].detached().logSoftmax(axis: 2)
    let gaps = (teacher.exp() * (teacher - views[1].logSoftmax(axis: 2))).sum(axis: 2)
    // `[batch, experts]`: whether the expert is right about the first view.
    let isRight = teacher.argMax(axis: 2).equal(to: labels.unsqueezed(axis: 1)).to(gaps.dtype)
    // A mean over those that are right, as a share of each sample of the batch.
    let shares = isRight.sum(axis: 0, keepingAxis: true).clamped(min: 1) / Double(labels.count)
    let rise = min(Double(step.progress.epoch + 1) / Double(settings.ramp), 1)
    let consistency = (gaps * isRight / shares).sum(axis: 1) * (settings.weight * rise)
    func weighted(_ values: Tensor) -> Tensor { step.weighted(values, labels: labels) }
    return LossValues(
      weighted(own + consistency),
      parts: [
        ("labels", weighted(own.detached())), ("consistency", weighted(consistency.detached())),
      ])
  }
}
