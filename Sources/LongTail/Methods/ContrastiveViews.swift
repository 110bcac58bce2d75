/// What the methods share that compare several views of a picture.
enum ContrastiveViews {
  /// What their authors' views have and this package lacks.
  static let lacks = ["greyscale and Gaussian blur in the contrastive views"]

  /// SimAugment for pictures of 32×32 (Chen, Kornblith, Norouzi, Hinton, ICML 2020; its crop as in MoCo v2), without
  /// greyscale and blur.
  static let small = sim(smallestArea: 0.2)
  /// The same for large pictures, with torchvision's own crop.
  static let large = sim(smallestArea: 0.08)

  private static func sim(smallestArea: Double) -> View {
    var crop = RandomResizedCrop()
    crop.smallestArea = smallestArea
    var jitter = ColorJitter()
    jitter.hue = 0.1
    jitter.probability = 0.8
    return View([crop, HorizontalFlip(), jitter])
  }

  /// The view of CIFAR-like pictures that is classified, and for data that are not known to bear mirrors and colours a
  /// crop.
  static func classified(_ task: TaskDescription) -> [Chosen<Augmentations>] {
    SingleStage.flips(task.dataset)
      ? Experts.strongAugmentations(automatic: true, cutout: true) : [Chosen(RandomCrop())]
  }

  /// A view of CIFAR-like pictures that is compared.
  static func compared(_ task: TaskDescription) -> View {
    SingleStage.flips(task.dataset) ? small : View([RandomCrop()])
  }

  /// A view of large pictures that is classified.
  static func largeClassified(operations: Int = 2) -> [any Augmentation] {
    var strong = RandAugment()
    strong.operations = operations
    return [ColorJitter(), strong]
  }
}
