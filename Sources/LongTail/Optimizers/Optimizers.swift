/// Every optimizer there is.
public enum Optimizers: Catalog {
  public static let kind = "optimizer"
  public static let builtIn: [any CatalogItem.Type] = [
    SGDSettings.self, AdamWSettings.self, SharpnessAwareSettings.self,
    ImbalancedSharpnessAwareSettings.self, FocalSharpnessAwareSettings.self,
    NeighborhoodMinimizationSettings.self,
  ]
}
