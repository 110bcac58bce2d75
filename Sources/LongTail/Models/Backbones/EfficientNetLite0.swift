import ModelExport
public import Torch

/// EfficientNet-Lite0 (Tan & Le, ICML 2019; without squeeze-excitation and with ReLU6, as published for small devices):
/// 3×3 stem with stride 2, sixteen inverted residuals, a 1×1 convolution to 1280 channels, mean over all places.
///
/// 4,652,008 parameters with 1000 classes on RGB. Padding is TensorFlow's (`SamePadding` of Torch), batch norm adds 1e-3
/// and follows the batches by 0.01, as the published weights need. Names and shapes of the parameters are timm's; files
/// with the names of `efficientnet_lite_pytorch` are understood too.
public struct EfficientNetLite0: Backbone {
  public static let name = "efficientnet-lite0"
  public static let summary = "EfficientNet-Lite0 for pictures of about 224×224"

  /// Expansion, kernel, stride, channels and repetitions of each stage's blocks (table 1 of the paper).
  private static let stages:
    [(expansion: Int, kernel: Int, stride: Int, channels: Int, blocks: Int)] = [
      (1, 3, 1, 16, 1), (6, 3, 2, 24, 2),
      (6, 5, 2, 40, 2), (6, 3, 2, 80, 3), (6, 5, 1, 112, 3), (6, 5, 2, 192, 4), (6, 3, 1, 320, 1),
    ]
  private static let stem = 32
  private static let width = 1280

  public init() {}

  public var blockCounts: [Int] { Self.stages.map(\.blocks) }
  public var sharedParts: Int { 5 }
  public var linearInitialization: Initialization? { nil }

  public var stageMaps: [StageMap] {
    Self.stages.enumerated().map { place, stage in
      StageMap(
        channels: place == Self.stages.count - 1 ? Self.width : stage.channels,
        stride: place == 0 ? 2 : stage.stride)
    }
  }

  public func featureWidth(for input: InputShape) -> Int { Self.width }

  public func validate(_ input: InputShape) throws {
    guard case .picture(let height, let width, _) = input, min(height, width) >= 8 else {
      throw SettingsError("", "\(Self.name) needs pictures of at least 8×8, found \(input)")
    }
  }

  public func block(
    _ index: Int, of part: Int, for input: InputShape, at path: ParameterPath
  ) -> any NetworkPart {
    let stage = Self.stages[part]
    let begins = index == 0
    let before = part == 0 ? Self.stem : Self.stages[part - 1].channels
    let channels = if case .picture(_, _, let channels) = input { channels } else { 3 }
    var parts: [any NetworkPart] = []
    if begins, part == 0 {
      parts.append(
        PaddedConvolution(
          channels, Self.stem, kernel: 3, stride: 2, at: path, names: ("conv_stem", "bn1")))
    }
    parts.append(
      InvertedResidual(
        begins ? before : stage.channels, stage.channels, expansion: stage.expansion,
        kernel: stage.kernel, stride: begins ? stage.stride : 1,
        at: path / "blocks" / "\(part)" / "\(index)"))
    if part == Self.stages.count - 1, index == stage.blocks - 1 {
      parts.append(
        PaddedConvolution(
          stage.channels, Self.width, kernel: 1, at: path, names: ("conv_head", "bn2")))
    }
    return parts.count == 1 ? parts[0] : PartChain(parts: parts)
  }
}
