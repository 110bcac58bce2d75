import Torch

/// Features are drawn to a centre of their class, which follows them (Wen, Zhang, Li, Qiao, ECCV 2016, eqs 2 and 4):
/// `λ/2 ‖f − c_y‖²`, added to a loss that keeps the classes apart.
///
/// Centres begin at 0. After each step `c_j ← c_j − α Σ_{i: y_i = j} (c_j − f_i) / (1 + n_j)`, n_j being the samples
/// of class j in the batch: rare classes move as far per sample as frequent ones.
public struct CenterLoss: ObjectiveSettings {
  public static let name = "center"
  public static let summary = "features are drawn to a centre of their class that follows them"

  /// λ, in (0, 1000]; the paper's for faces.
  public var weight = 0.003
  /// α, in [0, 1]; 0 keeps the centres where they are.
  public var rate = 0.5

  public init() {}

  public init(weight: Double = 0.003, rate: Double = 0.5) {
    self.weight = weight
    self.rate = rate
  }

  public func make(for site: StageSite) -> any Objective { CenterObjective(self, for: site) }

  public func validate() throws {
    try SettingsError.require("weight", weight, above: 0, to: 1000)
    try SettingsError.require("rate", rate, from: 0, to: 1)
  }

  public func validate(for inputs: LossInputs) throws {
    guard !inputs.mixes else {
      throw SettingsError(
        "", "the stage mixes samples, and a mixed one has no centre of its own; set mixing=none")
    }
  }
}

/// The centres at work.
private final class CenterObjective: Objective {
  private let settings: CenterLoss
  /// `[classes, width]`
  private let centers: Tensor

  init(_ settings: CenterLoss, for site: StageSite) {
    self.settings = settings
    centers = site.root.buffer("centers", [site.classes, site.model.featureWidth], fill: 0)
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    let distances = offsets(step).square().sum(axis: 1)
    let weighted = step.weighted(distances * (settings.weight / 2), labels: step.labels)
    return LossValues(weighted, parts: [("center", weighted.detached())])
  }

  /// `f − c_y`, `[batch, width]`.
  private func offsets(_ step: ObjectiveStep) -> Tensor {
    let features = step.outputs[0].meanFeatures
    return features - centers.indexSelected(axis: 0, step.labels).to(features.dtype)
  }

  func finish(_ step: ObjectiveStep) {
    let offsets = offsets(step).to(centers.dtype)
    let members = step.labels.oneHot(classes: centers.shape[0]).to(centers.dtype).transposed(0, 1)
    let counts = members.sum(axis: 1, keepingAxis: true)
    centers.addInPlace(members.matmul(offsets) / (counts + 1), factor: settings.rate)
  }
}
