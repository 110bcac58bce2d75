public import Calibration
import Foundation
public import Torch

/// Experts whose logits are evidence, later ones taught by the samples that the former leave unsure (Li, Han, Li, Fu,
/// Zhang, CVPR 2022: TLC, eqs 3 to 9): the sum over experts of the mean over the samples that engage expert m of
///
///     w_y LDAM(z^m, y) + e / T · KL(Dir(α̃) ‖ Dir(1)) − λ mean(t)² KL(p ‖ p^m)
///
/// α̃ is 1 in the sample's class and `exp(z^m) + 1` elsewhere; e counts epochs from 1, and `T = (r + a) / γ`, r being the
/// epoch of re-weighting. p^m and p are softmaxes of z^m and of the gated answer, through which no gradient flows, with
/// RIDE's temperatures t. A sample engages an expert if what is unsure before it, W, is at least τ times the largest W of
/// the batch. Logits above 60 count as 60 in α̃.
public struct EvidentialExperts: LossFunction {
  public static let name = "evidential-experts"
  public static let summary =
    "evidence with margins, and later experts for the samples that are still unsure"

  /// τ, in [0, 1).
  public var engagement = 0.54
  /// λ, in [0, 1000].
  public var diversity = 0.01
  /// γ, in (0, 1000]: how much a class's temperature depends on its size, and how soon evidence is held down.
  public var temperatureSlope = 0.05
  /// a, in epochs, 1 … 1,000,000.
  public var annealing = 500
  /// How the experts are weighed in the answer that they are pushed apart from.
  public var gate = EvidenceGate()
  /// Margin of the rarest class, as a cosine, in [0, 100].
  public var margin = 0.5
  /// Scale of the cosine classifier, in (0, 10000]; the classifier's own, where it is one.
  public var scale = 30.0
  /// r: 0-based epoch from which on classes are re-weighted and temperatures differ; never when `nil`.
  @OrNone public var reweightsFrom: Int? = 160
  /// β of the effective number, in [0, 1).
  public var beta = 0.9999

  public init() {}

  public init(
    engagement: Double = 0.54, diversity: Double = 0.01, annealing: Int = 500,
    gate: EvidenceGate = EvidenceGate(), reweightsFrom: Int? = 160
  ) {
    self.engagement = engagement
    self.diversity = diversity
    self.annealing = annealing
    self.gate = gate
    self.reweightsFrom = reweightsFrom
  }

  private var individual: LabelDistributionAwareMargin {
    LabelDistributionAwareMargin(
      margin: margin, scale: scale, reweightsFrom: reweightsFrom, beta: beta, experts: .sum)
  }

  private var diverse: DistributionAwareDiversity {
    DistributionAwareDiversity(
      diversity: diversity, temperatureSlope: temperatureSlope, form: .code,
      reweightsFrom: reweightsFrom)
  }

  public var priorExponent: Double { individual.priorExponent }
  public var isPerSample: Bool { false }

  /// `KL(Dir(α̃) ‖ Dir(1))`, `[batch, experts]`, of logits `[batch, experts, classes]`.
  func spuriousEvidence(_ logits: Tensor, isLabel: Tensor) -> Tensor {
    let classes = logits.shape[2]
    // No cosine times 30 comes near the bound; single precision tells no difference beyond it.
    let alpha = logits.clamped(max: 60).exp() * (-isLabel + 1) + 1
    let strength = alpha.sum(axis: 2, keepingAxis: true)
    let normalizers =
      strength.logGamma().squeezed(axis: 2) - lgamma(Double(classes))
      - alpha.logGamma().sum(axis: 2)
    return normalizers + ((alpha - 1) * (alpha.digamma() - strength.digamma())).sum(axis: 2)
  }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let dtype = outputs.logits.dtype
    func ofLabels(_ values: [Double]) -> Tensor {
      Tensor(values, device: context.device).to(dtype).indexSelected(axis: 0, labels)
        .reshaped([-1, 1])
    }
    let reweights = individual.reweights(context)
    let isLabel = labels.oneHot(classes: context.classes).unsqueezed(axis: 1).to(dtype)
    let shifts =
      ofLabels(individual.margins(classCounts: context.classCounts))
      .unsqueezed(axis: 2) * scale
    var own = expertLogLosses(outputs.logits - shifts * isLabel, labels)
    if reweights { own = own * ofLabels(individual.weights(classCounts: context.classCounts)) }
    let share =
      Double(context.epoch + 1) * temperatureSlope / Double((reweightsFrom ?? 0) + annealing)
    let spurious = spuriousEvidence(outputs.logits, isLabel: isLabel) * share
    let apart = divergence(outputs.logits, context, reweights: reweights) * -diversity
    let unsure = withoutGradients { ExpertEvidence(outputs.logits.detached()).engagement }
    let engages = unsure.greaterOrEqual(
      to: unsure.max(axis: 0, keepingAxis: true).values * engagement
    )
    .to(dtype)
    // The mean over the samples that engage an expert, as a mean over all.
    let counted = engages / engages.mean(axis: 0, keepingAxis: true)
    func summed(_ values: Tensor) -> Tensor { (values * counted).sum(axis: 1) }
    let parts = [
      ("labels", summed(own)), ("evidence", summed(spurious)), ("diversity", summed(apart)),
    ]
    return LossValues(
      parts.dropFirst().reduce(parts[0].1) { $0 + $1.1 },
      parts: parts.map { (name: $0.0, perSample: $0.1) })
  }

  /// `mean(t)² KL(p ‖ p^m)`, `[batch, experts]`.
  private func divergence(_ logits: Tensor, _ context: LossContext, reweights: Bool) -> Tensor {
    let temperatures =
      reweights
      ? diverse.temperatures(classCounts: context.classCounts)
      : [Double](repeating: 1, count: context.classes)
    let average = temperatures.reduce(0, +) / Double(temperatures.count)
    let divisors = Tensor(temperatures, device: logits.device).to(logits.dtype)
    let center = withoutGradients {
      (gate.combined(logits.detached()) / divisors).logSoftmax(axis: 1).unsqueezed(axis: 1)
    }
    let experts = (logits / divisors).logSoftmax(axis: 2)
    return (center.exp() * (center - experts)).sum(axis: 2) * (average * average)
  }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.reweightsFrom = reweightsFrom.map { scaledStart($0, from: published, to: epochs) }
    copy.annealing = max(1, scaledEpoch(annealing, from: published, to: epochs))
    return copy
  }

  public func validate() throws {
    try individual.validate()
    try within("gate") { try gate.validate() }
    try SettingsError.require("engagement", engagement, from: 0, below: 1)
    try SettingsError.require("diversity", diversity, from: 0, to: 1000)
    try SettingsError.require("temperatureSlope", temperatureSlope, above: 0, to: 1000)
    try SettingsError.require("annealing", annealing, in: 1...1_000_000)
  }

  public func validate(for inputs: LossInputs) throws {
    try individual.validate(for: inputs)
    try diverse.validate(for: inputs)
  }
}
