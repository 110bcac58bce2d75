import CalibrationTesting
import ArrayFiles
import Foundation
import Testing

@testable import Calibration

/// Prediction sets.
struct SetPredictorTests {
  private static let classes = 6

  private static func predictions(_ samples: Int, seed: UInt64) -> (Probabilities, [Int]) {
    var random = SeededNumbers(seed: seed)
    let drawn = random.predictions(samples: samples, classes: classes)
    return (softmax(drawn.logits), drawn.labels)
  }

  private static let facts = ClassFacts(
    trainingCounts: [500, 300, 100, 50, 20, 10],
    targetPrior: [Double](repeating: 1.0 / 6, count: 6))

  private static func fitted(
    _ score: any SetScore, _ rule: any SetRule = SplitRule(), alpha: Double = 0.1,
    emptySets: EmptySets = .keep, seed: UInt64 = 0
  ) throws -> SetPredictor {
    let (probabilities, labels) = predictions(3000, seed: 1)
    return try SetMethod(
      score: score, rule: rule, alpha: alpha, emptySets: emptySets, seed: seed
    ).fitted(to: ProbabilityRows(probabilities), labels: labels, facts: facts)
  }

  /// Every score with every rule.
  private static let all: [(String, String)] = SetScores.names.flatMap { score in
    SetRules.names.map { (score, $0) }
  }

  private static func predictor(_ names: (String, String)) throws -> SetPredictor {
    try fitted(
      SetScores.type(named: names.0).init(), SetRules.type(named: names.1).init())
  }

  @Test(arguments: all)
  func `cover about what they promise, and are read back exactly`(names: (String, String)) throws {
    let predictor = try Self.predictor(names)
    let (probabilities, labels) = Self.predictions(3000, seed: 2)
    let sets = try predictor.sets(for: probabilities)
    let covered = labels.indices.count { sets.contains(labels[$0], in: $0) }
    #expect(Double(covered) / 3000 > 0.87)
    #expect(sets.samples == 3000)
    for sample in 0..<50 {
      #expect(sets[sample] == sets[sample].sorted() && sets[sample].count == sets.size(sample))
      for label in 0..<Self.classes {
        #expect(sets.contains(label, in: sample) == sets[sample].contains(label))
      }
    }
    let data = try SetPredictorFile.data(predictor)
    let restored = try SetPredictorFile.read(data, from: "sets.json")
    #expect(try SetPredictorFile.data(restored) == data)
    #expect(try restored.sets(for: probabilities) == sets)
  }

  @Test(arguments: all)
  func `measures count what the sets hold`(names: (String, String)) throws {
    let predictor = try Self.predictor(names)
    let (probabilities, labels) = Self.predictions(500, seed: 3)
    let sets = try predictor.sets(for: probabilities)
    let outcomes = try SetOutcomes.of([predictor], ProbabilityRows(probabilities), labels: labels)[
      0]
    #expect(outcomes.sizes.map(Int.init) == (0..<500).map(sets.size))
    #expect(outcomes.isCovered == (0..<500).map { sets.contains(labels[$0], in: $0) })
  }

  /// In any order and in any company, a sample has the same set.
  @Test(arguments: SetScores.names) func `depend on the sample alone`(name: String) throws {
    let predictor = try Self.fitted(SetScores.type(named: name).init())
    let (probabilities, _) = Self.predictions(300, seed: 4)
    let sets = try predictor.sets(for: probabilities)
    let turned = Probabilities(
      (0..<300).reversed().flatMap { probabilities.row($0) }, classes: Self.classes)
    let others = try predictor.sets(for: turned)
    for sample in 0..<300 {
      #expect(others[299 - sample] == sets[sample])
      let alone = Probabilities(probabilities.row(sample), classes: Self.classes)
      #expect(try predictor.sets(for: alone)[0] == sets[sample])
    }
  }

