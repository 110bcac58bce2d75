public import Calibration
import Foundation
public import Torch

/// `(1/M) Σ_m −log softmax(z^m + τ_m log π)[y]`, with the training prior π and an own τ for each expert
/// (Aimar et al., CVPR 2023: BalPoE).
///
/// An expert trained with τ estimates p(x|y) π_y^(1 − τ): τ = 0 models the training prior, 1 the uniform
/// one, 2 the inverted one. The mean of the experts' logits, their normalised product, then stands for the
/// prior π^(1 − mean τ): uniform when the mean is 1.
public struct ExpertLogitAdjustment: LossFunction {
  public static let name = "expert-logit-adjustment"
  public static let summary = "cross-entropy with an adjustment by the log prior for each expert"

  /// How τ is spread over the experts, between `minimum` and `maximum`.
  public enum Spread: String, Sendable, CaseIterable {
    /// τ_m = min + (max − min) · m / (M − 1), the middle for one expert: all published rows.
    case limits
    /// τ_m = min + (max − min) · (m + ½) / M.
    case uniform
  }

  /// How τ is spread where ``strengths`` does not say it; both limits occur by default, as in all published
  /// rows.
  public var spread = Spread.limits
  /// The smallest τ, in [−10, 10].
  public var minimum = 0.0
  /// The largest τ, likewise.
  public var maximum = 2.0
  /// τ of each expert, likewise; by `spread` when `nil`.
  @OrNone public var strengths: [Double]?
  /// The mean of τ that is wanted, checked before training; 1 aims at the uniform prior, and `nil` checks
  /// nothing.
  @OrNone public var average: Double? = 1

  public init() {}

  public init(strengths: [Double], average: Double? = 1) {
    self.strengths = strengths
    self.average = average
  }

  public init(
    spread: Spread = .limits, minimum: Double, maximum: Double, average: Double? = 1
  ) {
    self.spread = spread
    self.minimum = minimum
    self.maximum = maximum
    self.average = average
  }

  /// τ of each of `experts`.
  public func strengths(experts: Int) -> [Double] {
    if let strengths { return strengths }
    return (0..<experts).map { expert in
      let place: Double
      switch spread {
      case .limits: place = experts == 1 ? 0.5 : Double(expert) / Double(experts - 1)
      case .uniform: place = (Double(expert) + 0.5) / Double(experts)
      }
      return minimum + (maximum - minimum) * place
    }
  }

  /// ∝ π^(1 − τ).
  public func expertPriors(classCounts: [Int], experts: Int) -> [[Double]]? {
    let largest = Double(classCounts.max() ?? 1)
    return strengths(experts: experts).map { strength in
      let shares = classCounts.map { pow(Double($0) / largest, 1 - strength) }
      let total = shares.reduce(0, +)
      return shares.map { $0 / total }
    }
  }

  /// Both rules are symmetric about the middle, so the mean depends on M for given strengths alone.
  private var mean: Double {
    guard let strengths, !strengths.isEmpty else { return (minimum + maximum) / 2 }
    return strengths.reduce(0, +) / Double(strengths.count)
  }

  public var priorExponent: Double { 1 - mean }

  public func callAsFunction(
    _ outputs: ExpertOutputs, _ labels: Tensor, _ context: LossContext
  ) -> LossValues {
    let strengths = strengths(experts: outputs.experts)
    precondition(
      strengths.count == outputs.experts,
      "\(strengths.count) strengths for \(outputs.experts) experts")
    let total = Double(context.classCounts.reduce(0, +))
    let logarithms = context.classCounts.map { log(Double($0) / total) }
    let offsets = Tensor(
      strengths.flatMap { strength in logarithms.map { strength * $0 } },
      shape: [strengths.count, logarithms.count], device: context.device
    ).to(outputs.logits.dtype)
    let perExpert = expertLogLosses(outputs.logits + offsets, labels)
    return LossValues(
      perExpert.mean(axis: 1),
      parts: outputs.experts == 1
        ? []
        : (0..<outputs.experts).map {
          ("expert-\($0)", perExpert.selected(axis: 1, at: $0))
        })
  }

  public func validate() throws {
    try SettingsError.require("minimum", minimum, from: -10, to: 10)
    try SettingsError.require("maximum", maximum, from: -10, to: 10)
    guard minimum <= maximum else {
      throw SettingsError("minimum", "\(minimum) lies above the maximum, \(maximum)")
    }
    for (index, strength) in (strengths ?? []).enumerated() {
      try SettingsError.require("strengths.\(index)", strength, from: -10, to: 10)
    }
    if let average { try SettingsError.require("average", average, from: -10, to: 10) }
  }

  public func validate(for inputs: LossInputs) throws {
    if let strengths, strengths.count != inputs.experts {
      throw SettingsError(
        "strengths",
        "\(strengths.count) strengths for \(inputs.experts) experts; give one for each, or none to "
          + "spread them between minimum and maximum")
    }
    guard let average, abs(mean - average) > 1e-6 else { return }
    let found = String(format: "%.6g", mean)
    throw SettingsError(
      "average",
      "the mean of τ is \(found), so the ensemble aims at the prior to the power of "
        + "\(String(format: "%.6g", 1 - mean)); \(average) is wanted. Change τ (minimum, maximum or strengths), or set "
        + "average=\(found) or average=none")
  }
}

extension ExpertLogitAdjustment.Spread: Codable {
  public init(from decoder: any Decoder) throws {
    self = try decoder.choice(of: "spread")
  }
}
