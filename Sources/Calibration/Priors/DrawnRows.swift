/// Rows drawn again with replacement, as often as there are rows, for some draws.
public struct DrawnRows: Sendable {
  let rows: SparseRows
  /// Numbers of the draws; they and the seed decide what is drawn.
  let draws: Range<Int>
  let seed: UInt64

  /// How often each row is in a draw.
  private func counts(_ draw: Int) -> [Float] {
    var random = SplitMix64(seed: seed &+ UInt64(draw) &* 0x1_0000_0001)
    var counts = [Float](repeating: 0, count: rows.samples)
    let bound = UInt64(rows.samples)
    for _ in 0..<rows.samples {
      counts[Int(random.next().multipliedFullWidth(by: bound).high)] += 1
    }
    return counts
  }

  /// Mean probability of each class, a list a draw.
  var means: [[Double]] {
    each { counts in
      var sums = [Double](repeating: 0, count: rows.classes)
      for row in 0..<rows.samples where counts[row] > 0 {
        for entry in rows.starts[row]..<rows.starts[row + 1] {
          sums[Int(rows.columns[entry])] += Double(counts[row] * rows.values[entry])
        }
      }
      let total = sums.reduce(0, +)
      return sums.map { $0 / total }
    }
  }

  /// Share of the rows predicted as each class, a list a draw.
  var predictedShares: [[Double]] {
    each { counts in
      var sums = [Double](repeating: 0, count: rows.classes)
      for row in 0..<rows.samples { sums[Int(rows.predicted[row])] += Double(counts[row]) }
      return sums.map { $0 / Double(rows.samples) }
    }
  }

  private func each(_ body: ([Float]) -> [Double]) -> [[Double]] {
    RowChunks.map(rows: draws.count, columns: rows.values.count) { range in
      range.map { body(counts(draws.lowerBound + $0)) }
    }.flatMap { $0 }
  }

  /// The likeliest shares of each draw, by EM.
  /// - Parameters:
  ///   - source: shares that the probabilities are for.
  ///   - start: shares near the result.
  /// - Returns: one list of shares a draw.
  func likeliestShares(source: [Double], start: [Double]) -> [[Double]] {
    // None so small that it could not grow.
    let least = 0.5 / Double(rows.samples)
    let floored = source.indices.map { max(start[$0], min(source[$0], least)) }
    let total = floored.reduce(0, +)
    let begin = floored.map { $0 / total }
    let lanes = DrawLanes.count
    let groups = (draws.count + lanes - 1) / lanes
    return RowChunks.map(rows: groups, columns: 1 << 20) { range in
      range.flatMap { group -> [[Double]] in
        let first = group * lanes
        let chosen = first..<min(first + lanes, draws.count)
        return DrawLanes(rows, chosen.map { counts(draws.lowerBound + $0) }, source: source)
          .shares(from: begin)
      }
    }.flatMap { $0 }
  }
}
