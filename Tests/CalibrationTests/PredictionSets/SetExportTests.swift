import CalibrationTesting
import Testing

@testable import Calibration

/// Export of prediction sets as Swift.
struct SetExportTests {
  private static let facts = ClassFacts(
    trainingCounts: [50, 30, 20, 10], targetPrior: [0.25, 0.25, 0.25, 0.25])

  private static func predictor(
    _ score: any SetScore, _ rule: any SetRule, emptySets: EmptySets = .keep, alpha: Double = 0.2
  ) throws -> SetPredictor {
    var random = SeededNumbers(seed: 21)
    let drawn = random.predictions(samples: 300, classes: 4)
    return try SetMethod(score: score, rule: rule, alpha: alpha, emptySets: emptySets, seed: 5)
      .fitted(
        to: ProbabilityRows(softmax(drawn.logits)), labels: drawn.labels, facts: facts,
        calibrator: .file(method: "temperature", sha256: "ab"))
  }

  @Test func `the exported file says which class is which, in one line`() throws {
    var predictor = try Self.predictor(LeastAmbiguousScore(), SplitRule())
    #expect(
      try SwiftExport.source(of: predictor).contains(
        "\n// Classes are numbers from 0, in the order of the probabilities, which nobody named.\n")
    )
    predictor.classNames = ["cat", "owl\nprint(1)", "dog\r", "yak"]
    #expect(
      try SwiftExport.source(of: predictor).contains(
        "\n// Classes are numbers from 0, in the order of cat, owl print(1), dog , yak.\n"))
  }

  @Test(.enabled(if: SwiftProgram.compiler != nil, "there is no swiftc in PATH"))
  func `the exported files compile and have the predictors' sets`() throws {
    var predictors: [SetPredictor] = []
    for score in SetScores.all {
      predictors.append(try Self.predictor(score.init(), SplitRule()))
    }
    for rule in SetRules.all {
      predictors.append(try Self.predictor(AdaptiveScore(), rule.init()))
    }
    predictors += [
      try Self.predictor(
        WeightedPrevalenceScore(weights: [1, 2, 3, 4.5]), ClassConditionalRule()),
      try Self.predictor(AdaptiveScore(draw: .inclusive), SplitRule()),
      try Self.predictor(SortedAdaptiveScore(draw: .exclusive), SplitRule()),
      try Self.predictor(LeastAmbiguousScore(), SplitRule(), emptySets: .top1, alpha: 0.7),
      try Self.predictor(LeastAmbiguousScore(), SplitRule(), emptySets: .abstain, alpha: 0.7),
      // Too few samples of a class: no limit.
      try Self.predictor(LeastAmbiguousScore(), ClassConditionalRule(), alpha: 0.005),
    ]
    var random = SeededNumbers(seed: 22)
    let probabilities = softmax(random.predictions(samples: 40, classes: 4).logits)
    let rows = (0..<40).map { probabilities.row($0) }
    var files: [String: String] = [:]
    var main = "let rows: [[Double]] = \(rows)\n"
    for (index, predictor) in predictors.enumerated() {
      let name = "Exported\(index)"
      files[name] = try SwiftExport.source(of: predictor, name: name)
      main += "for row in rows { print(\(name).members(row)) }\n"
    }
    main += "print(Exported0.calibrator)"
    let lines = try SwiftProgram.output(files, main: main).split(separator: "\n").map(String.init)
    try #require(lines.count == predictors.count * 40 + 1)
    #expect(lines.last == "temperature ab")
    for (index, predictor) in predictors.enumerated() {
      let sets = try predictor.sets(for: probabilities)
      for row in 0..<40 {
        #expect(
          lines[index * 40 + row] == "\(sets[row])",
          "\(type(of: predictor.score).name), \(type(of: predictor.rule).name)")
      }
    }
  }

  @Test func `a name that is not a type's is refused`() throws {
    let predictor = try Self.predictor(LeastAmbiguousScore(), SplitRule())
    #expect(throws: CalibrationError.self) {
      try SwiftExport.source(of: predictor, name: "not a name")
    }
  }
}
