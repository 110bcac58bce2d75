/// Every fit there is.
public enum ClassifierFits: Catalog {
  public static let kind = "classifier fit"
  public static let builtIn: [any CatalogItem.Type] = [
    TauNormalization.self, NearestClassMean.self, ClassMeanDirections.self,
    AlignmentScale.self,
    ClassCentroids.self,
    GeneratedWeights.self,
    SemanticDirections.self,
  ]
}
