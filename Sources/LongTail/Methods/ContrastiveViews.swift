/// What the methods share that compare several views of a picture.
enum ContrastiveViews {
  /// SimAugment for pictures of 32×32 (Chen, Kornblith, Norouzi, Hinton, ICML 2020; its crop as in MoCo v2).
  static let small = sim(smallestArea: 0.2)
  /// The same for large pictures, with torchvision's own crop.
  static let large = sim(smallestArea: 0.08)
  /// All jitter but that of hues, always, then grey and blur: both views of PaCo and NCL on Places-LT.
  static let places = View([
    RandomResizedCrop(), HorizontalFlip(), ColorJitter(), RandomGrayscale(), GaussianBlur(),
  ])
  /// Without blur, as BCL has it for large pictures and ProCo for all.
  static let unblurred = sim(smallestArea: 0.08, blurs: false)

  private static func sim(smallestArea: Double, blurs: Bool = true) -> View {
    var crop = RandomResizedCrop()
    crop.smallestArea = smallestArea
    return View([crop, HorizontalFlip()] + colors + (blurs ? [GaussianBlur()] : []))
  }

  /// The views of test pictures from which SADE's authors learn the weights of experts: SimAugment, of small pictures with
  /// a shifted crop and less blur.
  static func ofTest(isLarge: Bool, flips: Bool) -> [any Augmentation] {
    var crop = RandomResizedCrop()
    crop.smallestArea = 0.2
    var view: [any Augmentation] = isLarge ? [crop] : [RandomCrop()]
    if flips { view.append(HorizontalFlip()) }
    return view + colors + [GaussianBlur(probability: isLarge ? 0.5 : 0.2)]
  }

  /// Jitter of all colours four times in five, and grey once in five.
  static var colors: [any Augmentation] {
    var jitter = ColorJitter()
    jitter.hue = 0.1
    jitter.probability = 0.8
    return [jitter, RandomGrayscale()]
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
  /// - Parameters:
  ///   - operations: of RandAugment.
  ///   - isStacked: whether grey and blur come before it, as in the authors' stacked view.
  /// - Returns: what follows crop and flip.
  static func largeClassified(
    operations: Int = 2, isStacked: Bool = false
  ) -> [any Augmentation] {
    var strong = RandAugment()
    strong.operations = operations
    let softened: [any Augmentation] = isStacked ? [RandomGrayscale(), GaussianBlur()] : []
    return [ColorJitter()] + softened + [strong]
  }
  /// A preset for large pictures of which one view is classified and two more without blur are compared.
  /// - Parameters:
  ///   - dataset: such as “ImageNet-LT”.
  ///   - network: a backbone's name.
  ///   - settings: what else differs from the method's plan.
  ///   - epochs: of its one stage.
  ///   - rate: the learning rate at first; it falls as a cosine.
  ///   - weightDecay: of all parameters.
  ///   - loss: of all views.
  /// - Returns: one with batches of 256.
  static func largePreset(
    _ dataset: String, network: String, settings: [String] = [], epochs: Int, rate: Double,
    weightDecay: Double, loss: Chosen<Losses>
  ) -> PublishedPreset {
    var stage = Experts.largeStage(
      epochs: epochs, adding: largeClassified(), loss: CrossEntropy(),
      optimizer: SGDSettings(learningRate: rate, weightDecay: weightDecay),
      schedule: CosineSchedule())
    stage.loss = loss
    stage.views = [unblurred, unblurred]
    return PublishedPreset(
      dataset: dataset, network: network, settings: settings, batchSize: 256, stages: [stage])
  }
}
