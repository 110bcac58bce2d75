import Torch

/// A chain of stages of inverted residuals between a 3×3 stem with stride 2 and a 1×1 convolution: MobileNetV2 and
/// EfficientNet-Lite0.
struct MobileStages: Sendable {
  /// One stage: a row of the papers' tables.
  struct Row: Sendable {
    let expansion: Int
    let kernel: Int
    let stride: Int
    let channels: Int
    let blocks: Int

    init(_ expansion: Int, _ kernel: Int, _ stride: Int, _ channels: Int, _ blocks: Int) {
      self.expansion = expansion
      self.kernel = kernel
      self.stride = stride
      self.channels = channels
      self.blocks = blocks
    }
  }

  let stages: [Row]
  let convention: MobileConvention
  /// Channels of the stem.
  static let stem = 32
  /// Channels of the last convolution.
  static let width = 1280

  var blockCounts: [Int] { stages.map(\.blocks) }

  var maps: [StageMap] {
    stages.enumerated().map { place, stage in
      StageMap(
        channels: place == stages.count - 1 ? Self.width : stage.channels,
        stride: place == 0 ? 2 * stage.stride : stage.stride)
    }
  }

  /// One block, with the stem before the first and the last convolution behind the last.
  func block(
    _ index: Int, of part: Int, for input: InputShape, at path: ParameterPath
  ) -> any NetworkPart {
    let stage = stages[part]
    let begins = index == 0
    let before = part == 0 ? Self.stem : stages[part - 1].channels
    let channels = if case .picture(_, _, let channels) = input { channels } else { 3 }
    var parts: [any NetworkPart] = []
    if begins, part == 0 {
      parts.append(
        PaddedConvolution(
          channels, Self.stem, kernel: 3, stride: 2, convention: convention, at: path,
          names: ("conv_stem", "bn1")))
    }
    parts.append(
      InvertedResidual(
        begins ? before : stage.channels, stage.channels, expansion: stage.expansion,
        kernel: stage.kernel, stride: begins ? stage.stride : 1, convention: convention,
        at: path / "blocks" / "\(part)" / "\(index)"))
    if part == stages.count - 1, index == stage.blocks - 1 {
      parts.append(
        PaddedConvolution(
          stage.channels, Self.width, kernel: 1, convention: convention, at: path,
          names: ("conv_head", "bn2")))
    }
    return parts.count == 1 ? parts[0] : PartChain(parts: parts)
  }
}
