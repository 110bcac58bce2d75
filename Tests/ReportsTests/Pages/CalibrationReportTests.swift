import Calibration
import Foundation
import Reports
import Testing

@Test(arguments: [0, 1, 10, 100]) func `a calibration report is well-formed`(classes: Int) throws {
  let page = try WellFormed(Samples.calibrationReport(classes: classes).html())
  #expect(page.elements.first == "html")
}

@Test func `a calibration report without data set or methods is still a page`() throws {
  var report = Samples.calibrationReport(classes: 10)
  report.dataset = nil
  _ = try WellFormed(report.html())
  report.methods = []
  report.knowledgeTransfer = nil
  _ = try WellFormed(report.html())
}

@Test func `a skipped method is a row with its reason`() {
  let html = Samples.calibrationReport(classes: 10).html()
  #expect(PageText(html).contains("gaussian-process<small>skipped: too many classes</small>"))
}

@Test func `the summary names the lowest error and who cannot be told apart`() {
  let dataset = Samples.dataset(classes: 10)
  var close = Samples.evaluation(dataset, calibrator: "isotonic")
  close.scores.set("ece", to: Figure(0.012, interval: Interval(lower: 0.008, upper: 0.016)))
  var report = Samples.calibrationReport(classes: 10)
  report.methods.append(.init("isotonic", evaluation: close))
  let html = report.html()
  #expect(PageText(html).contains("is <strong>1.00%</strong>, of <strong>temperature</strong>"))
  #expect(PageText(html).contains("The 95% intervals of isotonic overlap with its own"))
}

@Test func `equal calibration reports give equal bytes`() throws {
  let report = Samples.calibrationReport(classes: 10)
  let copy = try JSONDecoder().decode(CalibrationReport.self, from: JSONEncoder().encode(report))
  #expect(copy == report)
  #expect(copy.html() == report.html())
}

@Test func `a calibration report for many classes stays small`() {
  var report = Samples.calibrationReport(classes: 8142)
  let tail = (0..<5000).map { "tail class \($0)" }
  let head = (0..<300).map { "head class \($0)" }
  report.knowledgeTransfer = .init(
    tailClasses: tail, headClasses: head,
    attention: tail.map { _ in head.map { _ in 1.0 / 300 } })
  let html = report.html()
  #expect(html.utf8.count < 2_000_000)
}

@Test func `differences on the same samples decide who can be told apart`() {
  let dataset = Samples.dataset(classes: 10)
  var report = Samples.calibrationReport(classes: 10)
  // Its own interval overlaps, the difference does not reach zero.
  var apart = Samples.evaluation(dataset, calibrator: "isotonic")
  apart.scores.set("ece", to: Figure(0.012, interval: Interval(lower: 0.008, upper: 0.016)))
  var method = CalibrationReport.Method("isotonic", evaluation: apart)
  method.errorAboveLowest = Figure(0.002, interval: Interval(lower: 0.001, upper: 0.003))
  report.methods.append(method)
  #expect(
    PageText(report.html()).contains(
      "the ECE of every other calibrator is higher than can be chance"))
  report.methods[report.methods.count - 1].errorAboveLowest =
    Figure(0.002, interval: Interval(lower: -0.001, upper: 0.005))
  let html = report.html()
  #expect(PageText(html).contains("that of isotonic cannot be told from it"))
  #expect(PageText(html).contains("Which differences are more than chance"))
}

@Test func `crowded constants stand at equal distances`() throws {
  var report = Samples.calibrationReport(classes: 10)
  report.knowledgeTransfer?.weights = .init(edges: [0.3, 1, 5], counts: [3, 4])
  report.knowledgeTransfer?.sensitivities = [
    .init(
      constant: "α", chosen: 0.998, values: [0.5, 0.9, 0.99, 0.998, 0.999, 1],
      calibrationErrors: [0.02, 0.01, 0.02, 0.01, 0.015, 0.02])
  ]
  let html = report.html()
  for label in ["0.5", "0.998", "0.999"] { #expect(PageText(html).contains(label)) }
  #expect(PageText(html).contains("Importance weights of the rare classes"))
  _ = try WellFormed(html)
}
