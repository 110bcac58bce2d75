public import Torch

/// What one sample looks like to a network.
public enum InputShape: Sendable, Equatable, Codable, CustomStringConvertible {
  case picture(height: Int, width: Int, channels: Int)
  case features(width: Int)

  public var description: String {
    switch self {
    case .picture(let height, let width, let channels): "\(height)×\(width)×\(channels) pictures"
    case .features(let width): "feature vectors of width \(width)"
    }
  }
}

/// A piece of a network with its parameters.
public protocol NetworkPart {
  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor
}

/// A network without its classifier, as a chain of parts; experts may branch off between two parts.
public protocol Backbone: CatalogItem {
  /// Number of parts in the chain; the last one gives features `[batch, width]`.
  var partCount: Int { get }
  /// How many of the parts experts share when a recipe does not say.
  var sharedParts: Int { get }
  /// Width of the features for a kind of input.
  func featureWidth(for input: InputShape) -> Int
  /// - Throws: ``SettingsError`` when the network cannot take such input.
  func validate(_ input: InputShape) throws
  /// One part with fresh parameters.
  func part(_ index: Int, for input: InputShape, at path: ParameterPath) -> any NetworkPart
}

/// Every backbone there is.
public enum Backbones: Catalog {
  public static let kind = "backbone"
  public static let all: [any CatalogItem.Type] = [
    ResNet32.self, LeNet.self, IdentityBackbone.self, TwoLayerBackbone.self,
  ]
}
