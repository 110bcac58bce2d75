public import Torch

/// EfficientNet-Lite0 (Tan & Le, ICML 2019; without squeeze-excitation and with ReLU6, as published for small devices):
/// 3×3 stem with stride 2, sixteen inverted residuals, a 1×1 convolution to 1280 channels, mean over all places.
///
/// 4,652,008 parameters with 1000 classes on RGB. Padding is TensorFlow's (`SamePadding` of Torch), batch norm adds 1e-3
/// and follows the batches by 0.01, as the published weights need. Names and shapes of the parameters are timm's; files
/// with the names of `efficientnet_lite_pytorch` are understood too.
public struct EfficientNetLite0: MobileBackbone {
  public static let name = "efficientnet-lite0"
  public static let summary = "EfficientNet-Lite0 for pictures of about 224×224"

  /// Expansion, kernel, stride, channels and repetitions of each stage's blocks (table 1 of the paper).
  static let network = MobileStages(
    stages: [
      .init(1, 3, 1, 16, 1), .init(6, 3, 2, 24, 2), .init(6, 5, 2, 40, 2), .init(6, 3, 2, 80, 3),
      .init(6, 5, 1, 112, 3), .init(6, 5, 2, 192, 4), .init(6, 3, 1, 320, 1),
    ], convention: .tensorFlow)

  public init() {}

  public var linearInitialization: Initialization? { nil }
}
