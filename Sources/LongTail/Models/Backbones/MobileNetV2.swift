public import Torch

/// MobileNetV2 of width 1.0 (Sandler et al., CVPR 2018, table 2): 3×3 stem with stride 2, seventeen inverted residuals, a 1×1
/// convolution to 1280 channels, mean over all places.
///
/// 3,504,872 parameters with 1000 classes on RGB. Padding is equal on both sides and batch norm adds 1e-5, as in the weights of
/// torchvision and timm; those of TensorFlow want another padding. Names and shapes of the parameters are timm's.
public struct MobileNetV2: MobileBackbone {
  public static let name = "mobilenet-v2"
  public static let summary = "MobileNetV2 for pictures of about 224×224"

  /// Expansion, kernel, stride, channels and repetitions of each stage's blocks.
  static let network = MobileStages(
    stages: [
      .init(1, 3, 1, 16, 1), .init(6, 3, 2, 24, 2), .init(6, 3, 2, 32, 3), .init(6, 3, 2, 64, 4),
      .init(6, 3, 1, 96, 3), .init(6, 3, 2, 160, 3), .init(6, 3, 1, 320, 1),
    ], convention: .pyTorch)

  public init() {}

  public var linearInitialization: Initialization? { .normal(deviation: 0.01) }
}
