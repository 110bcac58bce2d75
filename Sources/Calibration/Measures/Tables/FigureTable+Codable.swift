extension FigureTable: Codable {
  /// Every figure under its own name, `null` where there is none; then what belongs to them by their names.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: FigureKey.self)
    try container.encode(samples, forKey: "samples")
    try container.encode(classes, forKey: "classes")
    try container.encode(bins, forKey: "bins")
    for row in rows { try container.encode(row.value, forKey: FigureKey(row.name)) }
    try container.encode(maximumErrorCount, forKey: "mce_count")
    if let nullBand {
      try container.encode(nullBand.figures, forKey: "ece_null")
    }
    try container.encode(accuracyOfClass, forKey: "accuracy_per_class")
    try container.encode(reliability, forKey: "reliability")
    if let groupsByTrueLabel, let groupsByPredictedLabel {
      try container.encode(groupRule, forKey: "group_rule")
      try container.encode(named(groupsByTrueLabel), forKey: "groups_by_true_label")
      try container.encode(named(groupsByPredictedLabel), forKey: "groups_by_predicted_label")
    }
    if isExplained { try encodeExplanations(&container) }
  }

  private func encodeExplanations(_ container: inout KeyedEncodingContainer<FigureKey>) throws {
    if !perClass.isEmpty { try container.encode(perClass, forKey: "per_class") }
    try container.encodeIfPresent(testPrior, forKey: "test_prior")
    try container.encodeIfPresent(compatibility, forKey: "compatibility")
    try container.encode(conventions, forKey: "conventions")
    let absences = rows.reduce(into: [String: String]()) { $0[$1.name] = $1.absence }
    if !absences.isEmpty { try container.encode(absences, forKey: "absences") }
    let intervals = rows.reduce(into: [String: FoundInterval]()) { found, row in
      guard let interval = row.interval else { return }
      found[row.name] = FoundInterval(
        lower: interval.lower, upper: interval.upper, method: row.intervalMethod)
    }
    if !intervals.isEmpty { try container.encode(intervals, forKey: "intervals") }
    if !notes.isEmpty { try container.encode(notes, forKey: "notes") }
  }

  /// How each figure is defined, by its name.
  public var conventions: [String: String] {
    rows.reduce(into: [:]) { $0[$1.name] = $1.convention }
  }

  /// Tables of older versions may have fewer figures; the names of measures that are not in the lists now are
  /// passed over.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: FigureKey.self)
    self.init(
      samples: try container.decode(Int.self, forKey: "samples"),
      classes: try container.decode(Int.self, forKey: "classes"),
      bins: try container.decode(Int.self, forKey: "bins"),
      isExplained: container.contains("conventions"))
    func texts(_ key: FigureKey) throws -> [String: String] {
      try container.decodeIfPresent([String: String].self, forKey: key) ?? [:]
    }
    let (conventions, absences) = (try texts("conventions"), try texts("absences"))
    // Of figures without explanations the intervals alone have no methods.
    let intervals =
      isExplained
      ? try container.decodeIfPresent([String: FoundInterval].self, forKey: "intervals") ?? [:]
      : [:]
    var settings = MeasureSettings()
    settings.bins = bins
    rows = try Measures.all.compactMap { measure in
      let key = FigureKey(measure.name)
      guard container.contains(key) else { return nil }
      let found = intervals[measure.name]
      return Row(
        name: measure.name, value: try container.decodeIfPresent(Double.self, forKey: key),
        convention: conventions[measure.name] ?? measure.convention(settings),
        interval: found.map { Interval(lower: $0.lower, upper: $0.upper) },
        intervalMethod: found?.method, absence: absences[measure.name])
    }
    nullBand = try container.decodeIfPresent([String: Double].self, forKey: "ece_null").flatMap {
      NullBand($0)
    }
    perClass = try container.decodeIfPresent([ClassScore].self, forKey: "per_class") ?? []
    testPrior = try container.decodeIfPresent([Double].self, forKey: "test_prior")
    compatibility = try container.decodeIfPresent(
      CompatibilityMode.self, forKey: "compatibility")
    notes = try container.decodeIfPresent([String].self, forKey: "notes") ?? []
    maximumErrorCount = try container.decodeIfPresent(Int.self, forKey: "mce_count")
    accuracyOfClass = try container.decode([Double?].self, forKey: "accuracy_per_class")
    reliability = try container.decode([ReliabilityBin].self, forKey: "reliability")
    groupRule = try container.decodeIfPresent(String.self, forKey: "group_rule")
    func groups(_ key: FigureKey) throws -> [ShotGroup: Reliability]? {
      try container.decodeIfPresent([String: Reliability].self, forKey: key).map { groups in
        Dictionary(
          uniqueKeysWithValues: groups.compactMap { name, score in
            ShotGroup(rawValue: name).map { ($0, score) }
          })
      }
    }
    groupsByTrueLabel = try groups("groups_by_true_label")
    groupsByPredictedLabel = try groups("groups_by_predicted_label")
  }

  /// A dictionary whose keys are enum cases would be written as an array.
  private func named(_ groups: [ShotGroup: Reliability]) -> [String: Reliability] {
    Dictionary(uniqueKeysWithValues: groups.map { ($0.key.rawValue, $0.value) })
  }

  private struct FoundInterval: Codable {
    let lower: Double
    let upper: Double
    let method: String?
  }
}

extension NullBand {
  /// Its numbers by their names.
  fileprivate var figures: [String: Double] {
    ["mean": mean, "lower": band.lower, "upper": band.upper]
  }

  /// - Returns: `nil` where a number is missing.
  fileprivate init?(_ figures: [String: Double]) {
    guard let mean = figures["mean"], let lower = figures["lower"], let upper = figures["upper"]
    else { return nil }
    self.init(mean: mean, band: Interval(lower: lower, upper: upper))
  }
}

/// A key of a table's JSON: the name of a measure, or of what belongs to them.
struct FigureKey: CodingKey, ExpressibleByStringLiteral {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init(stringLiteral name: String) { stringValue = name }
  init(stringValue name: String) { stringValue = name }
  init?(intValue: Int) { nil }
}
