public import Calibration

/// All that makes a run: the same recipe and seed on the same machine give the same weights.
public struct Recipe: Sendable, Codable {
  /// Name of the method that the plan came from; all that it decided stands in the recipe itself.
  public var method: String
  /// Where the samples come from and how they are divided.
  public var data: DataSettings
  /// The network.
  public var model: ModelSettings
  /// The stages of training, in order; at least one.
  public var stages: [Stage]
  /// Where the first weights come from; `nil` draws them from the seed.
  @OrNone public var start: CheckpointStart?
  /// Where the backbone's first weights come from, when others have trained it; `nil` otherwise.
  @OrNone public var pretrained: PretrainedWeights?
  /// How the trained network answers.
  public var prediction: PredictionRule
  /// Samples a step, 1 … 1,000,000.
  public var batchSize: Int
  /// Parts, 1 … 1,000,000 and no more than samples, in which a step's batch goes through the network, one after the
  /// other: their gradients add up to the step's, and the memory for maps is that of one part. Batch norm in training takes
  /// the statistics of each part.
  public var accumulation = 1
  /// Whose statistics batch norm takes in training, where several processes share a batch.
  public var batchNormStatistics = BatchNormStatistics.synchronized
  /// Whether the ensemble or each of its experts is calibrated; the same for a single network.
  public var expertCalibration = ExpertCalibration.combined
  /// The calibrators that are fitted, and what the choice among them is made for.
  public var calibration = CalibrationSettings()
  /// Which epoch's weights the run ends with.
  public var selection: CheckpointSelection
  /// Arithmetic of the forward pass.
  public var precision: Precision
  /// Seed of the initial weights, the order of samples, augmentation, mixing and the hold-out.
  public var seed: Int

  /// A method's plan for some data; weights begin from the seed, and the ensemble is calibrated as one.
  public init(
    method: String, data: DataSettings, plan: Plan, selection: CheckpointSelection,
    precision: Precision = .float32, seed: Int = 0
  ) {
    self.method = method
    self.data = data
    self.model = plan.model
    self.stages = plan.stages
    self.prediction = plan.prediction
    self.batchSize = plan.batchSize
    self.selection = selection
    self.precision = precision
    self.seed = seed
  }

  /// The recipe with its first stage `epochs` long and everything else in proportion: stages, milestones
  /// and re-weighting epochs scale and are rounded; warm-up stays but takes at most a quarter of its stage.
  /// - Throws: ``SettingsError`` for less than one epoch, or more than a stage can have.
  public func scaled(toEpochs epochs: Int) throws -> Recipe {
    try SettingsError.require("--epochs", epochs, in: StageLimits.epochs)
    return stretched(by: Double(epochs) / Double(stages[0].epochs))
  }

  /// The recipe with every stage a share of its length, rounded and at least one epoch, and everything else in
  /// proportion as in ``scaled(toEpochs:)``.
  /// - Throws: ``SettingsError`` for a share that is not in (0, 1].
  public func scaled(by share: Double) throws -> Recipe {
    try SettingsError.require("--scale", share, above: 0, to: 1)
    return share == 1 ? self : stretched(by: share)
  }

  private func stretched(by ratio: Double) -> Recipe {
    var copy = self
    copy.stages = stages.map { $0.scaled(by: ratio) }
    return copy
  }

  /// Epochs of all stages before one.
  func epochs(before stage: Int) -> Int { stages[..<stage].reduce(0) { $0 + $1.epochs } }

  /// The seed of what a stage draws; the first stage's is the run's own.
  func stageSeed(_ stage: Int) -> UInt64 {
    // The golden ratio's fraction keeps the stages of neighbouring seeds apart.
    UInt64(seed) &+ UInt64(stage) &* 0x9e37_79b9_7f4a_7c15
  }

  /// - Throws: ``SettingsError`` for the first setting that is out of range.
  public func validate() throws {
    try within("data") { try data.validate() }
    try within("model") { try model.validate() }
    try within("prediction") { try prediction.validate() }
    try within("pretrained") { try pretrained?.validate() }
    try within("calibration") { try calibration.validate() }
    guard !stages.isEmpty else {
      throw SettingsError("stages", "expected at least one stage, found none")
    }
    try SettingsError.require("batchSize", batchSize, in: StageLimits.batchSizes)
    try SettingsError.require("seed", seed, in: 0...Int.max)
    try SettingsError.require("accumulation", accumulation, in: StageLimits.batchSizes)
    if let start {
      try SettingsError.require("start.stage", start.stage, in: 0...stages.count - 1)
    }
    for (index, stage) in stages.enumerated() {
      try within("stages.\(index)") {
        try stage.validate()
        try stage.validate(for: data.framing.training)
      }
      try validateAccumulation(in: stage)
    }
  }
}
