public import Calibration

/// Predictions with labels, opened but not read, with what their probabilities come from.
public struct LabelledProbabilities {
  /// `[samples, classes]`, through the calibrator where there is one.
  public let rows: ProbabilityRows
  /// `[samples]`, in `0..<classes`.
  public let labels: [Int]
  /// Training samples per class, in class order; `nil` where they are not known.
  public let classCounts: [Int]?
  /// What calibrated them.
  public let identity: CalibratorIdentity
  /// How several experts were combined; `nil` for a single network.
  public let combination: EnsembleCombination?
  /// What the files say of themselves.
  public let input: InputDescription

  public init(
    rows: ProbabilityRows, labels: [Int], classCounts: [Int]? = nil,
    identity: CalibratorIdentity = .none, combination: EnsembleCombination? = nil,
    input: InputDescription = InputDescription()
  ) {
    self.rows = rows
    self.labels = labels
    self.classCounts = classCounts
    self.identity = identity
    self.combination = combination
    self.input = input
  }
}
