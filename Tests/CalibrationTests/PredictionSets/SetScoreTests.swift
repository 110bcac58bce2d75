import Testing

@testable import Calibration

/// Scores of prediction sets.
struct SetScoreTests {
  private static let probabilities = Probabilities(
    [0.5, 0.3, 0.2, 0.1, 0.6, 0.3, 0.2, 0.2, 0.6, 0.7, 0.2, 0.1], classes: 3)
  private static let labels = [0, 2, 1, 0]
  private static let prior = [0.6, 0.3, 0.1]
  private static let draws = [0.25, 0.5, 0.75, 0.9]

  /// The scores of all classes of a row, and that of the label by itself.
  private static func scores(
    _ score: some SetScore, row: Int, draw: Double
  ) -> (all: [Double], own: Double) {
    let values = probabilities.row(row)
    var places = [Int32](repeating: 0, count: 3)
    var all = [Double](repeating: 0, count: 3)
    var own = 0.0
    values.withUnsafeBufferPointer { values in
      prior.withUnsafeBufferPointer { prior in
        places.withUnsafeMutableBufferPointer { places in
          all.withUnsafeMutableBufferPointer { all in
            guard let values = values.baseAddress, let places = places.baseAddress,
              let all = all.baseAddress
            else { return }
            let scored = ScoredRow(
              probabilities: values, prior: prior.baseAddress, places: places, classes: 3,
              draw: draw)
            score.writeScores(of: scored, upTo: .infinity, to: all)
            own = score.score(of: labels[row], in: scored)
          }
        }
      }
    }
    return (all, own)
  }

  private func check(_ score: some SetScore, _ expected: [Double]) {
    for row in 0..<4 {
      let found = Self.scores(score, row: row, draw: Self.draws[row])
      #expect(abs(found.own - expected[row]) < 1e-6, "\(type(of: score).name), row \(row)")
      // Calibration and prediction take one way.
      #expect(found.all[Self.labels[row]] == found.own)
    }
  }

  @Test func `known answers on a small vector`() {
    check(LeastAmbiguousScore(), [0.5, 0.7, 0.8, 0.3])
    check(PrevalenceAdjustedScore(), [-0.833333, -3, -0.666667, -1.166667])
    check(AdaptiveScore(draw: .inclusive), [0.5, 0.9, 1, 0.7])
    check(AdaptiveScore(draw: .exclusive), [0, 0.6, 0.8, 0])
    check(AdaptiveScore(), [0.375, 0.75, 0.85, 0.07])
    check(RegularizedAdaptiveScore(lambda: 0.1, allowedRank: 1), [0.375, 0.85, 1.05, 0.07])
    check(SortedAdaptiveScore(draw: .inclusive), [0.5, 0.8, 1, 0.7])
    check(SortedAdaptiveScore(), [0.375, 0.7, 0.85, 0.07])
    check(RankScore(), [1, 2, 3, 1])
    check(MarginScore(), [-0.2, 0.3, 0.4, -0.5])
  }

  @Test func `limit cases are one score`() {
    for row in 0..<4 {
      func all(_ score: some SetScore) -> [Double] { Self.scores(score, row: row, draw: 0.3).all }
      #expect(all(WeightedPrevalenceScore()) == all(PrevalenceAdjustedScore()))
      #expect(all(WeightedPrevalenceScore(weights: [1, 1, 1])) == all(PrevalenceAdjustedScore()))
      #expect(all(RegularizedAdaptiveScore(lambda: 0)) == all(AdaptiveScore()))
      // Weights equal to the shares leave the probability, as lac has it but for a constant.
      let shifted = zip(
        all(WeightedPrevalenceScore(weights: Self.prior)), all(LeastAmbiguousScore()))
      #expect(shifted.allSatisfy { abs($0 + 1 - $1) < 1e-12 })
    }
  }

  @Test(arguments: SetScores.names) func `none is above its highest`(name: String) throws {
    func check(_ score: some SetScore) {
      for row in 0..<4 {
        for draw in [0.001, 0.5, 0.999] {
          let all = Self.scores(score, row: row, draw: draw).all
          #expect(all.allSatisfy { $0 <= score.highest(classes: 3) + 1e-12 })
        }
      }
    }
    check(try SetScores.type(named: name).init())
  }

  @Test func `constants that cannot be are refused by name`() {
    for (score, word) in [
      (WeightedPrevalenceScore(weights: [1, 2]) as any SetScore, "weights: 2 for 3 classes"),
      (WeightedPrevalenceScore(weights: [1, 0, 1]), "weights.1"),
      (RegularizedAdaptiveScore(lambda: -1), "lambda"),
      (RegularizedAdaptiveScore(allowedRank: -1), "allowedRank"),
      (SortedAdaptiveScore(weight: .nan), "weight"),
    ] {
      #expect {
        try score.check(classes: 3)
      } throws: {
        "\($0)".contains(word)
      }
    }
  }

  @Test func `rows are walked from the most probable class, the lower number first`() {
    let values = [0.1, 0.3, 0.1, 0.3, 0.2]
    var places = [Int32](repeating: 0, count: 5)
    var order: [Int] = []
    var sums: [Double] = []
    values.withUnsafeBufferPointer { values in
      places.withUnsafeMutableBufferPointer { places in
        guard let values = values.baseAddress, let places = places.baseAddress else { return }
        let row = ScoredRow(
          probabilities: values, prior: nil, places: places, classes: 5, draw: 0.5)
        row.visitDescending {
          order.append($0.label)
          sums.append($0.before)
          return true
        }
        #expect((0..<5).map { row.rank(of: $0) } == [4, 1, 5, 2, 3])
      }
    }
    #expect(order == [1, 3, 4, 0, 2])
    #expect(zip(sums, [0, 0.3, 0.6, 0.8, 0.9]).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test func `names are all different, and a slip is met with the nearest`() {
    #expect(Set(SetScores.names).count == 8)
    #expect(Set(SetRules.names).count == 8)
    #expect {
      try SetScores.type(named: "rasp")
    } throws: {
      "\($0)".contains("did you mean")
    }
  }
}
