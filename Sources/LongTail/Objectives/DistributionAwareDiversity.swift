public import Calibration
import Foundation
public import Torch

/// `Σ_m (LDAM(z^m, y) + D^m)`: experts with margins and deferred re-weighting, pushed apart the more, the
/// rarer the classes (Wang et al., ICLR 2021: RIDE, stage 1).
///
/// Before `reweightsFrom` every temperature is 1; from then on that of class k follows its share
/// β_k = γ n_k / mean(n) + 1 − γ.
public struct DistributionAwareDiversity: LossFunction {
  public static let name = "distribution-aware-diversity"
  public static let summary = "margins for rare classes, and experts that are pushed apart"

  /// How far apart the experts are, and the temperatures.
  public enum Form: String, Sendable, CaseIterable {
    /// D^m = −λ / (M − 1) Σ_{j≠m} KL(p^m ‖ p^j), T_k = β_k + 1 − max_j β_j (eqs 2 and 3).
    case published
    /// D^m = −λ mean(T)² KL(p̄ ‖ p^m) with the softmax p̄ of the mean logits, through which no gradient
    /// flows, and T_k = β_k / max_j β_j: the authors' code and its figures.
    case code
  }

  /// λ, in [0, 1000]; 0 leaves the experts alone.
  public var diversity = 0.45
  /// γ, in [0, 1000]: how much a class's temperature depends on its size.
  public var temperatureSlope = 0.05
  /// What D and T are; those of the authors' code by default, which gave the published figures.
  public var form = Form.code
  /// Margin of the rarest class, as a cosine, in [0, 100].
  public var margin = 0.5
  /// Scale of the cosine classifier, in (0, 10000]; the classifier's own, where it is one.
  public var scale = 30.0
  /// 0-based epoch from which on classes are re-weighted and temperatures differ; never when `nil`.
  @OrNone public var reweightsFrom: Int? = 160
  /// β of the effective number, in [0, 1).
  public var beta = 0.9999

  public init() {}

  public init(
    diversity: Double = 0.45, temperatureSlope: Double = 0.05, form: Form = .code,
    reweightsFrom: Int? = 160
  ) {
    self.diversity = diversity
    self.temperatureSlope = temperatureSlope
    self.form = form
    self.reweightsFrom = reweightsFrom
  }

  private var individual: LabelDistributionAwareMargin {
    LabelDistributionAwareMargin(
      margin: margin, scale: scale, reweightsFrom: reweightsFrom, beta: beta, experts: .sum)
  }

  public var priorExponent: Double { individual.priorExponent }

  /// The temperature of each class once they differ.
  public func temperatures(classCounts: [Int]) -> [Double] {
    let mean = Double(classCounts.reduce(0, +)) / Double(classCounts.count)
    let shares = classCounts.map {
      temperatureSlope * Double($0) / mean + 1 - temperatureSlope
    }
    let largest = shares.max() ?? 1
    return shares.map { form == .code ? $0 / largest : $0 + 1 - largest }
  }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let individual = individual(outputs, labels, context).perSample
    guard diversity > 0, outputs.experts > 1 else { return LossValues(individual) }
    let temperatures =
      self.individual.reweights(context)
      ? temperatures(classCounts: context.classCounts)
      : [Double](repeating: 1, count: context.classes)
    let diverse = diversityTerm(
      outputs.logits, mean: outputs.combinedLogits.detached(), temperatures: temperatures)
    return LossValues(
      individual + diverse, parts: [("individual", individual), ("diversity", diverse)])
  }

  /// Σ_m D^m of each sample, `[batch]`, for logits `[batch, experts, classes]` and their `mean` as a
  /// constant, `[batch, classes]`.
  func diversityTerm(_ logits: Tensor, mean: Tensor, temperatures: [Double]) -> Tensor {
    let divisors = Tensor(temperatures, device: logits.device).to(logits.dtype)
    let experts = (logits / divisors).logSoftmax(axis: 2)
    switch form {
    case .published:
      return pairwiseDivergence(experts) * (-diversity / Double(logits.shape[1] - 1))
    case .code:
      let average = temperatures.reduce(0, +) / Double(temperatures.count)
      let center = (mean / divisors).logSoftmax(axis: 1).unsqueezed(axis: 1)
      return divergence(from: center, to: experts) * (-diversity * average * average)
    }
  }

  public func scaled(from published: Int, to epochs: Int) -> Self {
    var copy = self
    copy.reweightsFrom = reweightsFrom.map { scaledStart($0, from: published, to: epochs) }
    return copy
  }

  public func validate() throws {
    try individual.validate()
    try SettingsError.require("diversity", diversity, from: 0, to: 1000)
    try SettingsError.require("temperatureSlope", temperatureSlope, from: 0, to: 1000)
  }

  public func validate(for inputs: LossInputs) throws {
    try individual.validate(for: inputs)
    guard let smallest = temperatures(classCounts: inputs.classCounts).min(), smallest <= 0 else {
      return
    }
    throw SettingsError(
      "temperatureSlope",
      "\(temperatureSlope) gives the rarest class a temperature of \(String(format: "%.6g", smallest)); "
        + "all must be above 0"
    )
  }
}

extension DistributionAwareDiversity.Form: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "form of the diversity")
  }
}
