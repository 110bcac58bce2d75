import Torch

/// Features and the centroids of a memory are drawn to each other within a class, and pushed apart from other classes'
/// (Liu et al., CVPR 2019: OLTR, supplement): `λ (½ ‖h − M_y‖² + γ max(0, m − D))`, with D the mean over the batch and
/// all classes of the squared distances to the centroids of other classes, which stands in the value of each sample.
///
/// As in the authors' code, a centroid's step towards its n samples of the batch is divided by 1 + n, as that of
/// ``CenterLoss`` is. For a `memory` classifier, whose centroids train with the stage: what multiplies their rate is a
/// rule's for `classifier.centroids`.
public struct DiscriminativeCentroids: ObjectiveSettings {
  public static let name = "discriminative-centroids"
  public static let summary =
    "features and a memory's centroids draw near within a class, and apart between classes"

  /// λ, in (0, 1000].
  public var weight = 0.01
  /// γ, in [0, 1000].
  public var repulsion = 0.01
  /// m, a squared distance, in [0, 1,000,000,000].
  public var margin = 10.0

  public init() {}

  public init(weight: Double = 0.01, repulsion: Double = 0.01, margin: Double = 10) {
    self.weight = weight
    self.repulsion = repulsion
    self.margin = margin
  }

  public func make(for site: StageSite) -> any Objective {
    DiscriminativeCentroidsObjective(self, for: site)
  }

  /// The loss of each sample, `[batch]`, of features `[batch, width]` and centroids `[classes, width]`.
  func values(_ features: Tensor, _ labels: Tensor, _ centroids: Tensor) -> Tensor {
    let own = centroids.indexSelected(axis: 0, labels)
    let classes = centroids.shape[0]
    let members = labels.oneHot(classes: classes).to(features.dtype)
    let attracting = (features - own.detached()).square().sum(axis: 1)
    // The centroids' part of the gradient is smaller than the features'; its value is in the features' part already.
    let counts = members.sum(axis: 0).indexSelected(axis: 0, labels) + 1
    let moving = (own - features.detached()).square().sum(axis: 1) / counts
    let near = (attracting + moving - moving.detached()) * 0.5
    let distances =
      features.square().sum(axis: 1, keepingAxis: true)
      + centroids.square().sum(axis: 1) - features.matmul(centroids.transposed(0, 1)) * 2
    let apart = (margin - (distances * (1 - members)).mean()).relu()
    return (near + apart * repulsion) * weight
  }

  public func validate() throws {
    try SettingsError.require("weight", weight, above: 0, to: 1000)
    try SettingsError.require("repulsion", repulsion, from: 0, to: 1000)
    try SettingsError.require("margin", margin, from: 0, to: 1e9)
  }

  public func validate(for inputs: LossInputs) throws {
    guard !inputs.mixes else {
      throw SettingsError(
        "", "the stage mixes samples, and a mixed one has no centroid of its own; set mixing=none")
    }
    guard inputs.classifierParts.contains("centroids"), inputs.experts == 1 else {
      throw SettingsError(
        "", "the classifier has no centroids; expected one expert and model.classifier=memory")
    }
  }
}

/// The loss at work on a classifier's own centroids.
private final class DiscriminativeCentroidsObjective: Objective {
  private let settings: DiscriminativeCentroids
  private let centroids: Tensor

  init(_ settings: DiscriminativeCentroids, for site: StageSite) {
    self.settings = settings
    let own = site.model.store.parameters.first { $0.name == "classifier.centroids" }
    guard let own else { preconditionFailure("a classifier without centroids") }
    centroids = own.tensor
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    let features = step.outputs[0].meanFeatures.to(centroids.dtype)
    let values = step.weighted(
      settings.values(features, step.labels, centroids), labels: step.labels)
    return LossValues(values, parts: [("centroids", values.detached())])
  }
}
