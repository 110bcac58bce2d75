/// Every kind of companion there is.
public enum Companions: Catalog {
  public static let kind = "companion"
  public static let builtIn: [any CatalogItem.Type] = [
    Teacher.self, MomentumCopy.self, InitialCopy.self,
  ]
}

extension Chosen where List == Companions {
  /// The settings of the companion that a recipe names.
  public var companion: any CompanionSettings { item(as: (any CompanionSettings).self) }
}
