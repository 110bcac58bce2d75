public import Torch

/// ResNet-32 for small pictures (He et al., 2016, section 4.2), as the long-tail papers use it:
/// a 3×3 stem, three stages of five basic blocks of 16, 32, 64 channels, parameter-free shortcuts
/// ("option A"), global average pooling. 463,504 parameters on RGB (METHODS-core 2.1).
public struct ResNet32: Backbone {
  public static let name = "resnet32"
  public static let summary = "ResNet-32 for pictures of about 32×32, parameter-free shortcuts"

  public init() {}

  public var partCount: Int { 3 }
  public var sharedParts: Int { 1 }

  public func featureWidth(for input: InputShape) -> Int { 64 }

  public func validate(_ input: InputShape) throws {
    guard case .picture(let height, let width, _) = input else {
      throw SettingsError("model.backbone", "resnet32 needs pictures, found \(input)")
    }
    guard min(height, width) >= 8 else {
      throw SettingsError(
        "model.backbone", "resnet32 needs pictures of at least 8×8, found \(input)")
    }
  }

  public func part(_ index: Int, for input: InputShape, at path: ParameterPath) -> any NetworkPart {
    let widths = [16, 32, 64]
    let channels = if case .picture(_, _, let channels) = input { channels } else { 3 }
    let stem = index == 0 ? Stem(channels: channels, at: path) : nil
    let blocks = (0..<5).map { block in
      let first = block == 0 && index > 0
      return BasicBlock(
        first ? widths[index - 1] : widths[index], widths[index], stride: first ? 2 : 1,
        at: path / "layer\(index + 1)" / "\(block)")
    }
    return ResidualStage(stem: stem, blocks: blocks, pools: index == 2)
  }
}

/// The first convolution: channels → 16, 3×3, with batch norm and ReLU.
struct Stem: NetworkPart {
  let convolution: Convolution2D
  let norm: BatchNorm2D

  init(channels: Int, at path: ParameterPath) {
    convolution = Convolution2D(
      channels, 16, kernel: 3, padding: 1, initial: .kaimingNormalFanIn, at: path / "conv1")
    norm = BatchNorm2D(16, at: path / "bn1")
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    convolutionNormalized(x, conv: convolution, norm: norm, mode, relu: true)
  }
}

/// Two 3×3 convolutions with batch norm around a shortcut without parameters.
struct BasicBlock: NetworkPart {
  let first: Convolution2D
  let firstNorm: BatchNorm2D
  let second: Convolution2D
  let secondNorm: BatchNorm2D
  let stride: Int
  let addedChannels: Int

  init(_ inputs: Int, _ outputs: Int, stride: Int, at path: ParameterPath) {
    first = Convolution2D(
      inputs, outputs, kernel: 3, stride: stride, padding: 1, initial: .kaimingNormalFanIn,
      at: path / "conv1")
    firstNorm = BatchNorm2D(outputs, at: path / "bn1")
    second = Convolution2D(
      outputs, outputs, kernel: 3, padding: 1, initial: .kaimingNormalFanIn, at: path / "conv2")
    secondNorm = BatchNorm2D(outputs, at: path / "bn2")
    self.stride = stride
    addedChannels = outputs - inputs
  }

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    let inner = convolutionNormalized(x, conv: first, norm: firstNorm, mode, relu: true)
    return convolutionNormalized(
      inner, conv: second, norm: secondNorm, mode, adding: shortcut(x), relu: true)
  }

  /// Option A: every `stride`-th pixel, and zero channels added evenly before and after.
  private func shortcut(_ x: Tensor) -> Tensor {
    guard stride > 1 || addedChannels > 0 else { return x }
    return x.sliced(axis: 2, step: stride).sliced(axis: 3, step: stride)
      .padded(axis: 1, before: addedChannels / 2, after: addedChannels - addedChannels / 2)
  }
}

/// Blocks in a row, with the stem before the first stage and pooling after the last.
struct ResidualStage: NetworkPart {
  let stem: Stem?
  let blocks: [BasicBlock]
  let pools: Bool

  func callAsFunction(_ x: Tensor, _ mode: Mode) -> Tensor {
    var y = stem.map { $0(x, mode) } ?? x
    for block in blocks { y = block(y, mode) }
    return pools ? y.globalAveragePool() : y
  }
}
