/// The rank of the class, less u: sets of the k most probable classes.
///
/// Without a random number the coverage jumps with k, and is mostly above what was asked for.
public struct RankScore: RankedScore, Equatable {
  public static let name = "top-k"
  public static let summary = "the rank of the class: the k most probable classes for everybody"

  /// What u is; 0 by default, so that sets are the k most probable classes.
  public var draw = SetDraw.inclusive

  public init() {}

  public init(draw: SetDraw) { self.draw = draw }

  public var isRandomized: Bool { draw == .random }

  public func highest(classes: Int) -> Double { Double(classes) }

  public func score(of place: RankedClass, draw: Double) -> Double {
    Double(place.rank) - self.draw.number(draw)
  }
}
