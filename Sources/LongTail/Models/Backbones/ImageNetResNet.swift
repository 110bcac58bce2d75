public import Torch

/// What stands before the stages of a residual network.
public enum ResNetStem: Sendable {
  /// A 7×7 convolution with stride 2 and a pooling: maps of a quarter of the pictures' sides.
  case pooled
  /// A 3×3 convolution: maps as large as the pictures.
  case plain
}

/// A residual network for large pictures (He et al., 2016, Table 1): a stem that
/// quarters the sides, four stages of blocks with strides 1, 2, 2, 2, global average pooling. Names and
/// shapes of its parameters are those of PyTorch's networks, whose checkpoints it reads.
///
/// Experts share the stem and the first two stages. Those of RIDE and SADE have three quarters of the
/// channels in the stages of their own (``reducedWidths``).
public protocol ImageNetResNet: Backbone {
  /// Blocks of each of the four stages.
  static var stageBlocks: [Int] { get }
  static var block: ResidualBlock { get }
  /// What stands before the stages; ``ResNetStem/pooled`` for large pictures.
  static var stem: ResNetStem { get }
  /// Width of each stage, at least 1, at most 10,000: the channels of its maps over the block's expansion.
  var widths: [Int] { get set }
}

extension ImageNetResNet {
  public static var stem: ResNetStem { .pooled }
  /// Widths of the four stages when experts are as wide as the network.
  public static var fullWidths: [Int] { [64, 128, 256, 512] }
  /// Widths of the four stages of RIDE's experts: three quarters in the last two, which experts do not share.
  public static var reducedWidths: [Int] { [64, 128, 192, 384] }

  /// A network of other widths, four of them, which `validate()` looks at.
  public init(widths: [Int]) {
    self.init()
    self.widths = widths
  }

  public var blockCounts: [Int] { Self.stageBlocks }
  public var sharedParts: Int { 2 }
  public var stageMaps: [StageMap] {
    widths.enumerated().map { stage, width in
      StageMap(
        channels: width * Self.block.expansion, stride: stage > 0 ? 2 : Self.stem == .pooled ? 4 : 1
      )
    }
  }
  public var linearInitialization: Initialization? { nil }

  public func featureWidth(for input: InputShape) -> Int { widths[3] * Self.block.expansion }

  public func validate() throws {
    guard widths.count == 4 else {
      throw SettingsError("widths", "expected 4 widths, found \(widths)")
    }
    for (index, width) in widths.enumerated() {
      try SettingsError.require("widths.\(index)", width, in: smallestWidth...10_000)
    }
  }

  public func validate(_ input: InputShape) throws {
    try input.requirePictures(for: Self.name)
    try input.requireSides(8, for: Self.name)
  }

  /// A group of the 3×3 convolution has at least one channel.
  private var smallestWidth: Int {
    switch Self.block {
    case .basic: 1
    case .bottleneck(let groups): (64 + groups.width - 1) / groups.width
    }
  }

  public func block(
    _ index: Int, of part: Int, for input: InputShape, at path: ParameterPath
  ) -> any NetworkPart {
    let begins = index == 0
    let before =
      begins && part == 0
      ? PooledStem.channels : widths[begins ? part - 1 : part] * Self.block.expansion
    let block = residualBlock(
      before, width: widths[part], stride: begins && part > 0 ? 2 : 1,
      at: path / "layer\(part + 1)" / "\(index)")
    guard begins, part == 0 else { return block }
    let channels = if case .picture(_, _, let channels) = input { channels } else { 3 }
    let stem: any NetworkPart =
      switch Self.stem {
      case .pooled: PooledStem(channels, at: path)
      case .plain:
        NormalizedConvolution.stem(
          channels, PooledStem.channels, initial: .kaimingNormalFanOut, at: path)
      }
    return PartChain(parts: [stem, block])
  }

  private func residualBlock(
    _ inputs: Int, width: Int, stride: Int, at path: ParameterPath
  ) -> any NetworkPart {
    switch Self.block {
    case .basic:
      BasicBlock(
        inputs, width, stride: stride, shortcut: .projection, initial: .kaimingNormalFanOut,
        projectionName: "downsample", at: path)
    case .bottleneck(let groups):
      Bottleneck(inputs, width: width, grouping: groups, stride: stride, at: path)
    }
  }
}
