/// Every classifier there is.
public enum ClassifierHeads: Catalog {
  public static let kind = "classifier"
  public static let builtIn: [any CatalogItem.Type] = [
    LinearClassifier.self, CosineClassifier.self, ScaledLinearClassifier.self,
    PrototypeClassifier.self, JointClassifier.self, SigmoidClassifier.self, AlignedClassifier.self,
    SharedClassifier.self,
    MemoryClassifier.self,
    GeneratingClassifier.self,
  ]
}
