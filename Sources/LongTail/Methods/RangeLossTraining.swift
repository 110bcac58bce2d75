/// Cross-entropy, and features close within classes and apart between them.
public struct RangeLossTraining: Method {
  public static let name = "range-loss"
  public static let summary = "cross-entropy, and features close within and apart between classes"
  public static let citation =
    "Zhang, Fang, Wen, Li, Qiao: Range Loss for Deep Face Recognition with Long-Tailed Training Data, "
    + "ICCV 2017"
  public static let differences = [
    "There is no official code. Some programs have k over the sum of distances in the place of their "
      + "harmonic mean, which rewards classes that spread; this is the paper's.",
    "The factors and the margin are the paper's, for faces: they depend on how large features are.",
    "The paper is about faces; sampling by class and the settings of training are the field's.",
  ]

  public init() {}

  public func plan(for task: TaskDescription) -> Plan {
    var plan = SingleStage.plan(for: task, loss: RangeLoss())
    plan.stages[0].sampler = Chosen(TwoStage.classAware(batchSize: plan.batchSize, extra: 0))
    return plan
  }
}
