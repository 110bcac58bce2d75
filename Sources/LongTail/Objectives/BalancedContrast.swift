import Torch

/// Logit adjustment, and supervised contrast in which classes count alike and each is always present (Zhu, Wang,
/// Chen, Chen, Jiang, CVPR 2022: BCL, eqs 5 to 9): `a CE(z + log π, y) + b L_BCL`.
///
/// The first view of a batch is classified, the second and third are compared. Among their features on the unit
/// sphere and a prototype of each class, made of the classifier's own weights by a head of its own,
///
///     L_i = −1/|P_i| Σ_{p ∈ P_i} log (exp(f_i·u_p / τ) / Σ_{j ≠ i} exp(f_i·u_j / τ) / (N_{y_j} − [y_j = y_i]))
///
/// with P_i all others of the class of i and N_c how many there are of class c. Each sample has the mean of its two
/// views' values.
public struct BalancedContrast: AdjustedContrast {
  public static let name = "balanced-contrast"
  public static let summary =
    "logit adjustment, and contrast of two more views in which classes count alike"

  /// a, in [0, 1000]; 0 makes it an addition to another loss.
  public var labelWeight = 1.0
  /// b, in (0, 1000].
  public var weight = 0.6
  /// τ, in [0.001, 1000].
  public var temperature = 0.1
  /// Width of the projection heads' hidden layer, 1 … 65,536.
  public var hidden = 512
  /// Width of the projection heads' answer, likewise.
  public var dimension = 128

  public init() {}

  public init(
    labelWeight: Double = 1, weight: Double = 0.6, temperature: Double = 0.1, hidden: Int = 512,
    dimension: Int = 128
  ) {
    self.labelWeight = labelWeight
    self.weight = weight
    self.temperature = temperature
    self.hidden = hidden
    self.dimension = dimension
  }

  static let dimensions = 1...65_536

  public func make(for site: StageSite) -> any Objective {
    BalancedContrastObjective(self, for: site)
  }

  public func validate(for inputs: LossInputs) throws {
    guard inputs.hasClassWeights else {
      throw SettingsError(
        "",
        "\(Self.name) makes prototypes of the class weights of a single network; expected model.experts=1 and a "
          + "classifier with a weight for each class and feature, such as linear or cosine")
    }
  }

  /// `L_i` of each anchor.
  /// - Parameters:
  ///   - features: `[anchors, dimension]` of the samples in both views.
  ///   - labels: `[anchors]`.
  ///   - prototypes: `[classes, dimension]`.
  /// - Returns: `[anchors]`.
  func contrast(_ features: Tensor, labels: Tensor, prototypes: Tensor) -> Tensor {
    let (count, classes) = (features.shape[0], prototypes.shape[0])
    let all = Tensor.concatenated([features, prototypes], axis: 0)
    let scores = features.matmul(all.transposed(0, 1)) / temperature
    let own = labels.oneHot(classes: classes).to(scores.dtype)
    let sizes = own.sum(axis: 0) + 1
    let allLabels = Tensor.concatenated(
      [labels, Tensor.arange(classes, device: labels.device)], axis: 0)
    let places = Tensor.arange(count, device: labels.device).unsqueezed(axis: 1)
    let isSelf = places.equal(
      to: Tensor.arange(count + classes, device: labels.device).unsqueezed(axis: 0))
    let isPositive = labels.unsqueezed(axis: 1).equal(to: allLabels.unsqueezed(axis: 0))
      .logicalAnd(isSelf.logicalNot())
    let positives = isPositive.to(scores.dtype)
    // What shares a class is one fewer for the anchor, which is not compared with itself.
    let members = sizes.indexSelected(axis: 0, allLabels).unsqueezed(axis: 0) - positives
    let sum = (scores - members.log()).maskedFill(isSelf, -.infinity)
      .logSumExp(axis: 1, keepingAxis: true)
    return -((scores - sum) * positives).sum(axis: 1) / positives.sum(axis: 1)
  }
}

/// The loss at work, with the heads of samples and of prototypes.
private final class BalancedContrastObjective: Objective {
  private let settings: BalancedContrast
  private let model: ExpertModel
  private let samples: PerceptronHead
  private let centers: PerceptronHead
  /// log π, `[classes]`
  private let prior: Tensor

  init(_ settings: BalancedContrast, for site: StageSite) {
    self.settings = settings
    model = site.model
    let widths = [site.model.featureWidth, settings.hidden, settings.dimension]
    samples = PerceptronHead(widths, normalizes: true, at: site.root / "projection")
    centers = PerceptronHead(widths, normalizes: true, at: site.root / "centers")
    prior = logarithmicPrior(site.classCounts, device: site.device)
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    guard let weights = model.classWeights else {
      preconditionFailure("prototypes without class weights")
    }
    let count = step.labels.count
    // One batch of all views, as in the authors' code: the head's batch norm sees them together.
    let features = samples(Tensor.concatenated(step.outputs.map(\.meanFeatures), axis: 0))
      .narrowed(axis: 0, from: count, count: 2 * count)
    let values = settings.contrast(
      features, labels: Tensor.concatenated([step.labels, step.labels], axis: 0),
      prototypes: centers(weights))
    let contrast = step.weighted(
      values.reshaped([2, count]).mean(axis: 0) * settings.weight,
      labels: step.labels)
    return settings.loss(contrast: contrast, prior: prior, step)
  }
}
