import ArrayFiles
import Foundation

/// Finds columns of logits that are computed from the others in every row: their largest, their sum, their entropy and the
/// like, which somebody put beside them.
enum DerivedColumns {
  /// Different numbers in a column from which on they are no chance.
  private static let enough = 5
  /// Classes up to which every column is looked at, and beyond which only the first and the last are: the work of a row
  /// grows with the square.
  private static let mostClasses = 1000
  /// Rows among which a column must have different numbers enough.
  private static let firstRows = 64
  /// Columns that are looked at beyond these rows, at most.
  private static let mostCandidates = 4

  /// What a column may be of the others.
  enum Figure: String, CaseIterable {
    case maximum = "largest logit"
    case sum = "sum of the logits"
    case logSumExp = "log-sum-exp of the logits"
    case energy = "energy, minus the log-sum-exp of the logits,"
    case margin = "margin between the two largest logits"
    case confidence = "largest probability"
    case uncertainty = "largest probability taken from 1"
    case probabilityMargin = "margin between the two largest probabilities"
    case entropy = "entropy in nats"
    case bits = "entropy in bits"
  }

  /// A column with what it was in every row so far.
  private struct Candidate {
    let column: Int
    var figures = Figure.allCases
    /// Its first different numbers, as many as count.
    var values: Set<Double> = []
  }

  /// - Parameters:
  ///   - rows: logits of two axes, of 3 columns or more.
  ///   - absent: columns that no label means.
  ///   - onlyAbsent: whether labels tell that each of the others is a class, as names do.
  /// - Throws: `FileProblem` with both readings, where a column is such a figure to 1e-4 in every row.
  static func check(
    _ rows: PredictionRows, absent: [Int], only onlyAbsent: Bool
  ) throws(FileProblem) {
    let last = rows.classes - 1
    let others = rows.classes <= mostClasses ? Array(0...last) : [0, last]
    let columns =
      (rows.classes <= mostClasses ? absent : absent.filter { $0 == 0 || $0 == last })
      + (onlyAbsent ? [] : others.filter { !absent.contains($0) })
    let first = min(firstRows, rows.samples)
    var open = remaining(columns.map { Candidate(column: $0) }, rows, 0..<first)
    // Rows that are all alike say nothing, and would take long.
    open = Array(open.filter { $0.values.count >= enough }.prefix(mostCandidates))
    for range in rows.ranges() where !open.isEmpty { open = remaining(open, rows, range) }
    guard let found = open.first, let figure = found.figures.first else { return }
    throw FileProblem(
      rows.source.path,
      "\(rows.source.title(ofColumn: found.column)), is in every row the \(figure.rawValue) of the other columns: the scores "
        + "of a class, or a figure of the samples? \(rows.source.ways(without: [found.column]))")
  }

  /// What is left after some rows. Mostly the first tells that there is nothing, and no other is looked at.
  private static func remaining(
    _ candidates: [Candidate], _ rows: PredictionRows, _ range: Range<Int>
  ) -> [Candidate] {
    var open = candidates
    let values = rows.source.array.rows(range).doubles()
    for row in 0..<range.count where !open.isEmpty {
      let logits = values[row * rows.classes..<(row + 1) * rows.classes]
      open = open.compactMap { remaining($0, logits) }
    }
    return open
  }

  /// What a column still is after another row; `nil` for nothing.
  private static func remaining(_ candidate: Candidate, _ row: ArraySlice<Double>) -> Candidate? {
    var candidate = candidate
    let place = row.startIndex + candidate.column
    let value = row[place]
    let known = figures(of: row, without: place)
    candidate.figures = candidate.figures.filter { figure in
      guard let expected = known[figure], expected.isFinite else { return false }
      return abs(value - expected) <= 1e-4 * max(1, abs(expected))
    }
    guard !candidate.figures.isEmpty else { return nil }
    if candidate.values.count < enough { candidate.values.insert(value) }
    return candidate
  }

  /// Of a row of logits without one of them. Figures of excluded classes alone are no numbers, which equal nothing.
  static func figures(of row: ArraySlice<Double>, without place: Int) -> [Figure: Double] {
    var (first, second, sum) = (-Double.infinity, -Double.infinity, 0.0)
    for index in row.indices where index != place {
      let logit = row[index]
      sum += logit
      if logit > first { (first, second) = (logit, first) } else { second = max(second, logit) }
    }
    // Σ exp(z − max) and Σ exp(z − max) (z − max), of which log-sum-exp and entropy are made.
    var (total, weighted) = (0.0, 0.0)
    for index in row.indices where index != place && row[index] > -.infinity {
      let below = row[index] - first
      total += exp(below)
      weighted += exp(below) * below
    }
    let entropy = log(total) - weighted / total
    return [
      .maximum: first, .sum: sum, .logSumExp: first + log(total), .energy: -first - log(total),
      .margin: first - second, .confidence: 1 / total, .uncertainty: 1 - 1 / total,
      .probabilityMargin: (1 - exp(second - first)) / total,
      .entropy: entropy, .bits: entropy / log(2),
    ]
  }
}
