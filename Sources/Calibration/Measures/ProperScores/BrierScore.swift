/// Mean over samples of Σ (p − y)² over classes (Brier, 1950).
public struct BrierScore: Measure {
  public let name = "brier"
  public let title = "Brier"
  public let summary = "squared distance from the label, summed over classes"
  public let unit = MeasureUnit.number(0...2)
  public let need = MeasureNeed.bins

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String { "brier/class-sum/sample-mean" }

  public func value(of evidence: Evidence) -> MeasuredValue { .value(evidence.brier) }

  public func interval(of evidence: Evidence) -> MeasuredInterval? {
    evidence.meanInterval(evidence.squares, within: 0...2)
  }
}

extension Evidence {
  /// The whole score.
  var brier: Double { weightedMean(squares) ?? state.squares.value / Double(samples) }

  /// Its part that recalibration could win.
  var brierCalibration: Double {
    classwiseReliability.map { $0.rootMeanSquareError * $0.rootMeanSquareError }.compensatedSum()
  }
}
