/// Every hook there is.
public enum Hooks: Catalog {
  public static let kind = "hook"
  public static let builtIn: [any CatalogItem.Type] = [
    WeightAveraging.self, StochasticWeightAveraging.self, MaxNorm.self, ClassWeights.self,
    Lookahead.self, ComplementaryAnswers.self,
  ]
}

extension Chosen where List == Hooks {
  /// The settings of the hook that a recipe names.
  public var hook: any HookSettings { item(as: (any HookSettings).self) }
}
