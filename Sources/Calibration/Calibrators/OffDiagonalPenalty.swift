/// Off-diagonal and intercept regularisation (ODIR; Kull et al., 2019): λ Σ_{i≠j} W_ij² + μ Σ b_j².
public struct OffDiagonalPenalty: Sendable, Codable, Equatable {
  /// λ; 0 for none.
  public var offDiagonal = 1.0
  /// μ; 0 for none.
  public var offset = 1.0
  /// Whether the sums are divided by classes · (classes − 1) and by classes, as in the paper; the authors'
  /// library does not.
  public var isNormalized = true

  public init(offDiagonal: Double = 1, offset: Double = 1, isNormalized: Bool = true) {
    self.offDiagonal = offDiagonal
    self.offset = offset
    self.isNormalized = isNormalized
  }

  /// No penalty, but for what makes the optimum unique.
  public static let none = OffDiagonalPenalty(offDiagonal: 0, offset: 0)

  /// Added to the penalty of every parameter, so that the optimum is unique and finite.
  private static let least = 1e-7

  func validate() throws(CalibrationError) {
    try SettingRange.require("penalty.offDiagonal", offDiagonal, in: LinearSettings.penalties)
    try SettingRange.require("penalty.offset", offset, in: LinearSettings.penalties)
  }

  /// Centred on the identity.
  func quadratic(classes: Int) throws(CalibrationError) -> QuadraticPenalty {
    try validate()
    let pairs = isNormalized ? Double(classes * (classes - 1)) : 1
    let ofMatrix = offDiagonal / pairs + Self.least
    let ofOffset = offset / (isNormalized ? Double(classes) : 1) + Self.least
    var strengths = [Double](repeating: ofMatrix, count: classes * classes)
    for index in 0..<classes { strengths[index * classes + index] = Self.least }
    return QuadraticPenalty(
      strengths: strengths + [Double](repeating: ofOffset, count: classes),
      centre: LinearScores.full.identity(classes: classes))
  }
}
