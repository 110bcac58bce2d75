import Calibration
import Torch

/// Another loss of what one expert answers, and the softened answers of the network that the stage before left (Li, Wang,
/// Wu, ICCV 2021: SSD, section 3.3): `L(z^h, y) + w τ² KL(softmax(t / τ) ‖ softmax(z^s / τ))`.
///
/// z^h and z^s are the logits of two of the network's experts, which may be the same, and t those that the expert s had
/// before parts of the network were drawn anew. The companion ``InitialCopy`` gives them, in inference, of the samples as
/// the network sees them.
public struct FormerDistillation: ObjectiveSettings {
  public static let name = "former-distillation"
  public static let summary =
    "another loss, and the softened answers of the network that the stage before left"
  public static let nested: [String: any Catalog.Type] = ["labelLoss": Losses.self]

  /// L, a formula of the labels.
  public var labelLoss = Chosen<Losses>(CrossEntropy())
  /// h, the expert that labels are compared with, from 0.
  public var hard = 0
  /// s, the expert that the former network is compared with, from 0.
  public var soft = 0
  /// w, in [0, 1000].
  public var weight = 1.0
  /// τ, in [0.01, 1000].
  public var temperature = 2.0

  public init() {}

  /// Two experts, for labels and for the former network's answers.
  public init(
    hard: Int, soft: Int, _ labelLoss: some LossFunction = CrossEntropy(), weight: Double = 1,
    temperature: Double = 2
  ) {
    self.labelLoss = Chosen(labelLoss)
    self.hard = hard
    self.soft = soft
    self.weight = weight
    self.temperature = temperature
  }

  public var priorExponent: Double { labelLoss.formula.priorExponent }
  public var companions: [String] { [InitialCopy.name] }

  public func make(for site: StageSite) -> any Objective { FormerDistillationObjective(self) }

  /// `w τ² KL`, `[batch]`, of the logits t and z^s, `[batch, classes]` each.
  func distillation(_ former: Tensor, _ own: Tensor) -> Tensor {
    func logarithms(_ logits: Tensor) -> Tensor {
      (logits / temperature).logSoftmax(axis: 1).unsqueezed(axis: 1)
    }
    return divergence(from: logarithms(former.to(own.dtype).detached()), to: logarithms(own))
      * (weight * temperature * temperature)
  }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.labelLoss = labelLoss.scaledFormula(from: published, to: epochs)
    return copy
  }

  public func validate() throws {
    try labelLoss.requireFormula(at: "labelLoss")
    try SettingsError.require("hard", hard, in: 0...99)
    try SettingsError.require("soft", soft, in: 0...99)
    try SettingsError.require("weight", weight, from: 0, to: 1000)
    try SettingsError.require("temperature", temperature, from: 0.01, to: 1000)
  }

  public func validate(for inputs: LossInputs) throws {
    for (key, expert) in [("hard", hard), ("soft", soft)] {
      try ExpertChoice.require(key, expert, of: inputs.experts)
    }
    try within("labelLoss") {
      try labelLoss.formula.validate(for: inputs.ofOneExpert)
    }
  }
}

/// The loss at work.
private final class FormerDistillationObjective: Objective {
  private let settings: FormerDistillation
  private let labelLoss: ExpertChoice

  init(_ settings: FormerDistillation) {
    self.settings = settings
    var choice = ExpertChoice()
    choice.expert = settings.hard
    choice.labelLoss = settings.labelLoss
    labelLoss = choice
  }

  func loss(_ step: ObjectiveStep) -> LossValues {
    guard let former = step.companions.initialCopy else {
      preconditionFailure("distillation without the former network")
    }
    let (outputs, batch) = (step.outputs[0], step.batches[0])
    func soft(_ outputs: ExpertOutputs) -> Tensor {
      outputs.logits.selected(axis: 1, at: settings.soft)
    }
    let distilled =
      settings.weight > 0
      ? settings.distillation(soft(former.outputs(batch.inputs)), soft(outputs)) : nil
    func sum(_ values: (Tensor) -> Tensor) -> Tensor {
      let parts = batch.targets.map { target in
        step.weighted(target.weight.scaling(values(target.labels)), labels: target.labels)
      }
      return parts.dropFirst().reduce(parts[0], +)
    }
    let labels = sum { labelLoss(outputs, $0, step.context()).perSample }
    guard let distilled else { return LossValues(labels) }
    let distillation = sum { _ in distilled }
    return LossValues(
      labels + distillation,
      parts: [("labels", labels.detached()), ("distillation", distillation.detached())])
  }
}
