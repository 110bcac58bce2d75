/// A score and a rule of a comparison: measured, or skipped.
public struct ComparedSets: Sendable {
  /// The score's name on the command line.
  public let score: String
  /// The rule's name on the command line.
  public let rule: String
  /// The share of sets that may miss the true class, in (0, 1).
  public let alpha: Double
  /// `nil` when it was skipped, as is the scorecard.
  public let predictor: SetPredictor?
  /// How good the sets are on the test samples.
  public private(set) var scorecard: SetScorecard?
  /// The same at other shares of misses, for curves.
  public private(set) var curve: [SetScorecard] = []
  /// Why there are no figures; `nil` when there are.
  public let skipped: String?
  private var outcomes: SetOutcomes?

  init(_ score: String, _ rule: String, _ predictor: SetPredictor) {
    self.score = score
    self.rule = rule
    alpha = predictor.alpha
    self.predictor = predictor
    skipped = nil
  }

  init(_ score: String, _ rule: String, _ alpha: Double, skipped: String) {
    self.score = score
    self.rule = rule
    self.alpha = alpha
    predictor = nil
    self.skipped = skipped
  }

  mutating func complete(_ card: SetScorecard, curve: [SetScorecard], _ outcomes: SetOutcomes) {
    scorecard = card
    self.curve = curve
    self.outcomes = outcomes
  }
}

extension ComparedSets {
  /// A test sample that shows something.
  public struct Example: Sendable, Equatable {
    /// What it shows: "one class, the true one".
    public let what: String
    /// Its row, from 0.
    public let row: Int
    /// Its true class.
    public let label: Int
    /// The classes in its set with their probabilities, the most probable first.
    public let members: [(label: Int, probability: Double)]

    /// The same sample with the same set; probabilities are not compared.
    public static func == (a: Example, b: Example) -> Bool {
      a.what == b.what && a.row == b.row && a.label == b.label
        && a.members.map(\.label) == b.members.map(\.label)
    }
  }

  /// Up to six test samples: for each of six kinds the first there is.
  /// - Throws: `FileProblem` when the rows' file is wrong.
  public func examples(
    of test: (rows: ProbabilityRows, labels: [Int])
  ) throws -> [Example] {
    guard let predictor, let outcomes, outcomes.sizes.count == test.labels.count else { return [] }
    let largest = outcomes.sizes.max() ?? 0
    let rarest = predictor.counts.indices.min {
      (predictor.counts[$0], $0) < (predictor.counts[$1], $1)
    }
    let kinds: [(String, (Int) -> Bool)] = [
      ("one class, the true one", { outcomes.sizes[$0] == 1 && outcomes.isCovered[$0] }),
      ("one class, a wrong one", { outcomes.sizes[$0] == 1 && !outcomes.isCovered[$0] }),
      (
        "several classes, the true one among them",
        {
          outcomes.sizes[$0] > 1 && outcomes.isCovered[$0]
        }
      ),
      ("the largest set", { outcomes.sizes[$0] == largest && largest > 1 }),
      ("of the class with fewest calibration samples", { test.labels[$0] == rarest }),
      ("no class", { outcomes.sizes[$0] == 0 }),
    ]
    var chosen: [(what: String, row: Int)] = []
    for (what, fits) in kinds {
      let row = test.labels.indices.first { row in
        fits(row) && !chosen.contains { $0.row == row }
      }
      if let row { chosen.append((what, row)) }
    }
    return try chosen.compactMap { try example($0.what, row: $0.row, predictor, test) }
  }

  private func example(
    _ what: String, row: Int, _ predictor: SetPredictor,
    _ test: (rows: ProbabilityRows, labels: [Int])
  ) throws -> Example? {
    guard let block = test.rows.ranges.first(where: { $0.contains(row) }) else { return nil }
    let probabilities = try test.rows.probabilities(block)
    let place = row - block.lowerBound
    var members: [(label: Int, probability: Double)] = []
    SetMembership.visit(
      probabilities, place..<place + 1, of: [predictor], draws: .seeded(predictor.seed)
    ) { _, _, set in
      members = set.map { (Int($0), 0) }
    }
    let values = probabilities.row(place)
    members = members.map { ($0.label, values[$0.label]) }
      .sorted { ($1.probability, $0.label) < ($0.probability, $1.label) }
    return Example(what: what, row: row, label: test.labels[row], members: members)
  }
}

extension [ComparedSets] {
  /// What the fits warned of, each once, though several have it.
  public var warnings: [String] {
    let all = flatMap { entry in
      (entry.predictor?.warnings ?? []).map { warning in
        // Some begin with the name already.
        [entry.score, entry.rule].contains { warning.hasPrefix($0 + ": ") }
          ? warning : "\(entry.rule): \(warning)"
      }
    }
    return all.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
