public import Torch

/// ``ResNet32`` with four times the channels (64, 128, 256), sixteen times the parameters: 7,383,616 on RGB. GLMC (Du
/// et al., CVPR 2023) and SURE (Li et al., CVPR 2024) print its figures as those of "ResNet-32".
public struct WideResNet32: Backbone {
  public static let name = "resnet32-4x"
  public static let summary = "ResNet-32 with four times the channels, for pictures of about 32×32"

  private static let network = ResNet32(widths: [64, 128, 256])

  public init() {}

  public var blockCounts: [Int] { Self.network.blockCounts }
  public var sharedParts: Int { Self.network.sharedParts }
  public var stageMaps: [StageMap] { Self.network.stageMaps }
  public var linearInitialization: Initialization? { Self.network.linearInitialization }

  public func featureWidth(for input: InputShape) -> Int { Self.network.featureWidth(for: input) }

  public func validate(_ input: InputShape) throws { try Self.network.validate(input) }

  public func block(
    _ index: Int, of part: Int, for input: InputShape, at path: ParameterPath
  ) -> any NetworkPart {
    Self.network.block(index, of: part, for: input, at: path)
  }
}
