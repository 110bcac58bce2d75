import Torch

/// A loss of mixed-up samples beside that of clean ones (Pinto, Yang, Lim, Torr, Dokania, NeurIPS 2022, eq. 4): the
/// network sees the batch once more, as `x̃ = λ x + (1 − λ) x_P`, and
///
///     w · (λ · L(z̃, y) + (1 − λ) · L(z̃, y_P)),   λ ~ Beta(α, α)
///
/// is added to the loss of the batch as it is. α is large, so that λ is near ½: mixed samples lie far from clean ones.
/// One λ and one permutation a step, which are the same when an optimizer asks the step for a second gradient. Clean
/// and mixed samples go through the network one after the other, as in the code of SURE; that of RegMixup puts them
/// into one batch, and takes the mean of both halves.
public struct RegMixup: ObjectiveSettings {
  public static let name = "regmixup"
  public static let summary =
    "a loss of the batch mixed with itself, beside that of the clean batch"
  public static let nested: [String: any Catalog.Type] = ["labelLoss": Losses.self]

  /// α of the Beta distribution, in [0.01, 1000].
  public var alpha = 10.0
  /// w, in (0, 1000].
  public var weight = 1.0
  /// L, a formula of the labels.
  public var labelLoss = Chosen<Losses>(CrossEntropy())

  public init() {}

  public init(
    alpha: Double = 10, weight: Double = 1, labelLoss: some LossFunction = CrossEntropy()
  ) {
    self.alpha = alpha
    self.weight = weight
    self.labelLoss = Chosen(labelLoss)
  }

  public var priorExponent: Double { labelLoss.formula.priorExponent }
  public var furtherPasses: Int { 1 }

  public func make(for site: StageSite) -> any Objective {
    RegMixupObjective(self, seed: site.seed)
  }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.labelLoss = labelLoss.scaledFormula(from: published, to: epochs)
    return copy
  }

  /// The loss of a mixed batch, about which the step's network is asked: `[batch]`, in nats.
  func values(_ mixed: MixedBatch, _ step: ObjectiveStep) -> Tensor {
    let outputs = step.outputs(of: mixed.inputs)
    let terms = mixed.targets.map { target in
      let own = labelLoss.formula(outputs, target.labels, step.context()).perSample
      return step.weighted(target.weight.scaling(own), labels: target.labels)
    }
    guard let first = terms.first else { preconditionFailure("a mixed batch without labels") }
    return terms.dropFirst().reduce(first, +) * weight
  }

  public func validate() throws {
    try SettingsError.require("alpha", alpha, from: 0.01, to: 1000)
    try SettingsError.require("weight", weight, above: 0, to: 1000)
    try labelLoss.requireFormula(at: "labelLoss")
  }

  public func validate(for inputs: LossInputs) throws {
    try within("labelLoss") { try labelLoss.formula.validate(for: inputs) }
  }
}

/// The regulariser at work: what it draws follows from the seed and the step.
private final class RegMixupObjective: Objective {
  private let settings: RegMixup
  private let seed: UInt64

  init(_ settings: RegMixup, seed: UInt64) {
    self.settings = settings
    self.seed = seed
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    var random = CounterBasedGenerator(
      seed: seed, stream: RandomPurpose.regularizer.rawValue, UInt64(step.progress.epoch),
      UInt64(step.progress.step))
    let mixed = Mixup(alpha: settings.alpha)(
      step.streams[0], MixingContext(classCounts: step.classCounts, progress: step.progress),
      using: &random)
    let values = settings.values(mixed, step)
    return LossValues(values, parts: [("regmixup", values.detached())])
  }
}
