import Calibration
public import LongTail

extension EvaluationTable {
  /// Adds what several test sets say together, after each calibrator: the mean of the sets' figures, each set counting
  /// alike, and the figures of all samples.
  /// - Parameter pool: took up the samples of every row.
  /// - Throws: what a package's own measure throws.
  public mutating func summarize(_ pool: PooledEvaluation) throws {
    guard let first = entries.first, entries.count > 1 else { return }
    let sets = entries.map(\.evaluation)
    var mean = first
    mean.data = "mean of \(entries.count) test sets"
    var all = first
    all.data = "all samples together"
    mean.evaluation.results = first.evaluation.results.map { result in
      let tables = sets.compactMap { set in
        set.results.first { $0.calibrator == result.calibrator }?.scores
      }
      var result = result
      result.scores = tables.count == sets.count ? FigureTable(meanOf: tables) : nil
      return result
    }
    all.evaluation.results = try first.evaluation.results.map { result in
      var result = result
      result.scores = try pool.figures(after: result.calibrator)
      return result
    }
    add(EvaluationTable(entries: [mean, all], run: run))
  }
}

extension FigureTable {
  /// The mean of each figure; none where a table has none.
  fileprivate init(meanOf tables: [FigureTable]) {
    var figures: [String: Figure?] = [:]
    for name in Measures.names {
      let values = tables.compactMap { $0[name] }
      guard values.count == tables.count else { continue }
      figures[name] = Figure(values.reduce(0, +) / Double(values.count))
    }
    self.init(samples: tables.reduce(0) { $0 + $1.samples }, figures: figures)
  }
}
