/// What a method does with a task: a network, the stages of its training, and a prediction rule.
public struct Plan: Sendable {
  /// The network.
  public var model: ModelSettings
  /// The stages of training, in order.
  public var stages: [Stage]
  /// How the trained network answers.
  public var prediction: PredictionRule
  /// Samples of a step, where a stage does not say otherwise.
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
