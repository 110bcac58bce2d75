import LongTail
import TestSupport
import Testing

// Tutorial: TrainOnLongTailedData
struct TrainOnLongTailedDataTests {
  @Test func `the tutorial's code does what it says`() throws {
    let place = try TemporaryFolder()
    let folder = place("run")
    let plan = try RunPlan(
      MethodRequest(method: "balanced-softmax", epochs: 2, settings: ["batchSize=32"]),
      data: DataSettings(
        source: "synthetic:classes=4,per-class=40,test=10,size=8", imbalanceFactor: 10))

    let session = try RunSession(
      recipe: plan.recipe, data: plan.partition, output: folder, resuming: false,
      execution: Execution(), version: "1.0", commandLine: [])
    let evaluation = try session.carryOut()

    let calibrators = evaluation.results.compactMap(\.calibrator)
    #expect(!calibrators.isEmpty && evaluation.results[0].calibrator == nil)
  }
}
