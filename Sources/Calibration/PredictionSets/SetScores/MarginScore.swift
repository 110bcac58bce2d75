/// The highest probability of another class less the class's own.
public struct MarginScore: RankedScore, Equatable {
  public static let name = "margin"
  public static let summary = "the best other probability less p; not recommended"
  public static let warning: String? =
    "margin: classes with nearly the same tiny probability come in together, so that its sets are often "
    + "many times as large as those of lac"

  public init() {}

  public func highest(classes: Int) -> Double { 1 }

  public func score(of place: RankedClass, draw: Double) -> Double {
    (place.rank == 1 ? place.second : place.highest) - place.probability
  }
}
