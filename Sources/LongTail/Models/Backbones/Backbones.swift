/// Every backbone there is.
public enum Backbones: Catalog {
  public static let kind = "backbone"
  public static let builtIn: [any CatalogItem.Type] = [
    ResNet32.self,
    ResNet10.self,
    ResNet18.self,
    ResNet34.self,
    ResNet50.self,
    ResNet101.self,
    ResNet152.self,
    ResNeXt50.self,
    SmallPictureResNet34.self,
    WideResNet32.self,
    DenseNet40.self,
    VGG19.self,
    LeNet.self,
    EfficientNetLite0.self,
    MobileNetV2.self,
    ConvNeXt.self,
    VisionTransformer.self,
    IdentityBackbone.self,
    TwoLayerBackbone.self,
    BranchedBackbone.self,
    ModulatedBackbone.self,
  ]
}
