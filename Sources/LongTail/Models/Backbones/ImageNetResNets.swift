// The rows of He et al. (2016), Table 1, with one smaller, and ResNeXt's (Xie et al., CVPR 2017, Table 1).

/// ResNet-10: 1, 1, 1 and 1 basic blocks.
public struct ResNet10: ImageNetResNet {
  public static let name = "resnet10"
  public static let summary = "ResNet-10 for pictures of about 224×224"
  public static let stageBlocks = [1, 1, 1, 1]
  public static let block = ResidualBlock.basic

  public var widths = fullWidths

  public init() {}
}

/// ResNet-18: 2, 2, 2 and 2 basic blocks.
public struct ResNet18: ImageNetResNet {
  public static let name = "resnet18"
  public static let summary = "ResNet-18 for pictures of about 224×224"
  public static let stageBlocks = [2, 2, 2, 2]
  public static let block = ResidualBlock.basic

  public var widths = fullWidths

  public init() {}
}

/// ResNet-34: 3, 4, 6 and 3 basic blocks.
public struct ResNet34: ImageNetResNet {
  public static let name = "resnet34"
  public static let summary = "ResNet-34 for pictures of about 224×224"
  public static let stageBlocks = [3, 4, 6, 3]
  public static let block = ResidualBlock.basic

  public var widths = fullWidths

  public init() {}
}

/// ResNet-34 with a stem for small pictures: a 3×3 convolution without stride and without pooling, so that maps of
/// 32×32 become 4×4. 21,276,992 parameters without a classifier (Alshammari et al., CVPR 2022; LOS, ICLR 2025).
public struct SmallPictureResNet34: ImageNetResNet {
  public static let name = "resnet34-cifar"
  public static let summary = "ResNet-34 with a 3×3 stem, for pictures of about 32×32"
  public static let stageBlocks = [3, 4, 6, 3]
  public static let block = ResidualBlock.basic
  public static let stem = ResNetStem.plain

  public var widths = fullWidths

  public init() {}
}

/// ResNet-50: 3, 4, 6 and 3 bottlenecks.
public struct ResNet50: ImageNetResNet {
  public static let name = "resnet50"
  public static let summary = "ResNet-50 for pictures of about 224×224"
  public static let stageBlocks = [3, 4, 6, 3]
  public static let block = ResidualBlock.bottleneck(.single)

  public var widths = fullWidths

  public init() {}
}

/// ResNet-101: 3, 4, 23 and 3 bottlenecks.
public struct ResNet101: ImageNetResNet {
  public static let name = "resnet101"
  public static let summary = "ResNet-101 for pictures of about 224×224"
  public static let stageBlocks = [3, 4, 23, 3]
  public static let block = ResidualBlock.bottleneck(.single)

  public var widths = fullWidths

  public init() {}
}

/// ResNet-152: 3, 8, 36 and 3 bottlenecks.
public struct ResNet152: ImageNetResNet {
  public static let name = "resnet152"
  public static let summary = "ResNet-152 for pictures of about 224×224"
  public static let stageBlocks = [3, 8, 36, 3]
  public static let block = ResidualBlock.bottleneck(.single)

  public var widths = fullWidths

  public init() {}
}

/// ResNeXt-50 (32×4d): 3, 4, 6 and 3 grouped bottlenecks.
public struct ResNeXt50: ImageNetResNet {
  public static let name = "resnext50"
  public static let summary = "ResNeXt-50 (32×4d) for pictures of about 224×224"
  public static let stageBlocks = [3, 4, 6, 3]
  public static let block = ResidualBlock.bottleneck(ConvolutionGroups(count: 32, width: 4))

  public var widths = fullWidths

  public init() {}
}
