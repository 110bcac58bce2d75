import ModelExport
import Torch

/// A backbone that is a chain of ``MobileStages``: MobileNetV2 or EfficientNet-Lite0.
protocol MobileBackbone: Backbone {
  static var network: MobileStages { get }
}

extension MobileBackbone {
  public var blockCounts: [Int] { Self.network.blockCounts }
  public var sharedParts: Int { 5 }
  public var stageMaps: [StageMap] { Self.network.maps }

  public func featureWidth(for input: InputShape) -> Int { MobileStages.width }

  public func validate(_ input: InputShape) throws {
    try input.requireSides(8, for: Self.name)
  }

  public func block(
    _ index: Int, of part: Int, for input: InputShape, at path: ParameterPath
  ) -> any NetworkPart {
    Self.network.block(index, of: part, for: input, at: path)
  }
}
