import Foundation

/// How well experts whose logits are evidence tell right answers from wrong ones: by the largest probability, and by how
/// unsure the evidence leaves them (Li, Han, Li, Fu, Zhang, CVPR 2022: TLC, eqs 2 to 6).
///
/// The evidence `exp(z)` gives a Dirichlet distribution with the strength `S = Σ (exp(z) + 1)`, which is unsure by C / S; the
/// experts together are unsure by the product of `(C / S_m) / (1 − K_m)`, K_m being the conflict between an expert's
/// beliefs and those of the one before.
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

/// −log of what the evidence of each sample leaves unsure, 0 or more.
struct EvidentialUncertainty {
  /// log (S / C) of each expert, `[experts][samples]`.
  private(set) var experts: [[Double]]
  /// −log of the product, `[samples]`.
  private(set) var ensemble: [Double]

  /// - Parameter logits: `[samples, classes]` of each expert.
  init(_ logits: [Logits]) {
    let (samples, classes) = (logits.first?.samples ?? 0, logits.first?.classes ?? 1)
    experts = logits.map { _ in [Double](repeating: 0, count: samples) }
    ensemble = [Double](repeating: 0, count: samples)
    var former = [Double](repeating: 0, count: classes)
    var belief = former
    for sample in 0..<samples {
      var formerUnsure = 1.0
      for expert in logits.indices {
        let strength = logits[expert].withUnsafeValues { values in
          Self.logStrength(
            UnsafeBufferPointer(rebasing: values[sample * classes..<(sample + 1) * classes]),
            beliefs: &belief)
        }
        let sureness = max(0, strength - log(Double(classes)))
        let unsure = exp(-sureness)
        experts[expert][sample] = sureness
        ensemble[sample] += sureness
        if expert > 0 {
          // 1 − K without cancellation: what either leaves open, and what both believe alike.
          let alike = zip(former, belief).reduce(0) { $0 + $1.0 * $1.1 }
          let agreement = formerUnsure + unsure - formerUnsure * unsure + alike
          ensemble[sample] += log(max(agreement, .leastNormalMagnitude))
        }
        ensemble[sample] = max(0, ensemble[sample])
        formerUnsure = unsure
        swap(&former, &belief)
      }
    }
  }

  /// log S, and the belief in each class.
  private static func logStrength(
    _ logits: UnsafeBufferPointer<Float>, beliefs: inout [Double]
  ) -> Double {
    let rest = log(Double(logits.count))
    let largest = logits.reduce(rest) { max($0, Double($1)) }
    let sum = logits.reduce(exp(rest - largest)) { $0 + exp(Double($1) - largest) }
    let strength = largest + log(sum)
    for place in beliefs.indices { beliefs[place] = exp(Double(logits[place]) - strength) }
    return strength
  }
}
