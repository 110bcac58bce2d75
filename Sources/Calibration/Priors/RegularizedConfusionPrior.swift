import Foundation

/// As ``SoftConfusionPrior``, with weights that are held towards 1: least ‖C θ − (μ − μ₀)‖ + α ρ ‖θ‖ over
/// θ ≥ −1, weights 1 + θ (RLLS; Azizzadenesheli, Liu, Yang & Anandkumar, 2019).
public struct RegularizedConfusionPrior: PriorEstimator, Equatable {
  public static let name = "rlls"
  public static let summary = "as bbse-soft, weights held towards 1 and not below 0 (RLLS)"

  /// α, how much of the bound ρ of the matrix's error counts. 0 to 10⁶.
  public var strength = 0.01
  /// How often the bound may be wrong, 10⁻¹² to 0.999.
  public var failureRate = 0.05

  public init() {}

  public var needsConfusion: Bool { true }

  public func validate() throws(CalibrationError) {
    try SettingRange.require("strength", strength, in: 0...1e6)
    try SettingRange.require("failureRate", failureRate, in: 1e-12...0.999)
  }

  public func shares(
    of rows: UnlabelledRows, _ source: PriorSource
  ) throws(CalibrationError) -> PriorShares {
    try validate()
    let confusion = try source.confusion(.soft)
    return confusion.nonnegativeShares(
      rows.means, penalty: strength * bound(source), hasCondition: true)
  }

  public func drawnShares(
    of drawn: DrawnRows, _ source: PriorSource, near start: [Double]
  ) throws(CalibrationError) -> [[Double]] {
    let confusion = try source.confusion(.soft)
    let penalty = strength * bound(source)
    return drawn.means.map {
      confusion.nonnegativeShares($0, penalty: penalty, hasCondition: false).shares
    }
  }

  /// ρ = 3 (2 ln(2K/δ) / (3n) + √(2 ln(2K/δ) / n)).
  func bound(_ source: PriorSource) -> Double {
    let count = Double(source.samples)
    let term = 2 * log(2 * Double(source.classes) / failureRate)
    return 3 * (term / (3 * count) + (term / count).squareRoot())
  }
}
