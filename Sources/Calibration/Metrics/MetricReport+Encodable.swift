extension MetricReport: Encodable {
  /// Every figure under its own name, `null` where there is none; then what belongs to them by their names.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(samples, forKey: "samples")
    try container.encode(classes, forKey: "classes")
    try container.encode(bins, forKey: "bins")
    for figure in figures { try container.encode(figure.value, forKey: Key(figure.name)) }
    try container.encode(maximumErrorCount, forKey: "mce_count")
    if let nullBand {
      try container.encode(
        ["mean": nullBand.mean, "lower": nullBand.band.lower, "upper": nullBand.band.upper],
        forKey: "ece_null")
    }
    try container.encode(accuracyOfClass, forKey: "accuracy_per_class")
    try container.encode(reliability, forKey: "reliability")
    if let groupsByTrueLabel, let groupsByPredictedLabel {
      try container.encode(groupRule, forKey: "group_rule")
      try container.encode(named(groupsByTrueLabel), forKey: "groups_by_true_label")
      try container.encode(named(groupsByPredictedLabel), forKey: "groups_by_predicted_label")
    }
    if !perClass.isEmpty { try container.encode(perClass, forKey: "per_class") }
    try container.encodeIfPresent(testPrior, forKey: "test_prior")
    try container.encodeIfPresent(compatibility, forKey: "compatibility")
    try encodeDetails(&container)
  }

  private func encodeDetails(_ container: inout KeyedEncodingContainer<Key>) throws {
    func details(_ part: (MetricFigure) -> String?) -> [String: String] {
      figures.reduce(into: [:]) { $0[$1.name] = part($1) }
    }
    try container.encode(details(\.convention), forKey: "conventions")
    let absences = details(\.absence)
    if !absences.isEmpty { try container.encode(absences, forKey: "absences") }
    let intervals = figures.reduce(into: [String: FoundInterval]()) { found, figure in
      guard let interval = figure.interval else { return }
      found[figure.name] = FoundInterval(
        lower: interval.lower, upper: interval.upper, method: figure.intervalMethod ?? "")
    }
    if !intervals.isEmpty { try container.encode(intervals, forKey: "intervals") }
    if !notes.isEmpty { try container.encode(notes, forKey: "notes") }
  }

  private func named(_ groups: [ShotGroup: GroupScore]) -> [String: GroupScore] {
    Dictionary(uniqueKeysWithValues: groups.map { ($0.key.rawValue, $0.value) })
  }

  private struct FoundInterval: Encodable {
    let lower: Double
    let upper: Double
    let method: String
  }

  private struct Key: CodingKey, ExpressibleByStringLiteral {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init(stringLiteral name: String) { stringValue = name }
    init(stringValue name: String) { stringValue = name }
    init?(intValue: Int) { nil }
  }
}
