/// How prediction sets are made, before it has seen data: a score, a rule, and how often a set may miss.
public struct SetMethod: Sendable {
  /// How badly a class fits a sample.
  public var score: any SetScore
  /// How thresholds are made of the scores.
  public var rule: any SetRule
  /// The share of sets that may miss the true class, in (0, 1).
  public var alpha: Double
  /// What becomes of sets without a class.
  public var emptySets: EmptySets
  /// Of the random numbers of randomised scores.
  public var seed: UInt64

  public init(
    score: any SetScore = LeastAmbiguousScore(), rule: any SetRule = SplitRule(),
    alpha: Double = 0.1, emptySets: EmptySets = .keep, seed: UInt64 = 0
  ) {
    self.score = score
    self.rule = rule
    self.alpha = alpha
    self.emptySets = emptySets
    self.seed = seed
  }

  /// Makes thresholds from held-out samples.
  /// - Parameters:
  ///   - rows: probabilities of samples that neither the model nor its calibrator has seen.
  ///   - labels: one a sample.
  ///   - facts: what is known of the classes.
  ///   - calibrator: what the probabilities come from; a predictor belongs to it.
  /// - Returns: the predictor.
  /// - Throws: ``CalibrationError`` for settings out of range, fewer than ⌈1/α⌉ − 1 samples, or a class that
  ///   the score cannot deal with; `FileProblem` when the rows' file is wrong.
  public func fitted(
    to rows: ProbabilityRows, labels: [Int], facts: ClassFacts = ClassFacts(),
    calibrator: CalibratorIdentity = .none
  ) throws -> SetPredictor {
    try fitted(to: try scores(rows, labels: labels, facts: facts), calibrator: calibrator)
  }

  /// The scores of the labels, from which ``fitted(to:calibrator:)`` makes thresholds: those of one score do
  /// for all rules and levels.
  func scores(
    _ rows: ProbabilityRows, labels: [Int], facts: ClassFacts, withRanks: Bool? = nil,
    draws: SampleDraws? = nil
  ) throws -> CalibrationScores {
    guard labels.count == rows.samples else {
      throw CalibrationError.invalidSetting("\(labels.count) labels for \(rows.samples) samples")
    }
    if let row = labels.firstIndex(where: { !(0..<rows.classes).contains($0) }) {
      throw CalibrationError.unusable(
        .labelOutOfRange(label: labels[row], row: row, classes: rows.classes), role: "calibration")
    }
    try facts.check(classes: rows.classes)
    try score.check(classes: rows.classes)
    let prior = score.needsPrior ? try facts.trainingShares(for: type(of: score).name) : nil
    func opened(_ score: some SetScore) throws -> CalibrationScores {
      try CalibrationScores(
        rows, labels: labels, score: score, facts: facts, prior: prior,
        draws: draws ?? .seeded(seed), withRanks: withRanks ?? rule.needsRanks)
    }
    return try opened(score)
  }

  func fitted(
    to scores: CalibrationScores, calibrator: CalibratorIdentity = .none
  ) throws(CalibrationError) -> SetPredictor {
    guard alpha > 0, alpha < 1 else {
      throw .invalidSetting("alpha: \(alpha); a number between 0 and 1 was expected")
    }
    let least = ConformalQuantile.leastSamples(alpha: alpha)
    guard scores.values.count >= least else {
      throw .notFitted(
        "\(scores.values.count) calibration samples; at least \(least) are needed for α = \(alpha)")
    }
    let thresholds = try rule.thresholds(for: scores, alpha: alpha)
    let warnings = [type(of: score).warning, type(of: rule).warning].compactMap { $0 }
    return SetPredictor(
      score: score, rule: rule, alpha: alpha, emptySets: emptySets, seed: seed,
      classes: scores.classes, thresholds: thresholds.values, rankLimits: thresholds.rankLimits,
      rank: thresholds.rank, counts: scores.counts,
      prior: score.needsPrior ? try scores.facts.trainingShares(for: type(of: score).name) : nil,
      targetPrior: rule.guarantee == .targetPrior ? scores.facts.targetPrior : nil,
      calibrator: calibrator, combination: nil, classNames: nil,
      warnings: warnings + thresholds.warnings)
  }
}

/// What becomes of a set that no class is in.
public enum EmptySets: String, Sendable, Codable, CaseIterable {
  /// It stays empty: the sample is unlike those that were seen.
  case keep
  /// It gets the most probable class; the coverage can only rise.
  case top1 = "top-1"
  /// It stays empty, and counts as no answer.
  case abstain
}

/// Which calibrator the probabilities come from that thresholds were made of. With another one's
/// probabilities the thresholds mean nothing.
public enum CalibratorIdentity: Sendable, Equatable {
  /// The plain softmax, or probabilities as they were.
  case none
  /// By method and by the SHA-256 of the calibrator's file, in hexadecimal.
  case file(method: String, sha256: String)
}
