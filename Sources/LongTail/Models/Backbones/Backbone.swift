public import ModelExport
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

  /// `[channels, height, width]` or `[width]`.
  var extents: [Int] {
    switch self {
    case .picture(let height, let width, let channels): [channels, height, width]
    case .features(let width): [width]
    }
  }
}

/// A piece of a network with its parameters.
public protocol NetworkPart {
  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor
  /// Multiply-adds of the convolutions and matrix products for one sample, whose shape,
  /// `[channels, height, width]` or `[width]`, becomes the output's.
  func multiplyAdds(advancing shape: inout [Int]) -> Int
  /// The same in inference, as operators of a graph with today's parameters in it.
  func export(_ x: GraphValue, in graph: GraphBuilder) -> GraphValue
}

/// What a part of a convolutional backbone makes of the map before it.
public struct StageMap: Sendable, Equatable {
  /// Channels of the map.
  public let channels: Int
  /// The side of the map before, over the side of this one.
  public let stride: Int

  public init(channels: Int, stride: Int) {
    self.channels = channels
    self.stride = stride
  }
}

/// A network without its classifier: a chain of parts, each a chain of blocks. Experts may branch off
/// before any block.
public protocol Backbone: CatalogItem {
  /// How many blocks each part has, from the input on.
  ///
  /// The last block gives features `[batch, width]`, or maps `[batch, width, height, width′]` that are
  /// averaged over all places.
  var blockCounts: [Int] { get }
  /// How many of the parts experts share when a recipe does not say.
  var sharedParts: Int { get }
  /// The map that each part gives; empty when parts give no maps that could be brought to each other's
  /// shape by strided convolutions.
  var stageMaps: [StageMap] { get }
  /// How the weights of linear layers after the network begin; LibTorch's own way when `nil`.
  var linearInitialization: Initialization? { get }
  /// Width of the features for a kind of input.
  func featureWidth(for input: InputShape) -> Int
  /// - Throws: ``SettingsError`` for input that the network cannot take, under an empty key: the backbone
  ///   itself.
  func validate(_ input: InputShape) throws
  /// One block with fresh parameters.
  func block(_ index: Int, of part: Int, for input: InputShape, at path: ParameterPath)
    -> any NetworkPart
}

extension Backbone {
  public var stageMaps: [StageMap] { [] }
  public var linearInitialization: Initialization? { .kaimingNormalFanIn }
}
