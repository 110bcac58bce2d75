/// The samplers there are.
public enum Samplers: Catalog {
  public static let kind = "sampler"
  public static let builtIn: [any CatalogItem.Type] = [
    InstanceBalanced.self,
    ClassAware.self,
    ClassBalanced.self,
    SquareRoot.self,
    ProgressivelyBalanced.self,
    Reversed.self,
    PowerBalanced.self,
  ]
}
