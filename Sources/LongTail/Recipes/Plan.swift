/// What a method does with a task: a network, the stages of its training, and a prediction rule.
public struct Plan: Sendable {
  public var model: ModelSettings
  public var stages: [Stage]
  public var prediction: PredictionRule
  public var batchSize: Int

  public init(
    model: ModelSettings, stages: [Stage], prediction: PredictionRule = PredictionRule(),
    batchSize: Int = 128
  ) {
    self.model = model
    self.stages = stages
    self.prediction = prediction
    self.batchSize = batchSize
  }
}
