import ModelExport
public import Torch

/// ConvNeXt (Liu et al., CVPR 2022): a 4×4 stem, four stages of 7×7 depth-wise convolutions with a two-layer network a place,
/// halved between the stages; layer norm everywhere, also of the mean over all places.
///
/// The defaults are ConvNeXt-T (28,589,128 parameters with 1000 classes on RGB). Names and shapes of the parameters are timm's.
public struct ConvNeXt: Backbone {
  public static let name = "convnext"
  public static let summary = "ConvNeXt (T; other sizes by settings) for pictures of about 224×224"

  /// Blocks of each of the four stages, each 1 … 100.
  public var depths = [3, 3, 9, 3]
  /// Channels of each of the four stages, each 1 … 4096.
  public var widths = [96, 192, 384, 768]

  public init() {}

  public init(depths: [Int], widths: [Int]) {
    self.depths = depths
    self.widths = widths
  }

  public var blockCounts: [Int] { depths }
  public var sharedParts: Int { 3 }
  public var linearInitialization: Initialization? { .normal(deviation: 0.02) }

  public func featureWidth(for input: InputShape) -> Int { widths[widths.count - 1] }

  public func validate() throws {
    for (key, values, range) in [("depths", depths, 1...100), ("widths", widths, 1...4096)] {
      guard values.count == 4 else {
        throw SettingsError(key, "expected a number for each of four stages, found \(values)")
      }
      for (index, value) in values.enumerated() {
        try SettingsError.require("\(key).\(index)", value, in: range)
      }
    }
  }

  public func validate(_ input: InputShape) throws {
    try input.requireSides(32, for: Self.name)
  }

  public func block(
    _ index: Int, of part: Int, for input: InputShape, at path: ParameterPath
  ) -> any NetworkPart {
    let channels = if case .picture(_, _, let channels) = input { channels } else { 3 }
    var parts: [any NetworkPart] = []
    let stage = path / "stages" / "\(part)"
    if index == 0 {
      parts.append(
        part == 0
          ? ConvNeXtReduction.stem(channels, widths[0], at: path / "stem")
          : ConvNeXtReduction.between(widths[part - 1], widths[part], at: stage / "downsample"))
    }
    parts.append(ConvNeXtBlock(widths[part], at: stage / "blocks" / "\(index)"))
    if part == depths.count - 1, index == depths[part] - 1 {
      parts.append(ConvNeXtFeatures(widths[part], at: path / "head" / "norm"))
    }
    return parts.count == 1 ? parts[0] : PartChain(parts: parts)
  }
}
