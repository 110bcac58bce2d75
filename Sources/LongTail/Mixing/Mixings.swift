/// Every way to mix there is.
public enum Mixings: Catalog {
  public static let kind = "mixing"
  public static let builtIn: [any CatalogItem.Type] = [
    Mixup.self, CutMix.self, ContextRichOversampling.self, Remix.self,
    StreamMixup.self,
  ]
}
