import Torch

/// Another loss, in which samples count the less, the surer the network was of them when the stage began (Li, Chen, Yu,
/// Chen, Shen, CVPR 2024: SURE's second stage): with c the largest probability that the stage's first weights give a
/// sample, `w = exp(−c)`, brought to a mean of 1 in the batch and then kept within [0.0001, 1],
///
///     mean of w · L(z, y)
///
/// The companion ``InitialCopy`` answers, in inference, to the samples as the step shows them before mixing; the
/// authors' code asks once, about one draw of the augmentations. c is that of whatever class is most probable, not
/// that of the label.
public struct ConfidenceWeighting: ObjectiveSettings {
  public static let name = "confidence-weighted"
  public static let summary = "another loss, in which samples count less that were sure before"
  public static let nested: [String: any Catalog.Type] = ["labelLoss": Losses.self]

  /// How a sample's weight comes from its confidence c.
  public enum Form: String, Sendable, CaseIterable {
    /// exp(−c)
    case exponential
    /// 1 − c
    case linear
    /// (1 − c)²
    case square
    /// 1 − c where c < ½, and 0 elsewhere
    case threshold
  }

  /// How a sample's weight comes from its confidence; exp(−c) by default.
  public var form = Form.exponential
  /// L, a formula of the labels.
  public var labelLoss = Chosen<Losses>(CrossEntropy())

  public init() {}

  public init(form: Form, labelLoss: some LossFunction = CrossEntropy()) {
    self.form = form
    self.labelLoss = Chosen(labelLoss)
  }

  public var priorExponent: Double { labelLoss.formula.priorExponent }
  public var companions: [String] { [InitialCopy.name] }

  public func make(for site: StageSite) -> any Objective {
    ConfidenceObjective(self, labelLoss.formula.make(for: site.at(site.root / "labelLoss")))
  }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.labelLoss = labelLoss.scaledFormula(from: published, to: epochs)
    return copy
  }

  /// What the samples of a batch count, `[batch]`, each in [0.0001, 1], for the first weights' logits
  /// `[batch, classes]`.
  func weights(_ logits: Tensor) -> Tensor {
    let confidences = logits.to(.float64).softmax(axis: 1).max(axis: 1).values
    let rest = 1 - confidences
    let raw =
      switch form {
      case .exponential: (-confidences).exp()
      case .linear: rest
      case .square: rest.square()
      case .threshold: rest * confidences.less(than: 0.5).to(.float64)
      }
    // Where all are 0, so is the mean, and none is above another.
    return (raw / raw.mean().clamped(min: Double.leastNormalMagnitude)).clamped(min: 1e-4, max: 1)
  }

  public func validate() throws {
    try labelLoss.requireFormula(at: "labelLoss")
  }

  public func validate(for inputs: LossInputs) throws {
    try within("labelLoss") { try labelLoss.formula.validate(for: inputs) }
  }
}

/// The weighted loss at work.
private final class ConfidenceObjective: Objective {
  private let settings: ConfidenceWeighting
  private let base: any Objective

  init(_ settings: ConfidenceWeighting, _ base: any Objective) {
    self.settings = settings
    self.base = base
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    guard let copy = step.companions.initialCopy else {
      preconditionFailure("weights without the network that the stage began with")
    }
    let weights = withoutGradients {
      settings.weights(copy.outputs(step.streams[0].inputs).combinedLogits)
    }
    let own = base.loss(step)
    func weighted(_ values: Tensor) -> Tensor { values * weights.to(values.dtype) }
    return LossValues(
      weighted(own.perSample), parts: own.parts.map { ($0.name, weighted($0.perSample)) })
  }

  func finish(_ step: ObjectiveStep) { base.finish(step) }
}

extension ConfidenceWeighting.Form: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "form of confidence weights")
  }
}
