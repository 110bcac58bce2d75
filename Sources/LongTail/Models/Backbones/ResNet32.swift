public import Torch

/// ResNet-32 for small pictures (He et al., 2016, section 4.2), as the long-tail papers use it:
/// a 3×3 stem, three stages of five basic blocks of 16, 32, 64 channels, global average pooling.
/// With shortcuts without parameters, 463,504 parameters on RGB (Cao et al., NeurIPS 2019).
///
/// SHIKE's has projections in its shortcuts (Jin et al., CVPR 2023); the experts of RIDE and SADE have three
/// quarters of the channels in what they do not share ("reduce dimension", Wang et al., ICLR 2021).
public struct ResNet32: Backbone {
  public static let name = "resnet32"
  public static let summary = "ResNet-32 for pictures of about 32×32"

  /// Channels of the three stages when experts are as wide as the network.
  public static let fullWidths = [16, 32, 64]
  /// Channels of the three stages of RIDE's experts: three quarters in the last two, which experts do not
  /// share.
  public static let reducedWidths = [16, 24, 48]

  /// Channels of each of the three stages, 1 … 10,000.
  public var widths = fullWidths
  /// How a block's input reaches its output where shapes differ; without parameters by default.
  public var shortcut = ResidualShortcut.padding

  public init() {}

  public init(widths: [Int] = fullWidths, shortcut: ResidualShortcut) {
    self.widths = widths
    self.shortcut = shortcut
  }

  public init(widths: [Int]) {
    self.widths = widths
  }

  public var blockCounts: [Int] { [5, 5, 5] }
  public var sharedParts: Int { 1 }
  public var stageMaps: [StageMap] {
    zip(widths, Self.strides).map { StageMap(channels: $0, stride: $1) }
  }

  private static let strides = [1, 2, 2]

  public func featureWidth(for input: InputShape) -> Int { widths[2] }

  public func validate() throws {
    guard widths.count == 3 else {
      throw SettingsError("widths", "expected 3 widths, found \(widths)")
    }
    for (index, width) in widths.enumerated() {
      try SettingsError.require("widths.\(index)", width, in: 1...10_000)
    }
    guard shortcut == .projection || widths == widths.sorted() else {
      throw SettingsError(
        "widths",
        "shortcuts with padding cannot narrow, found \(widths); shortcut=projection can")
    }
  }

  public func validate(_ input: InputShape) throws {
    try input.requirePictures(for: Self.name)
    try input.requireSides(8, for: Self.name)
  }

  public func block(
    _ index: Int, of part: Int, for input: InputShape, at path: ParameterPath
  ) -> any NetworkPart {
    let channels = if case .picture(_, _, let channels) = input { channels } else { 3 }
    let stem =
      part == 0 && index == 0 ? NormalizedConvolution.stem(channels, widths[0], at: path) : nil
    let begins = index == 0 && part > 0
    let block = BasicBlock(
      begins ? widths[part - 1] : widths[part], widths[part],
      stride: begins ? Self.strides[part] : 1, shortcut: shortcut,
      at: path / "layer\(part + 1)" / "\(index)")
    return stem.map { PartChain(parts: [$0, block]) } ?? block
  }
}