  @Test func `another seed draws other sets, in a randomised score alone`() throws {
    let (probabilities, _) = Self.predictions(300, seed: 5)
    for score in [LeastAmbiguousScore() as any SetScore, AdaptiveScore(draw: .exclusive)] {
      #expect(
        try Self.fitted(score, seed: 1).sets(for: probabilities)
          == Self.fitted(score, seed: 2).sets(for: probabilities))
    }
    #expect(
      try Self.fitted(AdaptiveScore(), seed: 1).sets(for: probabilities)
        != Self.fitted(AdaptiveScore(), seed: 2).sets(for: probabilities))
  }

  @Test func `the random numbers are even`() {
    let (probabilities, _) = Self.predictions(20_000, seed: 6)
    let draws = (0..<20_000).map { sample in
      probabilities.row(sample).withUnsafeBufferPointer { row in
        row.baseAddress.map {
          SampleDraws.seeded(3).number($0, classes: Self.classes, place: sample)
        } ?? .nan
      }
    }
    for decile in 0..<10 {
      let share = Double(draws.count { Int($0 * 10) == decile }) / 20_000
      #expect(abs(share - 0.1) < 0.009)
    }
  }

  @Test func `rows of a file in single precision, in blocks, are those in memory`() throws {
    try withTemporaryFolder { folder in
      var random = SeededNumbers(seed: 8)
      let drawn = random.predictions(samples: 400, classes: 5000)
      try NPYFile.write(
        NumericArray(drawn.logits.values, shape: [400, 5000]), to: folder + "/logits.npy")
      let rows = try PredictionRows(folder + "/logits.npy", kind: .logits)
      let source = try ProbabilityRows(rows)
      #expect(source.ranges.count > 1)
      let method = SetMethod(score: AdaptiveScore(), alpha: 0.2)
      let ofFile = try method.fitted(to: source, labels: drawn.labels)
      let memory = ProbabilityRows(softmax(drawn.logits))
      let inMemory = try method.fitted(to: memory, labels: drawn.labels)
      #expect(ofFile.thresholds == inMemory.thresholds)
      let first = try SetOutcomes.of([ofFile], source, labels: drawn.labels)[0]
      let second = try SetOutcomes.of([ofFile], memory, labels: drawn.labels)[0]
      #expect(first.sizes == second.sizes && first.isCovered == second.isCovered)
    }
  }

  @Test func `empty sets stay, get a class or abstain`() throws {
    // So far from all that it calibrates on that nothing is in.
    let flat = Probabilities([Double](repeating: 1.0 / 6, count: 6), classes: 6)
    for (emptySets, members, abstains) in [
      (EmptySets.keep, [], false), (.top1, [0], false), (.abstain, [], true),
    ] {
      let predictor = try Self.fitted(LeastAmbiguousScore(), alpha: 0.6, emptySets: emptySets)
      let sets = try predictor.sets(for: flat)
      #expect(sets[0] == members && sets.abstains(0) == abstains)
    }
  }

  @Test(arguments: [0, 1, -0.1, 1.5, .nan, .infinity])
  func `shares of misses that cannot be are refused`(alpha: Double) {
    #expect {
      try Self.fitted(LeastAmbiguousScore(), alpha: alpha)
    } throws: {
      "\($0)".contains("alpha") && "\($0)".contains("between 0 and 1")
    }
  }

  @Test func `what data cannot give is refused with numbers`() throws {
    let (probabilities, labels) = Self.predictions(8, seed: 9)
    func message(_ method: SetMethod, _ facts: ClassFacts) -> String {
      do {
        _ = try method.fitted(
          to: ProbabilityRows(probabilities), labels: labels, facts: facts)
        return ""
      } catch { return "\(error)" }
    }
    #expect(
      message(SetMethod(), ClassFacts())
        == "8 calibration samples; at least 9 are needed for α = 0.1")
    let pas = SetMethod(score: PrevalenceAdjustedScore())
    #expect(message(pas, ClassFacts()).contains("class counts are needed"))
    #expect(
      message(pas, ClassFacts(trainingCounts: [5, 0, 4, 0, 3, 2]))
        .contains("classes 1 and 3 have none"))
    #expect(
      message(pas, ClassFacts(trainingCounts: [5, 4])) == "2 training counts for 6 classes")
    let predictor = try Self.fitted(LeastAmbiguousScore())
    #expect(throws: CalibrationError.setClassesDiffer(predictor: 6, data: 2)) {
      try predictor.sets(for: Probabilities([0.5, 0.5], classes: 2))
    }
  }

  @Test func `huge and excluded logits have finite scores`() throws {
    let logits = Logits(
      [1e4, -1e4, 0, 0, 0, 0, -.infinity, 1, 2, 3, 4, 5, 0, 0, 0, 0, 0, 0], classes: 6)
    for name in SetScores.names {
      let predictor = try Self.fitted(SetScores.type(named: name).init())
      let sets = try predictor.sets(for: softmax(logits))
      #expect(sets.samples == 3, "\(name)")
    }
  }
}
