import Calibration
import Foundation
import Reports
import Testing

@Test(arguments: [0, 1, 2, 10, 100], [1, 3]) func `a run report is well-formed`(
  classes: Int, runs: Int
) throws {
  let page = try WellFormed(Samples.report(classes: classes, runs: runs).html())
  #expect(page.elements.first == "html")
  let anchors = page.attributes.filter { $0.name == "id" }.map(\.value)
  #expect(Set(anchors).count == anchors.count)
  for target in page.attributes.filter({ $0.name == "href" && $0.value.hasPrefix("#") }) {
    #expect(anchors.contains(String(target.value.dropFirst())), "\(target.value)")
  }
}

@Test func `a run report needs nothing but itself`() throws {
  let html = Samples.report(classes: 12, runs: 2).html()
  for forbidden in ["<script", "http:", "https:", "src=", "@import", "url(", "<link", "<iframe"] {
    #expect(!PageText(html).contains(forbidden), "\(forbidden)")
  }
  let links = try WellFormed(html).attributes.filter { $0.name == "href" }.map(\.value)
  #expect(links.allSatisfy { $0.hasPrefix("#") || $0.hasPrefix("data:text/csv") })
}

@Test func `equal reports give equal bytes`() throws {
  let report = Samples.report(classes: 40, runs: 2)
  let html = report.html()
  #expect(html == report.html())
  let copy = try JSONDecoder().decode(RunReport.self, from: JSONEncoder().encode(report))
  #expect(copy == report)
  #expect(copy.html() == html)
}

@Test func `hostile names stay text`() throws {
  let names = [
    "<script>alert(1)</script>", "\"\u{301} onmouseover=\"alert(2)", "]]></svg><img>", "a\u{0}b",
    "{{title}}{{{style}}}", "**bold** and **open", "&amp;",
  ]
  var report = Samples.report(classes: names.count, runs: 2)
  report.dataset.classNames = names
  report.title = names[0]
  report.runs[0].name = names[1]
  report.runs[1].name = names[2]
  report.runs[1].method = names[0]
  report.runs[0].recipe = names.joined(separator: "\n")
  report.runs[0].environment = names.map { Fact($0, $0) }
  report.runs[1].stamps = [Stamp(names[2], kind: .warning, explanation: names[0])]
  report.notes = names
  let page = try WellFormed(report.html())
  #expect(!page.elements.contains("script"))
  #expect(!page.elements.contains("img"))
  #expect(!page.attributes.contains { $0.name.hasPrefix("on") })
  let plain = try WellFormed(Samples.report(classes: names.count, runs: 2).html())
  #expect(Set(page.elements) == Set(plain.elements))
}

@Test func `a group without a class says so, and never NaN`() throws {
  // All classes have more than a hundred images: no medium, no few.
  var report = Samples.report(classes: 4)
  report.dataset = DatasetFacts(
    name: "many only", origin: .natural, classNames: ["a", "b", "c", "d"],
    counts: [400, 300, 200, 150])
  report.runs = [Samples.run("run", report.dataset)]
  let html = report.html()
  #expect(PageText(html).contains("no class"))
  #expect(
    !PageText(html).contains("nan") && !PageText(html).contains("NaN")
      && !PageText(html).contains(">inf"))
}

@Test func `figures that are not numbers are dashes`() throws {
  var report = Samples.report(classes: 4)
  report.runs[0].evaluations[0].scores.set(
    "accuracy", to: Figure(.nan, interval: Interval(lower: .nan, upper: .nan)))
  report.runs[0].evaluations[0].scores.set("ece", to: Figure(.infinity))
  report.runs[0].evaluations[0].scores.set("accuracy_many", to: Figure(.nan))
  report.runs[0].evaluations[0].classes[1].confidence = .nan
  report.runs[0].weightNorms[0] = .nan
  let html = report.html()
  _ = try WellFormed(html)
  #expect(
    !PageText(html).contains("nan%") && !PageText(html).contains(">nan")
      && !PageText(html).contains("inf%"))
}

@Test(arguments: [8142, 50_000])
func `a page for as many classes as iNaturalist, and more, stays small`(classes: Int) {
  let html = Samples.report(classes: classes, runs: 2).html()
  #expect(html.utf8.count < (classes == 8142 ? 2_000_000 : 3_000_000))
  #expect(PageText(html).contains("in the CSV file beside the report"))
}

