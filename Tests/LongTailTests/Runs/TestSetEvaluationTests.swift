import ArrayFiles
import Calibration
import Foundation
import TestSupport
import Testing

@testable import LongTail

/// A finished run measured on several test sets.
struct TestSetEvaluationTests {
  @Test func `each test set has its conditions, and the run's calibrators stay as they are`() throws
  {
    let folder = try TemporaryFolder()
    let source = "synthetic:classes=3,per-class=8,test=4,size=8"
    let path = try OtherData.run(source, in: folder)
    let samples = try Datasets.source(source).load(.test)
    var request = CorruptedArrays.Request()
    request.names = ["brightness", "contrast"]
    _ = try CorruptedArrays(samples, request, to: folder("c")).write()

    let run = try FinishedRun(path, execution: Execution())
    let before = try Data(contentsOf: URL(filePath: path + "/calibrators/temperature.json"))
    let all = try EvaluationConditions().measuring([source, "corruptions:" + folder("c")])
    #expect(all.count == 11 && all[0].testSet == nil && all[0].dataName == source)
    #expect(all[3].dataName?.hasSuffix("c, brightness, severity 3") == true)

    let pool = PooledEvaluation(classCounts: run.trained.description.publishedCounts)
    var hits = 0.0
    var labels = 0
    for conditions in all {
      let found: Predictions = try #require(try run.predictions(under: conditions).first)
        .predictions
      let evaluation = try run.evaluation(of: found, on: "test", pooling: pool)
      #expect(evaluation.results.contains { $0.calibrator == "temperature" })
      hits += Double(found.labels.count) * (evaluation.results[0].scores?["accuracy"] ?? 0)
      labels += found.labels.count
    }
    let together: FigureTable = try #require(try pool.figures(after: nil as String?))
    #expect(together.samples == labels && labels == 11 * 12)
    #expect(abs((together["accuracy"] ?? -1) - hits / Double(labels)) < 1e-12)
    #expect(together["ece"] != nil)
    #expect(try pool.figures(after: "temperature")?.samples == labels)
    #expect(try pool.figures(after: "no-such")?.samples == nil)
    #expect(
      try before == Data(contentsOf: URL(filePath: path + "/calibrators/temperature.json")))
  }
}
