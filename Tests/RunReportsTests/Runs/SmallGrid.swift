import LongTail
import RunReports
import TestSupport

/// Runs of two methods on pictures of 8×8 that train in a moment.
enum SmallGrid {
  static let data = DataSettings(source: "synthetic:classes=4,per-class=40,test=10,size=8")

  static func runner(
    in folder: TemporaryFolder, observer: (any TrainingObserver)? = nil,
    finished: @escaping (RunDirectory) throws -> Void = { _ in }
  ) -> ComparisonRunner {
    ComparisonRunner(
      folder: folder("grid"), data: data,
      request: MethodRequest(
        method: "", epochs: 2, settings: ["model.backbone=two-layer", "batchSize=16"]),
      execution: Execution(), commandLine: ["test"], observer: observer, finished: finished)
  }

  static func grid() throws -> ComparisonGrid {
    try ComparisonGrid(methods: ["cross-entropy", "balanced-softmax"], factors: [4])
  }
}
