/// ``AdaptiveScore`` and λ for every rank beyond an allowed one (RAPS; Angelopoulos et al., 2021).
///
/// Other programs have other constants: 0 for both is `aps`.
public struct RegularizedAdaptiveScore: RankedScore, Equatable {
  public static let name = "raps"
  public static let summary = "aps with a penalty on low ranks: no very large sets"

  /// Added for each rank beyond ``allowedRank``; 0 or more.
  public var lambda = 0.01
  /// The lowest rank without a penalty; 0 or more.
  public var allowedRank = 5
  /// What u is; a random number by default, as published.
  public var draw = SetDraw.random

  public init() {}

  public init(lambda: Double = 0.01, allowedRank: Int = 5, draw: SetDraw = .random) {
    self.lambda = lambda
    self.allowedRank = allowedRank
    self.draw = draw
  }

  public var isRandomized: Bool { draw == .random }

  public func highest(classes: Int) -> Double {
    1 + lambda * Double(max(classes - allowedRank, 0))
  }

  public func validate() throws(CalibrationError) {
    guard lambda >= 0, lambda.isFinite else {
      throw .invalidSetting("lambda: \(lambda); a number of 0 or more was expected")
    }
    guard allowedRank >= 0 else {
      throw .invalidSetting("allowedRank: \(allowedRank); 0 or more was expected")
    }
  }

  public func score(of place: RankedClass, draw: Double) -> Double {
    place.before + place.probability - self.draw.number(draw) * place.probability
      + lambda * Double(max(place.rank - allowedRank, 0))
  }
}
