import Calibration
import Reports
import Testing

struct UncertaintyColumnTests {
  private func page(_ figures: [String: Double]) -> PageText {
    var report = Samples.report(classes: 4, runs: 1)
    for (name, value) in figures {
      report.runs[0].evaluations[0].scores.set(name, to: Figure(value))
    }
    return PageText(report.html())
  }

  @Test func `rankings by confidence and by uncertainty stand beside each other`() {
    let page = page([
      "auroc": 0.812, "aurc": 0.237, "uncertainty_auroc": 0.849, "uncertainty_aurc": 0.198,
    ])
    #expect(page.contains("an uncertainty that was given beside it"))
    for word in ["AUROC", "AURC", "AUROC by uncertainty", "AURC by uncertainty"] {
      #expect(page.contains(">\(word)<"), "\(word)")
    }
    for value in ["81.2", "23.7", "84.9", "19.8"] { #expect(page.contains(value), "\(value)") }
  }

  @Test func `without an uncertainty there are no such columns`() {
    for figures in [[:], ["auroc": 0.812, "aurc": 0.237]] {
      #expect(!page(figures).contains("AUROC"))
    }
  }
}
