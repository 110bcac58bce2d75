/// How well confidence, or another account of how sure answers are, tells right ones from wrong ones
/// (``RankingScores/areaUnderROC``).
public struct AreaUnderROC: ResampledMeasure {
  /// What they are ranked by.
  public let account: SurenessAccount
  public let direction = MeasureDirection.higherIsBetter
  public let resampling = Resampling.percentile

  /// - Parameter account: what they are ranked by.
  public init(by account: SurenessAccount = .confidence) { self.account = account }

  public var name: String { account.prefix + "auroc" }
  public var title: String { "AUROC" + account.suffix }
  public var summary: String {
    switch account {
    case .confidence: "how well confidence tells right answers from wrong ones"
    case .uncertainty: "how well a given uncertainty tells right answers from wrong ones"
    }
  }
  public var need: MeasureNeed { account.need }
  /// Of a given uncertainty: evaluations have it beside the figure by confidence.
  public var isRecorded: Bool { account == .uncertainty }

  public func convention(_ settings: MeasureSettings) -> String {
    "auroc/correct-by-\(account.rawValue)/ties-half"
  }

  public func value(of evidence: Evidence) -> MeasuredValue {
    MeasuredValue(
      evidence.ranking(by: account)?.areaUnderROC,
      otherwise: "all answers are right, or all are wrong")
  }

  public func value(of draw: ResampledOutcomes) -> Double? {
    draw.ranking(by: account)?.areaUnderROC
  }
}
