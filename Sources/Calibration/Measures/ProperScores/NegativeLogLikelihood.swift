/// Mean of −log max(p of the label, 10⁻²⁰), in nats.
public struct NegativeLogLikelihood: Measure {
  public let name = "nll"
  public let title = "NLL"
  public let summary = "negative log-likelihood, in nats"
  public let unit = MeasureUnit.nats
  public let need = MeasureNeed.bins

  public init() {}

  public func convention(_ settings: MeasureSettings) -> String { "nll/mean/nats/floor1e-20" }

  public func value(of evidence: Evidence) -> MeasuredValue {
    .value(
      evidence.weightedMean(evidence.likelihoods)
        ?? evidence.state.likelihood.value / Double(evidence.samples))
  }

  public func interval(of evidence: Evidence) -> MeasuredInterval? {
    evidence.meanInterval(evidence.likelihoods, within: 0...Double.infinity)
  }
}
