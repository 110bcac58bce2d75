/// What one stage of a run's training left behind.
public struct StageFacts: Sendable, Codable, Equatable {
  /// How far one batch norm's statistics moved in the stage, averaged over channels.
  public struct Shift: Sendable, Codable, Equatable {
    /// The layer's path: "layer1.0.bn1".
    public var layer: String
    /// Distance of the means, in standard deviations.
    public var mean: Double
    /// Relative change of the standard deviation, ≥ 0.
    public var deviation: Double

    public init(layer: String, mean: Double, deviation: Double) {
      self.layer = layer
      self.mean = mean
      self.deviation = deviation
    }
  }

  /// Smoothing of each class's labels by one rule.
  public struct Smoothing: Sendable, Codable, Equatable {
    /// The rule's name: "concave".
    public var shape: String
    /// One a class in class order, in [0, 1).
    public var values: [Double]
    /// Whether the stage trained with it; the others are for comparison.
    public var isUsed: Bool

    public init(shape: String, values: [Double], isUsed: Bool) {
      self.shape = shape
      self.values = values
      self.isUsed = isUsed
    }
  }

  /// "1, features".
  public var name: String
  /// Norm of each class's classifier weights, in class order; empty when not known.
  public var weightNorms: [Double]
  /// Since the stage before, in the network's order; empty for the first stage.
  public var shifts: [Shift]
  /// Empty for stages without smoothing.
  public var smoothing: [Smoothing]

  public init(
    name: String, weightNorms: [Double] = [], shifts: [Shift] = [], smoothing: [Smoothing] = []
  ) {
    self.name = name
    self.weightNorms = weightNorms
    self.shifts = shifts
    self.smoothing = smoothing
  }
}
