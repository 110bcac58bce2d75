public import Calibration

/// How a trained network answers: from its logits to the scores that are written down and compared.
public struct PredictionRule: Sendable, Codable {
  /// τ of post-hoc logit adjustment: scores are z − τ log π with the training prior π
  /// (Menon et al., ICLR 2021, eq. 9), in [−10, 10]; 0 leaves the logits as they are.
  public var logitAdjustment: Double
  /// Whether a sample is shown to the experts that the router asks, instead of all.
  public var routes: Bool
  /// What each expert counts in the ensemble, each in [0, 1000] and one above 0; all alike when empty.
  public var expertWeights: [Double]
  /// How evidence weighs the experts, sample by sample; none where they do not bring any.
  @OrNone public var evidence: EvidenceGate?
  /// The looks at a sample whose logits are averaged, such as a picture and its mirror image; as it is when
  /// empty. None of them draws at random.
  public var views: [View]

  public init(
    logitAdjustment: Double = 0, routes: Bool = false, expertWeights: [Double] = [],
    evidence: EvidenceGate? = nil, views: [View] = []
  ) {
    self.logitAdjustment = logitAdjustment
    self.routes = routes
    self.expertWeights = expertWeights
    self.evidence = evidence
    self.views = views
  }

  /// The rule without some of the experts; the others count as they did, or all alike where none of them did. Where
  /// routers or evidence weigh experts, it stays as it is.
  func leavingOut(_ experts: Set<Int>, of count: Int) -> PredictionRule {
    guard !experts.isEmpty, !routes, evidence == nil else { return self }
    let own = expertWeights.isEmpty ? [Double](repeating: 1, count: count) : expertWeights
    func without(_ weights: [Double]) -> [Double] {
      weights.enumerated().map { experts.contains($0) ? 0 : $1 }
    }
    var rule = self
    rule.expertWeights = without(own)
    if !rule.expertWeights.contains(where: { $0 > 0 }) {
      rule.expertWeights = without(own.map { _ in 1 })
    }
    return rule
  }

  /// Whether the answer is another one than the mean of all experts.
  var choosesExperts: Bool { routes || !expertWeights.isEmpty || evidence != nil }

  /// - Throws: ``SettingsError`` for settings out of range.
  func validate() throws {
    try SettingsError.require("logitAdjustment", logitAdjustment, from: -10, to: 10)
    for (index, weight) in expertWeights.enumerated() {
      try SettingsError.require("expertWeights.\(index)", weight, from: 0, to: 1000)
    }
    guard expertWeights.isEmpty || expertWeights.contains(where: { $0 > 0 }) else {
      throw SettingsError("expertWeights", "expected a weight above 0, found none")
    }
    guard expertWeights.isEmpty || !routes else {
      throw SettingsError(
        "expertWeights",
        "a router chooses the experts that count (prediction.routes); expected none")
    }
    try within("evidence") { try evidence?.validate() }
    guard evidence == nil || expertWeights.isEmpty && !routes else {
      throw SettingsError(
        "evidence",
        "weighs the experts that \(routes ? "a router chooses (prediction.routes)" : "prediction.expertWeights weighs"); "
          + "expected none")
    }
    for (index, view) in views.enumerated() {
      for (place, chosen) in view.augmentations.enumerated() {
        let key = "views.\(index).augmentations.\(place)"
        try within(key) { try chosen.item.validate() }
        guard chosen.augmentation.isDeterministic else {
          throw SettingsError(
            key,
            "\(chosen.name) draws at random, and an answer to a picture is always the same; expected "
              + "one that does not, such as {name: horizontal-flip, probability: 1}")
        }
      }
    }
  }
}
