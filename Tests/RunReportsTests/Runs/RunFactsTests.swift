import ArrayFiles
import Calibration
import LongTail
import Reports
import RunReports
import TestSupport
import Testing

/// The facts of a finished run, for a page of one's own.
struct RunFactsTests {
  @Test func `a run's facts are its recorded figures, and make a page`() throws {
    let folder = try TemporaryFolder()
    let grid = try SmallGrid.grid()
    let runner = SmallGrid.runner(in: folder)
    try runner.carryOut(grid.places[0])
    let path = runner.path(of: grid.places[0])
    let facts = try RunFacts(ofRun: path, name: "mine")
    #expect(facts.name == "mine" && facts.method == "cross-entropy")
    let recorded = try Evaluation.read(path + "/evaluation.json")
    let accuracy = try #require(recorded.results[0].scores?["accuracy"])
    let shown = try #require(facts.uncalibrated?.scores["accuracy"])
    #expect(abs(shown - accuracy) < 1e-12)
    #expect(facts.evaluations.count == recorded.results.count { $0.skipped == nil })
    #expect(facts.history?.epochs.count == 2)
    let dataset = try DatasetFacts(ofRun: path)
    #expect(dataset.classNames.count == 4 && dataset.counts.count == 4)
    #expect(dataset.testSamples == recorded.results[0].scores?.samples)
    let page = RunReport(title: "My page", dataset: dataset, runs: [facts]).html()
    #expect(page.contains("My page") && page.contains("mine"))
  }

  @Test func `a folder without a run is told`() throws {
    let folder = try TemporaryFolder()
    #expect(throws: FileProblem.self) { try RunFacts(ofRun: folder("none"), name: "none") }
    #expect(throws: FileProblem.self) { try DatasetFacts(ofRun: folder("none")) }
  }
}
