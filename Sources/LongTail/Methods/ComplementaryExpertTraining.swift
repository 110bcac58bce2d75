/// Experts of ever rarer classes that leave the others alone, and answer together where they know something.
public struct ComplementaryExpertTraining: Method {
  public static let name = "ace"
  public static let summary =
    "experts of ever rarer classes that keep out of the others', each at a rate of its share of the data"
  public static let citation =
    "Cai, Wang, Hwang: ACE: Ally Complementary Experts for Solving Long-Tailed Recognition in One-Shot, ICCV 2021"
  public static let differences = [
    "Unverified: no program of the authors could be read. The loss, the rates and the answer are the paper's as others "
      + "describe them; what follows is this package's reading.",
    "Classes: the experts' are all, the rarer 65 % and the rarest 30 %, which are the medium and few ones of CIFAR-100-LT with "
      + "an imbalance factor of 100.",
    "Losses of experts are means over the batch's samples of their own classes.",
    "Factors of the answer are of the mean lengths of the weights of an expert's own classes.",
    "Suppression: the sum of squares over some seventy classes counts 0.01; counted in full, training ends at once with "
      + "numbers that are not finite at these rates.",
    "Settings: 400 epochs with AutoAugment and Cutout are the paper's; rates, decay and what experts share are those of this "
      + "package's other mixtures.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = SingleStage.plan(for: task, loss: ComplementaryExperts(suppression: 0.01))
    plan.model.experts = 3
    plan.stages[0].hooks = [Chosen(ComplementaryAnswers())]
    guard case .picture = task.input else { return plan }
    plan.stages[0].epochs = 400
    plan.stages[0].augmentations = ContrastiveViews.classified(task)
    plan.stages[0].optimizer = Chosen(SGDSettings(nesterov: true, weightDecay: 5e-4))
    plan.stages[0].schedule = Chosen(StepSchedule(milestones: [320, 360]))
    return plan
  }

  public static var presets: [PublishedPreset] {
    PublishedPreset.cifar(
      Self(), classes: [100], lacks: ["the authors' settings, of which no program could be read"])
  }

  /// As others list it, of four experts.
  public static let results = PublishedResult.cifar100(
    [(100, 49.6)], epochs: [400], source: "Cai et al. 2021, four experts, as others list it")
}
