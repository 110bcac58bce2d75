/// Mean share of errors among the most confident answers, or the surest by another account
/// (``RankingScores/areaUnderRiskCoverage``).
public struct AreaUnderRiskCoverage: ResampledMeasure {
  /// What they are ranked by.
  public let account: SurenessAccount
  public let resampling = Resampling.percentile

  /// - Parameter account: what they are ranked by.
  public init(by account: SurenessAccount = .confidence) { self.account = account }

  public var name: String { account.prefix + "aurc" }
  public var title: String { "AURC" + account.suffix }
  public var summary: String {
    switch account {
    case .confidence: "mean share of errors among the most confident answers"
    case .uncertainty: "mean share of errors among the answers of the least given uncertainty"
    }
  }
  public var need: MeasureNeed { account.need }
  /// Of a given uncertainty: evaluations have it beside the figure by confidence.
  public var isRecorded: Bool { account == .uncertainty }

  public func convention(_ settings: MeasureSettings) -> String {
    "aurc/mean-over-coverage/"
      + (account == .confidence ? "" : "by-uncertainty/") + "ties-together"
  }

  public func value(of evidence: Evidence) -> MeasuredValue {
    MeasuredValue(evidence.ranking(by: account)?.areaUnderRiskCoverage)
  }

  public func value(of draw: ResampledOutcomes) -> Double? {
    draw.ranking(by: account)?.areaUnderRiskCoverage
  }
}
