public import Torch

/// The last layer: features to logits.
public protocol ClassifierHead: CatalogItem {
  /// A layer with fresh parameters.
  func layer(width: Int, classes: Int, at path: ParameterPath) -> any ClassifierLayer
}

/// A classifier with its parameters.
public protocol ClassifierLayer {
  /// - Parameter features: `[batch, width]`.
  /// - Returns: `[batch, classes]`.
  func callAsFunction(_ features: Tensor) -> Tensor
}

/// Every classifier there is.
public enum ClassifierHeads: Catalog {
  public static let kind = "classifier"
  public static let all: [any CatalogItem.Type] = [
    LinearClassifier.self, CosineClassifier.self,
  ]
}
