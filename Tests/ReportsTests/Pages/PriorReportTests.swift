import Calibration
import Foundation
import Reports
import Testing

/// The page of a class prior.
struct PriorReportTests {
  /// An estimate of so many classes whose probabilities were drawn.
  private func estimate(classes: Int, resamples: Int = 20) throws -> PriorEstimate {
    func predictions(_ samples: Int, step: Int) -> Predictions {
      let labels = (0..<samples).map { $0 * $0 % (classes * step) / step }
      var values: [Float] = []
      for (row, label) in labels.enumerated() {
        for index in 0..<classes {
          values.append(Float((row * 31 + index * 17) % 7) / 3 + (index == label ? 3 : 0))
        }
      }
      return Predictions(logits: Logits(values, classes: classes), labels: labels)
    }
    var estimation = PriorEstimation()
    estimation.resamples = resamples
    return try estimation.estimate(
      PriorEvidence(
        uncalibrated: predictions(12 * classes, step: 1),
        rows: predictions(8 * classes, step: 3).logits))
  }

  @Test(arguments: [(2, 20), (10, 0), (60, 20)])
  func `the page is well-formed for few and for many classes, with intervals and without`(
    classes: Int, resamples: Int
  ) throws {
    let estimate = try estimate(classes: classes, resamples: resamples)
    let report = PriorReport(
      title: "A <world>", estimate: estimate, classNames: (0..<classes).map { "class & \($0)" },
      environment: [Fact("rows", "x.npy")])
    let html = report.html()
    let page = try WellFormed(html)
    #expect(page.elements.first == "html")
    #expect(report.html() == html)
    let text = PageText(html)
    #expect(text.contains("were not calibrated"))
    #expect(text.contains("cannot be seen without labels"))
    #expect(text.contains("estimated without labels"))
  }
}
