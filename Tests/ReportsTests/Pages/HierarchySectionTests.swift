import Calibration
import Reports
import Testing

/// What a page says of levels above the classes.
struct HierarchySectionTests {
  private func figures() throws -> HierarchyFigures {
    let hierarchy = try ClassHierarchy(
      classNames: ["rose", "tulip", "oak"], coarser: [("family", ["flower", "flower", "tree"])])
    let probabilities = Probabilities(
      [0.9, 0.05, 0.05, 0.5, 0.45, 0.05, 0.3, 0.2, 0.5, 0.45, 0.5, 0.05], classes: 3)
    return try HierarchyFigures(
      probabilities, labels: [0, 0, 0, 0], backOff: BackOff(hierarchy, threshold: 0.9),
      groups: ShotGroups(ofClass: [.many, .few, .few], rule: ""))
  }

  @Test func `levels, answers and errors stand in a section of their own`() throws {
    var report = Samples.report(classes: 3)
    report.runs[0].hierarchy = try figures()
    let page = PageText(report.html())
    for words in [
      "What does it know at coarser levels?", "reaches <strong>90%</strong>",
      // Of four roses one is answered as a class, two as flowers, one not at all.
      "It answers 75.0% of the images, 100.0% of them rightly; 25.0% with a class",
      "of which 100.0% are right",
      // Two errors: a tulip, and an oak, which no node has in common with a rose.
      "50.0% of these lie in the same family", "meet 1.50 levels above",
    ] {
      #expect(page.contains(words), "\(words)")
    }
    #expect(page.contains("family") && page.contains("<small>answered, %</small>"))
  }

  @Test func `without a hierarchy there is none`() {
    #expect(!PageText(Samples.report(classes: 3).html()).contains("coarser levels"))
  }
}
