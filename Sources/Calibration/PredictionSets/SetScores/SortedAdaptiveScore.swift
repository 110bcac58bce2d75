/// The highest probability, and a weight for every rank below it (SAPS; Huang et al., 2024):
/// (1 − u) · p for the first class, p_max + w · (rank − 1 − u) for the others. It makes no use of the small
/// probabilities, which are badly calibrated.
public struct SortedAdaptiveScore: RankedScore, Equatable {
  public static let name = "saps"
  public static let summary =
    "highest probability plus a weight a rank: ignores small probabilities"

  /// Added for each rank; 0 or more.
  public var weight = 0.2
  /// What u is; a random number by default, as published.
  public var draw = SetDraw.random

  public init() {}

  public init(weight: Double = 0.2, draw: SetDraw = .random) {
    self.weight = weight
    self.draw = draw
  }

  public var isRandomized: Bool { draw == .random }

  public func highest(classes: Int) -> Double { 1 + weight * Double(classes - 1) }

  public func validate() throws(CalibrationError) {
    guard weight >= 0, weight.isFinite else {
      throw .invalidSetting("weight: \(weight); a number of 0 or more was expected")
    }
  }

  public func score(of place: RankedClass, draw: Double) -> Double {
    let u = self.draw.number(draw)
    return place.rank == 1
      ? (1 - u) * place.highest : place.highest + weight * (Double(place.rank - 1) - u)
  }
}
