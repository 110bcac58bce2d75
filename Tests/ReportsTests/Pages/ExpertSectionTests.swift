import Calibration
import Foundation
import Reports
import Testing

struct ExpertSectionTests {
  private func report(classes: Int = 12, runs: Int = 1, withExperts: Int = 1) -> RunReport {
    var report = Samples.report(classes: classes, runs: runs)
    for index in 0..<withExperts {
      report.runs[index].experts = Samples.experts(report.dataset)
    }
    return report
  }

  @Test func `experts have figures, charts and words of their own`() throws {
    let html = report().html()
    let page = try WellFormed(html)
    let anchors = page.attributes.filter { $0.name == "id" }.map(\.value)
    #expect(anchors.contains("experts"))
    for words in [
      "What each expert is good at", "Alone the 3 experts recognise 41.0% to 43.0%",
      "together <strong>47.2%</strong>", "at least one of them is right on 61.8%",
      // (20 + 30 + 40) / 3
      "answer differently on 30.0% of the images", "On 1.7% of the classes several experts",
      "Share of the classes that each expert is best at", "several alike", "answers differ",
      "Calibration error per group",
    ] {
      #expect(PageText(html).contains(words), "\(words)")
    }
  }

  @Test
  func `a router's savings and the divergence from the priors are shown where there are such`()
    throws
  {
    var report = report(runs: 2, withExperts: 2)
    report.runs[0].experts?.routing = ExpertRouting(
      shares: [0.6, 0.3, 0.1], averageExperts: 1.5, averageMultiplyAdds: 45.5e6,
      totalMultiplyAdds: 70e6)
    report.runs[1].experts?.expectedMarginals = ExpertMarginals(
      experts: [0.0452, 0.0401, .nan], ensemble: 0.0384)
    let html = report.html()
    _ = try WellFormed(html)
    let page = PageText(html)
    for words in [
      "On average it asks <strong>1.50 of 3</strong> experts",
      "45.5 instead of 70.0 million multiply-adds an image: <strong>35.0%</strong> are saved",
      "Share of the images by the number of experts asked", "2 experts", "0.0452", "0.0384",
      "KL(prior ∥ average prediction)",
    ] {
      #expect(page.contains(words), "\(words)")
    }
    #expect(!page.contains("nan"))
    let plain = PageText(self.report(runs: 2, withExperts: 2).html())
    #expect(!plain.contains("multiply-adds") && !plain.contains("average prediction"))
  }

  @Test func `what evidence leaves unsure is shown where there is some`() throws {
    var predictions = Predictions(
      logits: Logits([2, 0, 0, 1], classes: 2), labels: [0, 0])
    predictions.expertLogits = [
      Logits([3, 0, 0, 2], classes: 2), Logits([1, 0, 0, 1], classes: 2),
    ]
    var report = report()
    var evidence = try EvidenceReport(predictions)
    // As many as the experts of the page.
    evidence = EvidenceReport(
      experts: [evidence.experts[0], evidence.experts[1], evidence.experts[0]],
      ensemble: evidence.ensemble)
    report.runs[0].experts?.evidence = evidence
    let html = report.html()
    _ = try WellFormed(html)
    #expect(PageText(html).contains("How well each expert tells right answers from wrong ones"))
    #expect(!PageText(self.report().html()).contains("Dirichlet"))
  }

  @Test func `a single network has no such section`() {
    #expect(!PageText(report(withExperts: 0).html()).contains("What each expert is good at"))
  }

  @Test func `of several runs those with experts are named`() throws {
    let html = report(runs: 3, withExperts: 2).html()
    _ = try WellFormed(html)
    let parts = html.components(separatedBy: "id=\"experts\"")
    #expect(parts.count == 2)
    let section = PageText(parts[parts.count - 1].components(separatedBy: "id=\"calibration\"")[0])
    #expect(section.contains("<h3>run 0</h3>") && section.contains("<h3>run 1</h3>"))
    #expect(!section.contains("run 2"))
  }

  @Test func `a stamp stands beside the figures of experts too`() {
    var stamped = report()
    stamped.runs[0].stamps = [Stamp("leaky", kind: .warning)]
    for kind in ["Accuracy", "Calibration"] {
      let parts = stamped.html().components(separatedBy: "\(kind) of each expert of")
      #expect(parts.count == 2)
      #expect(
        PageText(parts[parts.count - 1].components(separatedBy: "</table>")[0]).contains("leaky"))
    }
  }

  @Test func `experts that are equally good are not a range`() {
    var even = report()
    for index in even.runs[0].experts?.experts.indices ?? 0..<0 {
      even.runs[0].experts?.experts[index].scores.set("accuracy", to: Figure(0.42))
    }
    #expect(PageText(even.html()).contains("Alone the 3 experts recognise 42.0% each of the test"))
  }

  @Test func `facts that do not fit the classes or each other are left out, not drawn wrong`()
    throws
  {
    var broken = report()
    broken.runs[0].experts?.bestOfClass[0] = [3]
    var short = report()
    short.runs[0].experts?.highestOfClass.removeLast()
    var ragged = report()
    ragged.runs[0].experts?.disagreement[1].removeLast()
    var routed = report()
    routed.runs[0].experts?.routing = ExpertRouting(
      shares: [0.5, 0.5], averageExperts: 1.5, averageMultiplyAdds: 1, totalMultiplyAdds: 2)
    var biased = report()
    biased.runs[0].experts?.expectedMarginals = ExpertMarginals(experts: [0.1], ensemble: 0.1)
    for report in [broken, short, ragged, routed, biased] {
      let html = report.html()
      _ = try WellFormed(html)
      #expect(!PageText(html).contains("What each expert is good at"))
    }
  }

  @Test func `figures that are not numbers are dashes or left out`() throws {
    var report = report()
    report.runs[0].experts?.experts[0].scores.set("accuracy", to: Figure(.nan))
    report.runs[0].experts?.experts[1].groupCalibrationError[.many] = .infinity
    report.runs[0].experts?.oracleAccuracy = .nan
    let html = report.html()
    _ = try WellFormed(html)
    #expect(!PageText(html).contains(">nan") && !PageText(html).contains("nan%"))
  }

  @Test func `reports with experts are the same when decoded, and small for many classes`() throws {
    let report = report(classes: 8142, runs: 2, withExperts: 2)
    let html = report.html()
    #expect(html.utf8.count < 2_000_000)
    let copy = try JSONDecoder().decode(RunReport.self, from: JSONEncoder().encode(report))
    #expect(copy == report)
    #expect(copy.html() == html)
  }
}
