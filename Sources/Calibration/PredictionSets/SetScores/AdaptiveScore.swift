/// The sum of the probabilities down to the class, less u times its own (APS; Romano, Sesia and Candès,
/// 2020): sets that are large where the model is unsure.
///
/// With u = 0 the threshold of an over-confident model is a sum so near to 1 that rounding decides what is in
/// a set.
public struct AdaptiveScore: RankedScore, Equatable {
  public static let name = "aps"
  public static let summary = "sum of the probabilities down to the class: sets adapt to the sample"

  /// What u is; a random number by default, as published.
  public var draw = SetDraw.random

  public init() {}

  public init(draw: SetDraw) { self.draw = draw }

  public var isRandomized: Bool { draw == .random }

  public func highest(classes: Int) -> Double { 1 }

  public func score(of place: RankedClass, draw: Double) -> Double {
    place.before + place.probability - self.draw.number(draw) * place.probability
  }
}
