import ArrayFiles
import Calibration
import TestSupport
import Testing
import Torch

@testable import LongTail

struct ExpertWeightLearningTests {
  /// `expert_weight_fixtures.json`: steps on given logits by PyTorch 2.13.0, and when learning stops.
  private struct Case: Decodable {
    let rate: Double
    let epochs: Int
    let shares: [[Double]]
    let views: [[StageFixtures.Array]]
  }

  @Test func `every step and the end are those of the authors' code`() throws {
    let cases = try fixture("expert_weight_fixtures", as: [Case].self)
    #expect(cases.count == 2)
    for given in cases {
      var learning = ExpertWeightLearning()
      learning.optimizer.learningRate = given.rate
      let weights = ExpertWeights(
        experts: 3, optimizer: learning.optimizer, dtype: .float64)
      var found: [[Double]] = []
      for epoch in 0..<learning.epochs {
        for views in given.views {
          weights.step(views[0].tensor, views[1].tensor)
          found.append(weights.shares)
        }
        guard !learning.isOver(weights.shares) else {
          #expect(epoch + 1 == given.epochs)
          break
        }
      }
      #expect(found.count == given.shares.count)
      for (own, expected) in zip(found, given.shares) {
        #expect(relativeDistance(own, expected) < 1e-12)
      }
    }
  }

  @Test func `experts that say the same keep the same weights`() {
    let weights = ExpertWeights(
      experts: 3, optimizer: SGDSettings(nesterov: true), dtype: .float64)
    func repeated(_ offset: Double) -> Tensor {
      let one = Tensor(MiSLASFixtures.chirp(20, offset: offset), shape: [5, 1, 4])
      return Tensor.concatenated([one, one, one], axis: 1)
    }
    for _ in 0..<3 { weights.step(repeated(1), repeated(2)) }
    for share in weights.shares { #expect(abs(share - 1.0 / 3) < 1e-14) }
  }

  @Test func `learning ends below five hundredths, rounded`() {
    let learning = ExpertWeightLearning()
    #expect(!learning.isOver([0.046, 0.454, 0.5]))
    #expect(learning.isOver([0.044, 0.456, 0.5]))
  }

  private func run(
    _ model: ModelSettings, loss: some ObjectiveSettings, in folder: TemporaryFolder,
    calibration: ExpertCalibration = .combined
  ) throws -> FinishedRun {
    var recipe = SmallRun.recipe(
      [
        Stage(
          epochs: 1, loss: loss, optimizer: SGDSettings(learningRate: 0.02),
          schedule: ConstantSchedule())
      ], model: model)
    recipe.expertCalibration = calibration
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    return try FinishedRun(folder("run"), execution: Execution())
  }

  private static let three = ModelSettings(
    backbone: TwoLayerBackbone(hidden: 16), classifier: CosineClassifier(), experts: 3)

  @Test func `a run's experts are weighted by what was learned, whatever the labels and workers`()
    throws
  {
    let folder = try TemporaryFolder()
    let run = try run(Self.three, loss: DiverseDistributions(), in: folder)
    let samples = try run.data.test.samples
    let learned = try run.trained.learnedExpertWeights(for: samples, execution: Execution())
    #expect(learned.shares.count == 3 && abs(learned.shares.reduce(0, +) - 1) < 1e-6)
    #expect(learned.shares != [1.0 / 3, 1.0 / 3, 1.0 / 3] && learned.samples == 40)
    let others = LabelledSamples(
      samples: samples.samples, labels: samples.labels.map { 3 - $0 },
      classNames: samples.classNames, normalization: samples.normalization, fingerprint: "")
    let again = try run.trained.learnedExpertWeights(
      for: others, execution: Execution(workers: 3))
    #expect(again == learned)
    var conditions = EvaluationConditions()
    conditions.learnsExpertWeights = true
    let found = try #require(run.predictions(under: conditions).first).predictions
    for index in found.logits.values.indices {
      let expected = (0..<3).reduce(0.0) {
        $0 + learned.shares[$1] * Double(found.expertLogits[$1].values[index])
      }
      #expect(abs(Double(found.logits.values[index]) - expected) < 1e-4)
    }
    #expect(run.remarks.contains { $0.contains("learned on these 40 samples") })
    let probabilities = try run.trained.probabilities(
      of: samples, calibration: nil, execution: Execution(), expertWeights: learned.shares)
    for (own, expected) in zip(probabilities.values, softmax(found.logits).values) {
      #expect(abs(own - expected) < 1e-5)
    }
  }

  @Test func `each test distribution has weights of its own`() throws {
    let folder = try TemporaryFolder()
    let run = try run(Self.three, loss: DiverseDistributions(), in: folder)
    var conditions = EvaluationConditions()
    conditions.learnsExpertWeights = true
    conditions.distributions = [try .init("forward-5"), try .init("backward-5")]
    #expect(try run.predictions(under: conditions).map(\.predictions.labels.count) == [20, 20])
    for name in ["forward-5: ", "backward-5: "] {
      #expect(run.remarks.contains { $0.hasPrefix(name + "experts' weights learned on these 20") })
    }
  }

  @Test func `what cannot be weighted is refused`() throws {
    func problem(_ run: FinishedRun) throws -> String? {
      let samples = try run.data.test.samples
      return #expect(throws: FileProblem.self) {
        try run.trained.learnedExpertWeights(for: samples, execution: Execution())
      }?.description
    }
    let one = try TemporaryFolder()
    let single = try run(
      ModelSettings(backbone: TwoLayerBackbone(hidden: 8)), loss: CrossEntropy(), in: one)
    #expect(try problem(single)?.contains("one expert") == true)
    let two = try TemporaryFolder()
    let each = try run(
      Self.three, loss: DiverseDistributions(), in: two, calibration: .each)
    #expect(try problem(each)?.contains("expertCalibration") == true)
  }
}
