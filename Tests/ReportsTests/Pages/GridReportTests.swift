import Reports
import Testing

struct GridReportTests {
  private static func measured(_ accuracy: [Double], _ error: [Double]) -> GridReport.Measured {
    GridReport.Measured(
      accuracy: .init(accuracy), calibrationError: .init(error), epochs: [20, 5])
  }

  private static let published = GridReport.Published(
    accuracy: 0.47, calibrationError: 0.0483, epochs: [200, 10])

  private static func report(warning: String? = nil) -> GridReport {
    GridReport(
      title: "Comparison", columnKind: "imbalance factor", columns: ["100", "10"],
      rows: [
        .init(
          method: "cross_entropy",
          cells: [
            .init(measured: measured([0.38, 0.40], [0.2, 0.24]), published: nil),
            .init(measured: measured([0.6], [0.1]), published: nil),
          ]),
        .init(
          method: "mislas",
          cells: [
            .init(measured: measured([0.46, 0.48], [0.04, 0.06]), published: published),
            .init(measured: nil, published: nil, remark: "failed"),
          ]),
      ], notes: ["A note."], warning: warning)
  }

  @Test func `mean and sample deviation are over the seeds`() {
    let spread = GridReport.Spread([0.1, 0.2, 0.4])
    #expect(abs(spread.mean - 0.7 / 3) < 1e-15)
    // ((2/15)² + (1/30)² + (1/6)²) / 2, by hand: 7/300.
    #expect(abs((spread.deviation ?? 0) - (7.0 / 300).squareRoot()) < 1e-15)
    #expect(GridReport.Spread([0.3]).deviation == nil)
  }

  @Test func `Markdown has the best of each column in bold`() {
    let lines = Self.report().markdown().split(separator: "\n").map(String.init)
    #expect(
      lines[0]
        == "| method | imbalance factor 100 | published | imbalance factor 10 | epochs | published |"
    )
    #expect(
      lines[2]
        == "| cross_entropy | 39.00 ± 1.41 / 22.00 ± 2.83 | – | 60.00 / 10.00 | 20 + 5 | – |")
    #expect(
      lines[3]
        == "| mislas | **47.00 ± 1.41** / **5.00 ± 1.41** | 47.0 / 4.83 | failed | 20 + 5 | 200 + 10 |"
    )
    #expect(lines.last == "A note.")
  }

  @Test func `figures for programs have their places named, and what is not known is empty`() {
    let report = Self.report()
    #expect(report.figures.count == 4)
    #expect(report.figures.allSatisfy { $0.count == report.figureNames.count })
    #expect(
      report.figures[3]
        == [
          .text("mislas"), .text("10"), .count(0), .fraction(nil), .fraction(nil), .fraction(nil),
          .fraction(nil), .text(""), .fraction(nil), .fraction(nil), .text(""), .text("failed"),
        ])
    #expect(report.csv().hasPrefix(report.figureNames.joined(separator: ",") + "\n"))
  }

  @Test func `LaTeX is escaped and complete`() {
    let text = Self.report().latex()
    #expect(text.contains("cross\\_entropy & 39.00 $\\pm$ 1.41 / 22.00"))
    #expect(text.contains("\\textbf{47.00 $\\pm$ 1.41} / \\textbf{5.00"))
    #expect(text.contains("\\begin{tabular}{lrrrrr}") && text.contains("\\end{tabular}"))
    #expect(!text.contains("±") && !text.contains("–"))
    for line in text.split(separator: "\n") where line.hasSuffix("\\\\") {
      #expect(line.filter { $0 == "&" }.count == 5)
    }
  }

  @Test func `CSV has fractions, and nothing where nothing is known`() {
    let rows = Self.report().csv().split(separator: "\n").map(String.init)
    #expect(rows.count == 5)
    #expect(rows[0].hasPrefix("method,imbalance_factor,seeds,accuracy,accuracy_deviation,ece,"))
    #expect(rows[3].hasPrefix("mislas,100,2,0.47,"))
    #expect(rows[3].hasSuffix(",20 + 5,0.47,0.0483,200 + 10,"))
    #expect(rows[4] == "mislas,10,0,,,,,,,,,failed")
  }

  @Test func `the page stands alone, says all figures and is the same each time`() throws {
    let page = Self.report(warning: "chosen on <test>").html()
    #expect(page == Self.report(warning: "chosen on <test>").html())
    for text in [
      "<strong>47.00 ± 1.41</strong>", "published 47.0", "published 4.83", "chosen on &lt;test&gt;",
      "200 + 10",
    ] { #expect(page.contains(text), "\(text)") }
    #expect(!page.contains("http"))
  }

  @Test func `a warning stands above every form`() {
    let report = Self.report(warning: "Chosen on the test set.")
    #expect(report.markdown().hasPrefix("> Chosen on the test set."))
    #expect(report.latex().hasPrefix("% Chosen on the test set."))
  }

  @Test func `alone in its column nothing is the best`() {
    var report = Self.report()
    report.rows.removeFirst()
    #expect(!report.markdown().contains("**"))
  }
}
