/// What was logged while a run trained, one record an epoch.
public struct TrainingHistory: Sendable, Codable, Equatable {
  /// The figures of one epoch; `nil` where a figure was not logged.
  public struct Epoch: Sendable, Codable, Equatable {
    /// 1 for the first epoch, counted on through the stages.
    public var epoch: Int
    /// Mean training loss, in the unit of the loss.
    public var trainingLoss: Double?
    /// Mean loss on the validation part, in the unit of the loss.
    public var validationLoss: Double?
    /// In [0, 1].
    public var trainingAccuracy: Double?
    /// In [0, 1].
    public var validationAccuracy: Double?
    /// Validation ECE, in [0, 1].
    public var validationCalibrationError: Double?
    /// The learning rate as it was logged.
    public var learningRate: Double?

    public init(
      epoch: Int, trainingLoss: Double? = nil, validationLoss: Double? = nil,
      trainingAccuracy: Double? = nil, validationAccuracy: Double? = nil,
      validationCalibrationError: Double? = nil, learningRate: Double? = nil
    ) {
      self.epoch = epoch
      self.trainingLoss = trainingLoss
      self.validationLoss = validationLoss
      self.trainingAccuracy = trainingAccuracy
      self.validationAccuracy = validationAccuracy
      self.validationCalibrationError = validationCalibrationError
      self.learningRate = learningRate
    }
  }

  /// In the order in which they were trained.
  public var epochs: [Epoch]
  /// The epoch whose weights were evaluated; `nil` for the last.
  public var chosenEpoch: Int?
  /// First epochs of the stages after the first, for a mark on the axis.
  public var stageStarts: [Int]

  public init(epochs: [Epoch], chosenEpoch: Int? = nil, stageStarts: [Int] = []) {
    self.epochs = epochs
    self.chosenEpoch = chosenEpoch
    self.stageStarts = stageStarts
  }
}