@Test func `many runs stay in one small page`() throws {
  let html = Samples.report(classes: 100, runs: 14).html()
  #expect(html.utf8.count < 2_000_000)
  #expect(PageText(html).contains("to keep this file small"))
  for run in 0..<14 { #expect(PageText(html).contains("run \(run)")) }
}

@Test func `the best figure of a column is bold unless it leaked`() throws {
  var report = Samples.report(classes: 3, runs: 3)
  let accuracies = [0.41, 0.52, 0.63]
  for (index, accuracy) in accuracies.enumerated() {
    report.runs[index].evaluations = [
      EvaluationFacts(scores: FigureTable(samples: 30, figures: ["accuracy": Figure(accuracy)]))
    ]
  }
  #expect(PageText(report.html()).contains("<strong>63.0</strong>"))
  report.runs[2].stamps = [Stamp("checkpoint chosen on the test set", kind: .warning)]
  let html = report.html()
  #expect(PageText(html).contains("<strong>52.0</strong>"))
  #expect(!PageText(html).contains("<strong>63.0</strong>"))
  #expect(PageText(html).contains("checkpoint chosen on the test set"))
}

@Test func `a figure that few samples decide is not bold`() {
  func html(deciding: Int) -> PageText {
    var report = Samples.report(classes: 3, runs: 2)
    for (index, error) in [0.31, 0.42].enumerated() {
      report.runs[index].evaluations = [
        EvaluationFacts(
          scores: FigureTable(
            samples: 300, figures: ["accuracy": Figure(0.5), "mce": Figure(error)],
            maximumErrorCount: index == 0 ? deciding : 200))
      ]
    }
    return PageText(report.html())
  }
  #expect(html(deciding: 10).contains("<strong>31.0</strong>"))
  #expect(html(deciding: 2).contains("31.0<small>n = 2</small>"))
  #expect(!html(deciding: 2).contains("<strong>31.0</strong>"))
  // Nor is the other one the best.
  #expect(!html(deciding: 2).contains("<strong>42.0</strong>"))
}

@Test func `the stamp stands in every table of figures`() throws {
  var report = Samples.report(classes: 3, runs: 2)
  report.runs[1].stamps = [Stamp("leaky", kind: .warning)]
  let tables = report.html().components(separatedBy: "<table").dropFirst()
    .map { $0.components(separatedBy: "</table>")[0] }
    .filter { $0.contains(">accuracy") || $0.contains(">ECE") || $0.contains("by true class") }
  #expect(tables.count == 4)
  for table in tables { #expect(PageText(table).contains("leaky")) }
  let marked = report.html().components(separatedBy: "run 1 †")
  #expect(marked.count > 10, "charts mark the run as well")
}

@Test func `notes stand once a table, and warnings in every row`() {
  for (kind, isEverywhere) in [(Stamp.Kind.note, false), (.warning, true)] {
    var report = Samples.report(classes: 3)
    let evaluations = report.runs[0].evaluations
    report.runs[0].stamps = [Stamp("remarked", kind: kind)]
    let table = report.html().components(separatedBy: "Calibration of all runs").last?
      .components(separatedBy: "</table>").first
    let count = (table ?? "").components(separatedBy: "remarked").count - 1
    #expect(evaluations.count > 1)
    #expect(count == (isEverywhere ? evaluations.count : 1))
  }
}

@Test func `both groupings are shown with their difference in words`() {
  let html = Samples.report(classes: 100).html()
  #expect(PageText(html).contains("These are different questions"))
  #expect(PageText(html).contains("by true class") && PageText(html).contains("by predicted class"))
}

@Test func `the summary names the headline figures`() {
  let html = Samples.report(classes: 100).html()
  #expect(
    PageText(html).contains(
      "<strong>cross-entropy</strong> on sample, 100 classes whose largest has 100 times the "
        + "training images of the smallest. Of 1,000 test images it recognises "
        + "<strong>60.0%</strong>"))
  #expect(PageText(html).contains("its confidence is on average 12.0 points too high"))
}

@Test func `a summary of the author is taken as it is`() {
  var report = Samples.report(classes: 3)
  report.summary = "My **own** words."
  #expect(PageText(report.html()).contains("<p>My <strong>own</strong> words.</p>"))
}

@Test func `a report value with other numbers of names and counts is refused`() throws {
  let encoded = try JSONEncoder().encode(Samples.dataset(classes: 3))
  var object = try #require(
    try JSONSerialization.jsonObject(with: encoded) as? [String: Any])
  object["classNames"] = ["one", "two"]
  let broken = try JSONSerialization.data(withJSONObject: object)
  #expect(throws: DecodingError.self) {
    try JSONDecoder().decode(DatasetFacts.self, from: broken)
  }
}

@Test func `a confusion outside the classes is refused`() {
  let broken = Data(
    #"{"classes":2,"entries":[{"label":0,"prediction":2,"count":1}]}"#.utf8)
  #expect(throws: DecodingError.self) {
    try JSONDecoder().decode(ConfusionCounts.self, from: broken)
  }
}
