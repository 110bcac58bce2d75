/// Experts for different class priors, each of which learns from what it says of a weaker view.
public struct DiversityConsistencyTraining: Method {
  public static let name = "mdcs"
  public static let summary =
    "experts for different class priors that teach themselves between two views"
  public static let citation =
    "Zhao, Jiang, Hu, Fang, Liu: MDCS: More Diverse Experts with Consistency Self-distillation for Long-tailed "
    + "Recognition, ICCV 2023"
  public static let differences = [
    "log n: the code adds 1e-9 to the power of the counts, which changes nothing that can be measured. Its "
      + "temperature, class weights and centres are not used, and are not here.",
    "Losses are summed over the experts in the code; so they are here.",
    "Epoch: the authors report the best one on the test set; --selection test is theirs.",
    "Features: both views are the same there.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = SingleStage.plan(for: task, loss: DiversityConsistency())
    plan.model.experts = 3
    plan.model.classifier = Chosen(CosineClassifier())
    guard case .picture = task.input else {
      plan.stages[0].views = [View()]
      return plan
    }
    plan.model.backbone = Chosen(ResNet32(widths: ResNet32.reducedWidths))
    plan.batchSize = 64
    plan.stages[0].epochs = 400
    plan.stages[0].augmentations.append(Chosen(Rotation()))
    var strong = View()
    strong.augmentations = ContrastiveViews.classified(task)
    plan.stages[0].views = [strong]
    plan.stages[0].optimizer = Chosen(SGDSettings(nesterov: true, weightDecay: 5e-4))
    plan.stages[0].schedule = Chosen(StepSchedule(milestones: [200, 320, 380], warmup: 20))
    return plan
  }

  public static var presets: [PublishedPreset] {
    let strong = View(
      [RandomResizedCrop(), HorizontalFlip()] + ContrastiveViews.largeClassified())
    return [10, 100].map { classes in
      let plan = Self().plan(
        for: TaskDescription(
          dataset: "cifar\(classes)", input: .picture(height: 32, width: 32, channels: 3),
          classes: classes, imbalanceFactor: 100))
      return PublishedPreset(
        dataset: "CIFAR-\(classes)-LT", network: "resnet32",
        settings: ["model.backbone.widths=[16,24,48]"], batchSize: plan.batchSize,
        stages: plan.stages)
    } + [.placesExperts(batchSize: 64, loss: DiversityConsistency(), views: [strong])]
  }
}
