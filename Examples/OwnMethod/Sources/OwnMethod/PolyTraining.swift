import LongTail

/// One stage with ``PolyLoss``, with as many samples of each class.
struct PolyTraining: LongTail.Method {
  static let name = "poly-balanced"
  static let summary = "one stage of balanced samples with PolyLoss"
  static let citation = "Leng et al.: PolyLoss, ICLR 2022; the stage is this example's own"

  func plan(for task: TaskDescription) -> Plan {
    Plan(
      model: ModelSettings(backbone: TwoLayerBackbone(hidden: 32)),
      stages: [
        Stage(
          epochs: 2, sampler: ClassBalanced(), loss: PolyLoss(epsilon: 1),
          optimizer: SGDSettings(learningRate: 0.05), schedule: ConstantSchedule())
      ], batchSize: 16)
  }
}
