/// What rules make thresholds of: the score that the true class of each calibration sample has.
public struct CalibrationScores: Sendable {
  /// `[samples]`: the score of the label.
  public let values: [Double]
  /// `[samples]`
  public let labels: [Int]
  /// `[samples]`: the rank of the label, 1 for the most probable class; empty unless asked for.
  public let ranks: [Int]
  /// Columns of the probabilities that the scores come from.
  public let classes: Int
  /// What no score is above, but for rounding.
  public let highest: Double
  /// What is known of the classes.
  public let facts: ClassFacts

  /// Calibration samples of each class, in class order.
  public let counts: [Int]

  /// - Precondition: a label in `0 ..< classes`, and where given a rank, for each value.
  public init(
    values: [Double], labels: [Int], ranks: [Int] = [], classes: Int, highest: Double,
    facts: ClassFacts = ClassFacts()
  ) {
    precondition(values.count == labels.count, "\(labels.count) labels for \(values.count) scores")
    precondition(
      ranks.isEmpty || ranks.count == values.count, "\(ranks.count) ranks, \(values.count) scores")
    self.values = values
    self.labels = labels
    self.ranks = ranks
    self.classes = classes
    self.highest = highest
    self.facts = facts
    counts = labels.reduce(into: [Int](repeating: 0, count: classes)) { $0[$1] += 1 }
  }

  /// One pass over the rows.
  init(
    _ rows: ProbabilityRows, labels: [Int], score: some SetScore, facts: ClassFacts,
    prior: [Double]?, draws: SampleDraws, withRanks: Bool
  ) throws {
    var values = [Double](repeating: 0, count: rows.samples)
    var ranks = [Int](repeating: 0, count: withRanks ? rows.samples : 0)
    for block in rows.ranges {
      let probabilities = try rows.probabilities(block)
      withPointer(to: prior) { prior in
        values.withUnsafeMutableBufferPointer { values in
          ranks.withUnsafeMutableBufferPointer { ranks in
            _ = RowChunks.map(rows: block.count, columns: rows.classes) { range in
              probabilities.forEachScoredRow(
                range, prior: prior, draws: score.isRandomized ? draws : nil,
                firstPlace: block.lowerBound
              ) { row, scored in
                let sample = block.lowerBound + row
                values[sample] = score.score(of: labels[sample], in: scored)
                if withRanks { ranks[sample] = scored.rank(of: labels[sample]) }
              }
            }
          }
        }
      }
    }
    self.init(
      values: values, labels: labels, ranks: ranks, classes: rows.classes,
      highest: score.highest(classes: rows.classes), facts: facts)
  }

  /// The scores of all samples, ascending.
  func sorted() -> [Double] { values.sorted() }

  /// The scores of each class's samples, ascending.
  func sortedByClass() -> [[Double]] { sorted(inParts: labels, count: classes) }

  /// The scores of the samples of each part, ascending. `parts` has one number in `0 ..< count` a sample;
  /// samples with another are left out.
  func sorted(inParts parts: [Int], count: Int) -> [[Double]] {
    var scores = [[Double]](repeating: [], count: count)
    for (sample, part) in parts.enumerated() where (0..<count).contains(part) {
      scores[part].append(values[sample])
    }
    return RowChunks.map(rows: count, columns: max(values.count / max(count, 1), 1)) { range in
      range.map { scores[$0].sorted() }
    }.flatMap { $0 }
  }

  /// Positions of the samples, ascending by score.
  func order() -> [Int] { values.indices.sorted { (values[$0], $0) < (values[$1], $1) } }

  /// Those of some samples.
  func selecting(_ samples: [Int]) -> CalibrationScores {
    CalibrationScores(
      values: samples.map { values[$0] }, labels: samples.map { labels[$0] },
      ranks: ranks.isEmpty ? [] : samples.map { ranks[$0] }, classes: classes, highest: highest,
      facts: facts)
  }
}
