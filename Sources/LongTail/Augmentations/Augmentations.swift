/// The augmentations there are.
public enum Augmentations: Catalog {
  public static let kind = "augmentation"
  public static let builtIn: [any CatalogItem.Type] = [
    RandomCrop.self,
    HorizontalFlip.self,
    Rotation.self,
    RandomResizedCrop.self,
    ColorJitter.self,
    RandomGrayscale.self,
    GaussianBlur.self,
    AutoAugment.self,
    RandAugment.self,
    Cutout.self,
    MinimalistCrop.self,
  ]
}
