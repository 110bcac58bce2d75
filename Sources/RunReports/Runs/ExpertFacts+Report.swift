import Calibration
import LongTail
import Reports

extension ExpertFacts {
  /// What was measured of the experts of some predictions, and what their run recorded of them; `nil` for
  /// those of a single network.
  /// - Parameters:
  ///   - predictions: with the logits of the experts.
  ///   - evaluation: what the run recorded.
  ///   - bringEvidence: whether the logits are evidence.
  /// - Throws: `CalibrationError` for predictions that are unusable.
  init?(_ predictions: Predictions, of evaluation: Evaluation, bringEvidence: Bool) throws {
    guard predictions.expertLogits.count > 1 else { return nil }
    let report = try ExpertReport(predictions)
    let experts = try predictions.expertLogits.enumerated().map {
      try Member("expert \($0 + 1)", $1, predictions)
    }
    var shares: [ShotGroup: [Double]] = [:]
    for group in ShotGroup.allCases {
      shares[group] = report.strengths.shares(of: report.classes(in: group))
    }
    let all = report.classes(in: nil)
    try self.init(
      experts: experts,
      ensemble: Member("ensemble", predictions.logits, predictions),
      bestOfClass: report.strengths.bestOfClass, highestOfClass: report.strengths.highestOfClass,
      bestShares: report.strengths.shares(of: all) ?? [], groupBestShares: shares,
      tiedShare: report.strengths.tiedShare(of: all) ?? 0, disagreement: report.disagreement.pairs,
      meanDisagreement: report.disagreement.mean,
      oracleAccuracy: report.disagreement.oracleAccuracy,
      routing: evaluation.routing.map {
        ExpertRouting(
          shares: $0.shares, averageExperts: $0.averageExperts,
          averageMultiplyAdds: $0.averageMultiplyAdds,
          totalMultiplyAdds: Double($0.totalMultiplyAdds))
      },
      expectedMarginals: evaluation.expectedMarginals.map {
        ExpertMarginals(experts: $0.experts, ensemble: $0.ensemble)
      },
      evidence: bringEvidence ? EvidenceReport(predictions) : nil)
  }
}

extension ExpertFacts.Member {
  fileprivate init(_ name: String, _ logits: Logits, _ predictions: Predictions) throws {
    let figures = try FigureTable(ofReport: softmax(logits), predictions)
    self.init(
      name, scores: figures,
      groupCalibrationError: (figures.groupsByTrueLabel ?? [:]).compactMapValues(\.expectedError))
  }
}
