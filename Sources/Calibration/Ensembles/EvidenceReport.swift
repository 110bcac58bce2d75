import Foundation

/// How well experts whose logits are evidence tell right answers from wrong ones: by the largest probability, and by how
/// unsure the evidence leaves them (Li, Han, Li, Fu, Zhang, CVPR 2022: TLC, eqs 2 to 6).
///
/// What is unsure is an ``EvidentialUncertainty``.
public struct EvidenceReport: Sendable, Codable, Equatable {
  /// One expert with its own answers, or all together.
  public struct Member: Sendable, Codable, Equatable {
    /// By the largest probability.
    public let byConfidence: RankingScores
    /// By what is unsure: the least unsure first.
    public let byUncertainty: RankingScores
    /// Mean over the samples of what is unsure, in [0, 1]; `nil` without a sample.
    public let meanUncertainty: Double?
  }

  /// In order.
  public let experts: [Member]
  /// All experts, with the answers of the network.
  public let ensemble: Member

  public init(experts: [Member], ensemble: Member) {
    self.experts = experts
    self.ensemble = ensemble
  }

  /// - Parameter predictions: with the logits of one expert or more, as the network made them.
  /// - Throws: ``CalibrationError`` when they are unusable, or have no experts.
  public init(_ predictions: Predictions) throws {
    try predictions.check(as: "test")
    guard !predictions.expertLogits.isEmpty else {
      throw CalibrationError.needsExperts(role: "test")
    }
    let uncertainty = EvidentialUncertainty(predictions.expertLogits)
    func member(_ logits: Logits, _ sureness: [Double]) -> Member {
      let top = TopLabels(softmax(logits))
      let correct = top.correct(predictions.labels)
      let sum = sureness.reduce(0) { $0 + exp(-$1) }
      return Member(
        byConfidence: RankingScores(confidences: top.confidences, correct: correct),
        byUncertainty: RankingScores(confidences: sureness, correct: correct),
        meanUncertainty: sureness.isEmpty ? nil : sum / Double(sureness.count))
    }
    experts = zip(predictions.expertLogits, uncertainty.experts).map { member($0, $1) }
    ensemble = member(predictions.logits, uncertainty.ensemble)
  }
}
