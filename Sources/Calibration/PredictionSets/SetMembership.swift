/// Which classes are in the sets of some rows.
enum SetMembership {
  /// The classes in one set, ascending; lent for the length of a call.
  typealias Members = UnsafeBufferPointer<Int32>

  /// Scores each row once, and lends the set that each predictor makes of it.
  ///
  /// The predictors, one or more, have the same score, prior and number of classes. `firstPlace` is the place of
  /// the first row among all, for draws that go by it. `body` gets the row, the predictor's place, and the set.
  static func visit(
    _ probabilities: Probabilities, _ range: Range<Int>, of predictors: [SetPredictor],
    draws: SampleDraws, firstPlace: Int = 0,
    _ body: (_ row: Int, _ predictor: Int, _ members: Members) -> Void
  ) {
    guard let first = predictors.first else { return }
    func opened(_ score: some SetScore) {
      visit(probabilities, range, score, predictors, draws, firstPlace, body)
    }
    opened(first.score)
  }

  private static func visit(
    _ probabilities: Probabilities, _ range: Range<Int>, _ score: some SetScore,
    _ predictors: [SetPredictor], _ draws: SampleDraws, _ firstPlace: Int,
    _ body: (Int, Int, Members) -> Void
  ) {
    let classes = probabilities.classes
    let thresholds = predictors.map { predictor in
      (0..<classes).map { predictor.threshold(of: $0) }
    }
    let limit = thresholds.flatMap { $0 }.max() ?? .infinity
    withUnsafeTemporaryAllocation(of: Double.self, capacity: classes) { scores in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: classes) { members in
        guard let target = scores.baseAddress else { return }
        withPointer(to: predictors[0].prior) { prior in
          probabilities.forEachScoredRow(
            range, prior: prior, draws: score.isRandomized ? draws : nil, firstPlace: firstPlace
          ) { row, scored in
            score.writeScores(of: scored, upTo: limit, to: target)
            for (place, predictor) in predictors.enumerated() {
              var count = fill(members, scored, target, thresholds[place], predictor.rankLimits)
              if count == 0, predictor.emptySets == .top1 {
                let best = RowMaximum.find(scored.probabilities, count: classes).index
                members[0] = Int32(truncatingIfNeeded: best)
                count = 1
              }
              body(row, place, Members(rebasing: members[..<count]))
            }
          }
        }
      }
    }
  }

  /// Writes the classes of a set; how many they are.
  @inline(__always)
  private static func fill(
    _ members: UnsafeMutableBufferPointer<Int32>, _ row: ScoredRow,
    _ scores: UnsafePointer<Double>, _ thresholds: [Double], _ rankLimits: [Int]?
  ) -> Int {
    var count = 0
    guard let rankLimits else {
      thresholds.withUnsafeBufferPointer { thresholds in
        for label in 0..<row.classes where scores[label] <= thresholds[label] {
          members[count] = Int32(truncatingIfNeeded: label)
          count += 1
        }
      }
      return count
    }
    let lowest = rankLimits.max() ?? 0
    row.visitDescending { place in
      if place.rank <= rankLimits[place.label], scores[place.label] <= thresholds[place.label] {
        members[count] = Int32(truncatingIfNeeded: place.label)
        count += 1
      }
      return place.rank < lowest
    }
    var set = UnsafeMutableBufferPointer(rebasing: members[..<count])
    set.sort()
    return count
  }
}
