extension Scorecard: Codable {
  private enum CodingKeys: String, CodingKey {
    case samples, classes, bins, accuracy
    case accuracyMany = "accuracy_many"
    case accuracyMedium = "accuracy_medium"
    case accuracyFew = "accuracy_few"
    case balancedAccuracy = "balanced_accuracy"
    case expectedError = "ece"
    case maximumError = "mce"
    case maximumErrorCount = "mce_count"
    case adaptiveError = "adaptive_ece"
    case classwiseError = "classwise_ece"
    case classwiseAdaptiveError = "ace"
    case negativeLogLikelihood = "nll"
    case brier
    case overconfidenceError = "overconfidence_error"
    case signedGap = "signed_gap"
    case accuracyOfClass = "accuracy_per_class"
    case reliability
    case groupsByTrueLabel = "groups_by_true_label"
    case groupsByPredictedLabel = "groups_by_predicted_label"
    case groupRule = "group_rule"
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(samples, forKey: .samples)
    try container.encode(classes, forKey: .classes)
    try container.encode(bins, forKey: .bins)
    // `encode`, not `encodeIfPresent`: a key that is always there, null where there is no number.
    for (key, value) in numbers { try container.encode(value, forKey: key) }
    try container.encode(maximumErrorCount, forKey: .maximumErrorCount)
    try container.encode(accuracyOfClass, forKey: .accuracyOfClass)
    try container.encode(reliability, forKey: .reliability)
    try container.encodeIfPresent(groupRule, forKey: .groupRule)
    try container.encodeIfPresent(named(groupsByTrueLabel), forKey: .groupsByTrueLabel)
    try container.encodeIfPresent(
      named(groupsByPredictedLabel), forKey: .groupsByPredictedLabel)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys) throws -> Double? {
      try container.decodeIfPresent(Double.self, forKey: key)
    }
    samples = try container.decode(Int.self, forKey: .samples)
    classes = try container.decode(Int.self, forKey: .classes)
    bins = try container.decode(Int.self, forKey: .bins)
    accuracy = try number(.accuracy)
    accuracyMany = try number(.accuracyMany)
    accuracyMedium = try number(.accuracyMedium)
    accuracyFew = try number(.accuracyFew)
    balancedAccuracy = try number(.balancedAccuracy)
    expectedError = try number(.expectedError)
    maximumError = try number(.maximumError)
    adaptiveError = try number(.adaptiveError)
    classwiseError = try number(.classwiseError)
    classwiseAdaptiveError = try number(.classwiseAdaptiveError)
    negativeLogLikelihood = try number(.negativeLogLikelihood)
    brier = try number(.brier)
    overconfidenceError = try number(.overconfidenceError)
    signedGap = try number(.signedGap)
    maximumErrorCount = try container.decodeIfPresent(Int.self, forKey: .maximumErrorCount)
    accuracyOfClass = try container.decode([Double?].self, forKey: .accuracyOfClass)
    reliability = try container.decode([ReliabilityBin].self, forKey: .reliability)
    groupRule = try container.decodeIfPresent(String.self, forKey: .groupRule)
    groupsByTrueLabel = try unnamed(
      container.decodeIfPresent([String: GroupScore].self, forKey: .groupsByTrueLabel))
    groupsByPredictedLabel = try unnamed(
      container.decodeIfPresent([String: GroupScore].self, forKey: .groupsByPredictedLabel))
  }

  private var numbers: [(CodingKeys, Double?)] {
    [
      (.accuracy, accuracy), (.accuracyMany, accuracyMany), (.accuracyMedium, accuracyMedium),
      (.accuracyFew, accuracyFew), (.balancedAccuracy, balancedAccuracy),
      (.expectedError, expectedError), (.maximumError, maximumError),
      (.adaptiveError, adaptiveError), (.classwiseError, classwiseError),
      (.classwiseAdaptiveError, classwiseAdaptiveError),
      (.negativeLogLikelihood, negativeLogLikelihood), (.brier, brier),
      (.overconfidenceError, overconfidenceError), (.signedGap, signedGap),
    ]
  }
}

/// A dictionary whose keys are enum cases would be written as an array.
private func named(_ groups: [ShotGroup: GroupScore]?) -> [String: GroupScore]? {
  groups.map { Dictionary(uniqueKeysWithValues: $0.map { ($0.key.rawValue, $0.value) }) }
}

private func unnamed(_ groups: [String: GroupScore]?) -> [ShotGroup: GroupScore]? {
  groups.map { groups in
    Dictionary(
      uniqueKeysWithValues: groups.compactMap { name, score in
        ShotGroup(rawValue: name).map { ($0, score) }
      })
  }
}
