extension SetPredictor: Codable {
  private enum CodingKeys: String, CodingKey {
    case format, version, classes, score, rule, alpha, threshold, n, k, prior, seed, calibrator
    case warnings, combination
    case emptySets = "empty_sets"
    case rankLimits = "rank_limits"
    case counts = "class_counts"
    case targetPrior = "target_prior"
    case classNames = "class_names"
  }

  private enum PartKeys: String, CodingKey {
    case name, constants, settings
  }

  private enum CalibratorKeys: String, CodingKey {
    case method, sha256
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(SetPredictorFile.format, forKey: .format)
    try container.encode(SetPredictorFile.version, forKey: .version)
    try container.encode(classes, forKey: .classes)
    var part = container.nestedContainer(keyedBy: PartKeys.self, forKey: .score)
    try part.encode(type(of: score).name, forKey: .name)
    try score.encode(to: part.superEncoder(forKey: .constants))
    part = container.nestedContainer(keyedBy: PartKeys.self, forKey: .rule)
    try part.encode(type(of: rule).name, forKey: .name)
    try rule.encode(to: part.superEncoder(forKey: .settings))
    try container.encode(alpha, forKey: .alpha)
    let finite = thresholds.map { $0.isFinite ? $0 : nil }
    if finite.count == 1 {
      try container.encode(finite[0], forKey: .threshold)
    } else {
      try container.encode(finite, forKey: .threshold)
    }
    try container.encodeIfPresent(rankLimits, forKey: .rankLimits)
    try container.encode(samples, forKey: .n)
    try container.encode(rank, forKey: .k)
    try container.encode(counts, forKey: .counts)
    try container.encode(prior, forKey: .prior)
    try container.encode(targetPrior, forKey: .targetPrior)
    try container.encode(seed, forKey: .seed)
    try container.encode(emptySets, forKey: .emptySets)
    try container.encode(warnings, forKey: .warnings)
    try container.encodeIfPresent(combination, forKey: .combination)
    try container.encodeIfPresent(classNames, forKey: .classNames)
    switch calibrator {
    case .none: try container.encode("none", forKey: .calibrator)
    case .file(let method, let sha256):
      var part = container.nestedContainer(keyedBy: CalibratorKeys.self, forKey: .calibrator)
      try part.encode(method, forKey: .method)
      try part.encode(sha256, forKey: .sha256)
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    classes = try container.decode(Int.self, forKey: .classes)
    let scorePart = try container.nestedContainer(keyedBy: PartKeys.self, forKey: .score)
    score = try Self.named(scorePart, SetScores.type(named:)).init(
      from: scorePart.superDecoder(forKey: .constants))
    let rulePart = try container.nestedContainer(keyedBy: PartKeys.self, forKey: .rule)
    rule = try Self.named(rulePart, SetRules.type(named:)).init(
      from: rulePart.superDecoder(forKey: .settings))
    alpha = try container.decode(Double.self, forKey: .alpha)
    if let list = try? container.decode([Double?].self, forKey: .threshold) {
      thresholds = list.map { $0 ?? .infinity }
    } else {
      thresholds = [try container.decode(Double?.self, forKey: .threshold) ?? .infinity]
    }
    rankLimits = try container.decodeIfPresent([Int].self, forKey: .rankLimits)
    rank = try container.decodeIfPresent(Int.self, forKey: .k)
    counts = try container.decode([Int].self, forKey: .counts)
    prior = try container.decodeIfPresent([Double].self, forKey: .prior)
    targetPrior = try container.decodeIfPresent([Double].self, forKey: .targetPrior)
    seed = try container.decode(UInt64.self, forKey: .seed)
    emptySets = try container.decode(EmptySets.self, forKey: .emptySets)
    warnings = try container.decode([String].self, forKey: .warnings)
    calibrator = try Self.identity(container)
    combination = try container.decodeIfPresent(EnsembleCombination.self, forKey: .combination)
    classNames = try container.decodeIfPresent([String].self, forKey: .classNames)
  }

  private static func named<Kind>(
    _ part: KeyedDecodingContainer<PartKeys>, _ find: (String) throws(UnknownName) -> Kind
  ) throws -> Kind {
    let name = try part.decode(String.self, forKey: .name)
    do { return try find(name) } catch {
      throw DecodingError.dataCorruptedError(
        forKey: .name, in: part, debugDescription: "\(error)")
    }
  }

  private static func identity(
    _ container: KeyedDecodingContainer<CodingKeys>
  ) throws -> CalibratorIdentity {
    if let word = try? container.decode(String.self, forKey: .calibrator) {
      guard word == "none" else {
        throw DecodingError.dataCorruptedError(
          forKey: .calibrator, in: container,
          debugDescription: "\"\(word)\"; \"none\", or method and sha256, was expected")
      }
      return .none
    }
    let part = try container.nestedContainer(keyedBy: CalibratorKeys.self, forKey: .calibrator)
    return .file(
      method: try part.decode(String.self, forKey: .method),
      sha256: try part.decode(String.self, forKey: .sha256))
  }

  /// What is inconsistent in a predictor that was read from a file, and under which key; `nil` when it can be
  /// used.
  var flaw: (key: String, what: String)? {
    guard classes >= 2 else { return ("classes", "\(classes); at least 2 are needed") }
    guard alpha > 0, alpha < 1 else {
      return ("alpha", "\(alpha); a number between 0 and 1 was expected")
    }
    guard [1, classes].contains(thresholds.count) else {
      return ("threshold", "\(thresholds.count) numbers for \(classes) classes")
    }
    for (key, count) in [
      ("rank_limits", rankLimits?.count), ("class_counts", counts.count), ("prior", prior?.count),
      ("target_prior", targetPrior?.count),
    ] {
      guard let count, count != classes else { continue }
      return (key, "\(count) numbers for \(classes) classes")
    }
    if let classNames, classNames.count != classes {
      return ("class_names", "\(classNames.count) names for \(classes) classes")
    }
    if let place = counts.firstIndex(where: { $0 < 0 }) {
      return ("class_counts.\(place)", "\(counts[place]); 0 or more was expected")
    }
    if score.needsPrior {
      guard let prior else { return ("prior", "missing, but \(type(of: score).name) needs it") }
      if let place = prior.firstIndex(where: { !($0 > 0 && $0 <= 1) }) {
        return ("prior.\(place)", "\(prior[place]); a share above 0 was expected")
      }
    }
    do { try score.check(classes: classes) } catch { return ("score.constants", "\(error)") }
    return nil
  }
}
