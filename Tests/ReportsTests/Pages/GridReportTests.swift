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
          .fraction(nil), .fraction(nil), .text(""), .text(""), .text(""),
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
    #expect(rows[3].hasSuffix(",20 + 5,0.47,0.0483,200 + 10,,,,,,"))
    #expect(rows[4] == "mislas,10,0,,,,,,,,,failed,,,,,")
  }

  @Test func `how rows were made stands beside them, once where all columns agree`() {
    func cell(_ schedule: String) -> GridReport.Cell {
      .init(
        measured: GridReport.Measured(
          accuracy: .init([0.4, 0.5]), calibrationError: nil, epochs: [10],
          making: .init(
            parameters: 470_292, multiplyAdds: 69_510_000, selection: "last",
            augmentation: "random-crop", schedule: schedule)), published: nil)
    }
    let none = GridReport.Cell(measured: nil, published: nil)
    let report = GridReport(
      title: "Comparison", columnKind: "", columns: ["a", "b"],
      rows: [
        .init(method: "one", cells: [cell("step"), cell("cosine")]),
        .init(method: "none", cells: [none, none]),
      ], notes: [])
    let lines = report.markdown().split(separator: "\n")
    #expect(
      lines[0].hasSuffix(
        "| published | seeds | M parameters | M multiply-adds | epoch chosen | augmentation | schedule |"
      ))
    #expect(lines[2].hasSuffix("| 10 | – | 2 | 0.47 | 69.5 | last | random-crop | step, cosine |"))
    #expect(lines[3].hasSuffix("| – | – | – | – | – | – | – | – |"))
    #expect(report.latex().contains("& published & seeds & M parameters & M multiply-adds \\\\"))
    #expect(
      report.csv().split(separator: "\n")[1]
        .hasSuffix(",470292,69510000,last,random-crop,step"))
    #expect(report.html().contains("M multiply-adds"))
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
