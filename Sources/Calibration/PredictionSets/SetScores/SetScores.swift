/// The scores that there are: what the command line shows and names resolve against.
public enum SetScores {
  /// Every score, those that look at a class alone first.
  public static let all: [any SetScore.Type] = [
    LeastAmbiguousScore.self,
    PrevalenceAdjustedScore.self,
    WeightedPrevalenceScore.self,
    AdaptiveScore.self,
    RegularizedAdaptiveScore.self,
    SortedAdaptiveScore.self,
    RankScore.self,
    MarginScore.self,
  ]

  /// Names of ``all``, in its order.
  public static var names: [String] { all.map { $0.name } }

  /// - Throws: ``UnknownName``, which suggests the nearest one.
  public static func type(named name: String) throws(UnknownName) -> any SetScore.Type {
    guard let type = all.first(where: { $0.name == name }) else {
      throw UnknownName("score", name, known: names)
    }
    return type
  }
}
