/// The largest gap of a bin: a maximum over bins of few samples says little.
public struct MaximumCalibrationError: ResampledMeasure {
  public let name = "mce"
  public let title = "MCE"
  public let summary = "largest gap of a bin; look at its count"
  public let need = MeasureNeed.bins
  public let resampling = Resampling.basic

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String {
    "ece/top-label/max/\(settings.binning.convention)"
  }

  public func value(of evidence: Evidence) -> MeasuredValue {
    .value(evidence.reliability.error(.maximum))
  }

  public func decidingSamples(of table: FigureTable) -> Int? { table.maximumErrorCount }

  public func value(of draw: ResampledOutcomes) -> Double? { draw.reliability.error(.maximum) }
}
