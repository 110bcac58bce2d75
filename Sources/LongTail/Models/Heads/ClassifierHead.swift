public import ArrayFiles
public import ModelExport
public import Torch

/// The last layer: features to logits.
public protocol ClassifierHead: CatalogItem {
  /// The head that this one equals until a stage trains what it adds; most are themselves.
  static var beginsAs: String { get }
  /// A layer with fresh parameters; the weights of a linear one begin as `initial` says, LibTorch's own way
  /// when `nil`.
  func layer(width: Int, classes: Int, initial: Initialization?, at path: ParameterPath)
    -> any ClassifierLayer
  /// A layer for each expert, at its own path or at the one for what experts share.
  func layers(
    width: Int, classes: Int, initial: Initialization?, shared: ParameterPath,
    own: [ParameterPath]
  ) -> [any ClassifierLayer]
  /// Euclidean norm of what multiplies the features for each class, from the layer's arrays by their
  /// names in it; `nil` where logits are no products of features and weights.
  func classNorms(_ layer: [String: NumericArray]) -> [Double]?
  /// What cosines of features and class weights are multiplied with; `nil` where logits are no cosines.
  var cosineScale: Double? { get }
}

extension ClassifierHead {
  public static var beginsAs: String { name }
  public var cosineScale: Double? { nil }

  public func layers(
    width: Int, classes: Int, initial: Initialization?, shared: ParameterPath,
    own: [ParameterPath]
  ) -> [any ClassifierLayer] {
    own.map { layer(width: width, classes: classes, initial: initial, at: $0) }
  }

  public func classNorms(_ layer: [String: NumericArray]) -> [Double]? { nil }

  /// Norms of the rows of `weight`, `[classes, width]`.
  static func rowNorms(_ weight: NumericArray?) -> [Double]? {
    guard let weight, weight.shape.count == 2 else { return nil }
    let (values, width) = (weight.doubles(), weight.shape[1])
    return (0..<weight.shape[0]).map { row in
      values[row * width..<(row + 1) * width].reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
  }
}

/// A classifier with its parameters.
public protocol ClassifierLayer {
  /// - Parameter features: `[batch, width]`.
  /// - Returns: `[batch, classes]`.
  func callAsFunction(_ features: Tensor) -> Tensor
  /// The same as operators of a graph with today's parameters in it.
  func export(_ features: GraphValue, in graph: GraphBuilder) -> GraphValue
}
