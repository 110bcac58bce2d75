import Calibration
import Foundation
import Reports
import Testing

/// The page of prediction sets.
struct PredictionSetReportTests {
  /// A network that is right nearly always, on classes that are less frequent the higher their number.
  private static func samples(
    _ count: Int, classes: Int, isBalanced: Bool, seed: UInt64
  ) -> (rows: ProbabilityRows, labels: [Int]) {
    var state = seed
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    var values: [Double] = []
    var labels: [Int] = []
    for _ in 0..<count {
      let label = Int(Double(classes) * (isBalanced ? uniform() : pow(uniform(), 3)))
      let sureness = uniform()
      let answer = uniform() < 0.97 ? label : Int(Double(classes) * uniform())
      // A rare class is answered less surely, so that its sets are too small.
      let top = 1 - 0.9 * sureness * (0.3 + 0.7 * Double(label + 1) / Double(classes))
      for other in 0..<classes {
        values.append(other == answer ? top : (1 - top) / Double(classes - 1))
      }
      labels.append(label)
    }
    return (ProbabilityRows(Probabilities(values, classes: classes)), labels)
  }

  private static func report(
    classes: Int, calibration: Int = 400, hasCounts: Bool = true, isShifted: Bool = false
  ) throws -> PredictionSetReport {
    let validation = samples(calibration, classes: classes, isBalanced: false, seed: 1)
    let test = samples(500, classes: classes, isBalanced: isShifted, seed: 2)
    let counts = (0..<classes).map { 1000 / ($0 + 1) + 1 }
    var comparison = SetComparison(
      scores: [LeastAmbiguousScore(), PrevalenceAdjustedScore()],
      rules: [SplitRule(), ClassConditionalRule(), GroupConditionalRule()], alpha: 0.1,
      facts: hasCounts ? ClassFacts(trainingCounts: counts) : ClassFacts())
    comparison.curveLevels = [0.3, 0.2, 0.05, 0.0001]
    let entries = try comparison.run(calibration: validation, test: test)
    let names = (0..<classes).map { "kind <\($0)> & co" }
    let answers = try TopAnswers(validation.rows, labels: validation.labels)
    let threshold = try SelectiveThreshold(
      confidences: answers.confidences, correct: answers.correct, risk: 0.1)
    return PredictionSetReport(
      title: "Sets", alpha: 0.1, entries: entries, classNames: names,
      dataset: hasCounts
        ? DatasetFacts(name: "made up", origin: .custom, classNames: names, counts: counts) : nil,
      examples: try entries[0].examples(of: test),
      abstentions: [
        .init(
          threshold,
          outcome: threshold.outcome(
            confidences: answers.confidences, correct: answers.correct))
      ], environment: [Fact("longtail", "1")])
  }

  @Test(arguments: [2, 10, 100, 1500]) func `is well-formed, and small`(classes: Int) throws {
    let html = try Self.report(classes: classes).html()
    let page = try WellFormed(html)
    #expect(page.elements.first == "html")
    #expect(html.utf8.count < 1_900_000, "\(html.utf8.count)")
  }

  @Test func `is a page without counts and without entries`() throws {
    var report = try Self.report(classes: 10, hasCounts: false)
    let text = PageText(report.html())
    _ = try WellFormed(report.html())
    #expect(text.contains("calibration samples of the class"))
    #expect(text.contains("class counts are needed"))
    report.entries = []
    report.examples = []
    report.abstentions = []
    _ = try WellFormed(report.html())
    #expect(PageText(report.html()).contains("No sets could be made or measured"))
  }

  @Test func `says when the test samples are another population`() throws {
    let shifted = PageText(try Self.report(classes: 10, calibration: 4000, isShifted: true).html())
    #expect(shifted.contains("not exchangeable"))
    let same = PageText(try Self.report(classes: 10, calibration: 4000).html())
    #expect(!same.contains("not exchangeable"))
  }

  @Test func `names the classes that have too few samples, and what they got`() throws {
    let text = PageText(try Self.report(classes: 40, calibration: 150).html())
    #expect(text.contains("Classes with too few calibration samples"))
    #expect(text.contains("the class is in every set"))
    let enough = PageText(try Self.report(classes: 2).html())
    #expect(enough.contains("All 2 classes have them"))
  }

  @Test func `equal reports give equal bytes`() throws {
    #expect(try Self.report(classes: 10).html() == Self.report(classes: 10).html())
  }
}
