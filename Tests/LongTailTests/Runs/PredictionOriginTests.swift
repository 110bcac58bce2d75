import ArrayFiles
import Foundation
import LongTail
import TestSupport
import Testing

struct PredictionOriginTests {
  @Test func `predictions in a run know it, others do not`() throws {
    let folder = try TemporaryFolder()
    var recipe = SmallRun.recipe([Stage(epochs: 1)])
    recipe.seed = 17
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    for path in [
      "run/predictions/test", "run/predictions/test/", "run/checkpoints/../predictions/x",
    ] {
      let origin = try #require(try PredictionOrigin(ofPredictions: folder(path)), "\(path)")
      #expect(origin.recipe.seed == 17)
      #expect(origin.trainedCounts.count == 4)
    }
    for path in ["run", "run/predictions", "run/calibrators/test", "predictions/test", "elsewhere"]
    {
      #expect(try PredictionOrigin(ofPredictions: folder(path)) == nil, "\(path)")
    }
    try FileManager.default.removeItem(atPath: folder("run/data.json"))
    #expect(throws: FileProblem.self) {
      try PredictionOrigin(ofPredictions: folder("run/predictions/test"))
    }
  }
}
