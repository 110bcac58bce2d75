import Reports
import Testing

@Test(arguments: [0, 1, 10, 100], [1, 3]) func `every picture is an SVG file of its own`(
  classes: Int, runs: Int
) throws {
  let pictures = Samples.report(classes: classes, runs: runs).pictures()
  #expect(Set(pictures.map(\.name)).count == pictures.count)
  for picture in pictures {
    #expect(!picture.name.isEmpty)
    #expect(picture.name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
    #expect(picture.svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
    #expect(try WellFormed(picture.svg).elements.first == "svg")
  }
}

@Test func `pictures show reliability and what stages changed`() {
  let names = Samples.report(classes: 10, runs: 2).pictures().map(\.name)
  #expect(
    names == [
      "accuracy",
      "reliability-run-0", "reliability-run-0-after-temperature", "weight-norms-run-0",
      "batch-norm-run-0", "smoothing-run-0",
      "reliability-run-1", "reliability-run-1-after-temperature", "weight-norms-run-1",
      "batch-norm-run-1", "smoothing-run-1",
    ])
}

@Test func `runs of one name get pictures of different names`() {
  var report = Samples.report(classes: 3, runs: 2)
  report.runs[0].name = "a/b"
  report.runs[1].name = "A b"
  let names = report.pictures().map(\.name)
  #expect(names.contains("smoothing-a-b") && names.contains("smoothing-a-b-2"))
}

@Test func `a run of one stage has no section about stages`() {
  var report = Samples.report(classes: 10)
  #expect(report.html().contains("What each stage changed"))
  report.runs[0].stages = Array(report.runs[0].stages.prefix(1))
  #expect(!report.html().contains("What each stage changed"))
}
