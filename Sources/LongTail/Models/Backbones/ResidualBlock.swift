/// What the stages of a residual network are made of.
public enum ResidualBlock: Sendable, Equatable {
  /// Two 3×3 convolutions.
  case basic
  /// 1×1, 3×3 and 1×1 convolutions, the middle one in groups.
  case bottleneck(ConvolutionGroups)

  /// Output channels over the block's width.
  public var expansion: Int {
    switch self {
    case .basic: 1
    case .bottleneck: Bottleneck.expansion
    }
  }
}

/// In how many groups the 3×3 convolution of a bottleneck is, and how wide a group is in a block of width
/// 64. "32×4d" is `ConvolutionGroups(count: 32, width: 4)`.
public struct ConvolutionGroups: Sendable, Equatable {
  /// In how many groups the convolution is.
  public let count: Int
  /// Channels of a group in a block of width 64.
  public let width: Int

  /// One convolution of the block's width: a ResNet.
  public static let single = ConvolutionGroups(count: 1, width: 64)

  public init(count: Int, width: Int) {
    self.count = count
    self.width = width
  }

  /// Channels of the 3×3 convolution in a block of this width: groups have whole numbers of channels, and
  /// a fraction is dropped, as in the authors' code.
  public func innerWidth(of blockWidth: Int) -> Int {
    blockWidth * width / 64 * count
  }
}
