import ArrayFiles
import Foundation
@testable import LongTail
import TestSupport
import Testing
import Torch

/// What the stages of a run changed, read from its checkpoints.
struct StageWeightsTests {
  private static func stages(_ behaviour: BatchNormBehaviour) -> [Stage] {
    [
      Stage(
        name: "features", epochs: 1, fixed: ["classifier.scale"],
        optimizer: SGDSettings(learningRate: 0.05), schedule: ConstantSchedule()),
      Stage(
        name: "classifier", epochs: 1, trains: ["classifier.scale"], batchNorm: behaviour,
        sampler: ClassAware(samplesPerClass: 4, epochLength: .trainingSamples),
        optimizer: SGDSettings(learningRate: 0.05), schedule: ConstantSchedule()),
    ]
  }

  private static func recipe(_ behaviour: BatchNormBehaviour) -> Recipe {
    SmallRun.recipe(
      stages(behaviour), model: ModelSettings(classifier: ScaledLinearClassifier()),
      selection: .last, batchSize: 32)
  }

  @Test func `each stage has its norms, and shifts since the one before`() throws {
    let folder = try TemporaryFolder()
    let session = try SmallRun.session(Self.recipe(.follow), in: folder("run"))
    _ = try session.carryOut()
    let found = try StageWeights.ofRun(folder("run"))
    #expect(found.map(\.stage) == [0, 1])
    let before = try #require(found[0].classNorms)
    let after = try #require(found[1].classNorms)
    // Stage 2 trains scales alone, so norms change by them.
    let scale = try #require(
      session.model.store.parameters.first { $0.name == "classifier.scale" }?.tensor.doubles)
    for index in before.indices {
      #expect(abs(after[index] - before[index] * abs(scale[index])) < 1e-6)
    }
    let shifts = found[1].normalizationShifts(since: found[0])
    #expect(shifts.count == 31 && shifts.first?.layer == "bn1")
    #expect(shifts.allSatisfy { $0.mean > 0 && $0.deviation > 0 })
  }

  @Test func `frozen statistics have not moved`() throws {
    let folder = try TemporaryFolder()
    _ = try SmallRun.session(Self.recipe(.frozen), in: folder("run")).carryOut()
    let found = try StageWeights.ofRun(folder("run"))
    let shifts = found[1].normalizationShifts(since: found[0])
    #expect(shifts.count == 31)
    #expect(shifts.allSatisfy { $0.mean == 0 && $0.deviation == 0 })
  }

  @Test func `a stage that another run has trained is read there, while it is as it was`() throws {
    let folder = try TemporaryFolder()
    let recipe = Self.recipe(.follow)
    var first = recipe
    first.stages = [recipe.stages[0]]
    first.stages[0].fixed = []
    first.model.classifier = Chosen(LinearClassifier())
    _ = try SmallRun.session(first, in: folder("first")).carryOut()
    var second = recipe
    second.start = CheckpointStart(
      path: folder("first"), stage: 1,
      sha256: try StartingWeights(folder("first"), afterStages: 1).sha256)
    _ = try SmallRun.session(second, in: folder("second")).carryOut()
    let alone = try StageWeights.ofRun(folder("first"))
    let both = try StageWeights.ofRun(folder("second"))
    #expect(both.map(\.stage) == [0, 1])
    #expect(both[0].classNorms == alone[0].classNorms)
    try FileManager.default.removeItem(atPath: folder("first"))
    #expect(try StageWeights.ofRun(folder("second")).map(\.stage) == [1])
    try FileManager.default.removeItem(atPath: folder("second/checkpoints"))
    #expect(try StageWeights.ofRun(folder("second")).isEmpty)
  }

  @Test func `norms are those of what multiplies the features`() {
    let weight = NumericArray([3.0, 4, 0, 2, 1, 2], shape: [3, 2])
    let change = NumericArray([0.0, 0, 1, -2, 0, 0], shape: [3, 2])
    let scale = NumericArray([2.0, 3, -1], shape: [3])
    #expect(LinearClassifier().classNorms(["weight": weight]) == [5, 2, 5.0.squareRoot()])
    let head = ScaledLinearClassifier(separate: true)
    #expect(
      head.classNorms(["weight": weight, "change": change, "scale": scale])
        == [10, 3, 5.0.squareRoot()])
    #expect(head.classNorms(["weight": weight]) == [5, 2, 5.0.squareRoot()])
    #expect(CosineClassifier().classNorms(["weight": weight]) == nil)
    #expect(PrototypeClassifier().classNorms(["weight": weight]) == nil)
    #expect(LinearClassifier().classNorms([:]) == nil)
  }

  @Test func `a shift is measured in standard deviations`() {
    let shift = NormalizationShift(
      layer: "bn1", means: (before: [1, 0], after: [2, -3]),
      variances: (before: [4 - 1e-5, 1 - 1e-5], after: [9 - 1e-5, 1 - 1e-5]))
    #expect(abs(shift.mean - (0.5 + 3) / 2) < 1e-12)
    #expect(abs(shift.deviation - (0.5 + 0) / 2) < 1e-12)
  }
}
