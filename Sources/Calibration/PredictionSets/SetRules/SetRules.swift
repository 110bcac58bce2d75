/// The rules that there are: what the command line shows and names resolve against.
public enum SetRules {
  /// Every rule, the one with a single threshold for all classes first.
  public static let all: [any SetRule.Type] = [
    SplitRule.self,
    ClassConditionalRule.self,
    GroupConditionalRule.self,
    ClusteredRule.self,
    InterpolatedRule.self,
    FuzzyRule.self,
    RankCalibratedRule.self,
    LabelShiftRule.self,
  ]

  /// Names of ``all``, in its order.
  public static var names: [String] { all.map { $0.name } }

  /// - Throws: ``UnknownName``, which suggests the nearest one.
  public static func type(named name: String) throws(UnknownName) -> any SetRule.Type {
    guard let type = all.first(where: { $0.name == name }) else {
      throw UnknownName("rule", name, known: names)
    }
    return type
  }
}
