import ArrayFiles
import Calibration
import Foundation
import LongTail
import TestSupport
import Testing

struct EvaluationConditionsTests {
  /// A finished run of two experts on four classes, ten test samples each.
  private func finished(
    _ stage: Stage, prediction: PredictionRule = PredictionRule(),
    calibration: ExpertCalibration = .combined, in folder: TemporaryFolder
  ) throws -> FinishedRun {
    var recipe = SmallRun.recipe(
      [stage], model: ModelSettings(backbone: TwoLayerBackbone(hidden: 16), experts: 2),
      prediction: prediction)
    recipe.expertCalibration = calibration
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    return try FinishedRun(folder("run"), execution: Execution())
  }

  @Test func `each test distribution is a part of the same predictions`() throws {
    let folder = try TemporaryFolder()
    let run = try finished(Stage(epochs: 2), in: folder)
    var conditions = EvaluationConditions()
    let whole = try #require(run.predictions(under: conditions).first)
    #expect(whole.distribution == nil && whole.correction == nil)
    #expect(whole.predictions.labels.count == 40)
    #expect(whole.predictions.expertLogits.count == 2)
    conditions.distributions = [.uniform, try .init("forward-5"), try .init("backward-5")]
    let found = try run.predictions(under: conditions)
    #expect(found.map(\.distribution) == conditions.distributions)
    // ⌊10 · 5^(−i/3)⌋ for the places i = 0 … 3.
    let counts = [10, 5, 3, 2]
    #expect(found.map(\.predictions.labelCounts) == [[10, 10, 10, 10], counts, counts.reversed()])
    for one in found {
      let positions = try #require(one.distribution).positions(
        in: run.data.test, trainingCounts: run.data.publishedCounts)
      let expected = whole.predictions.selecting(positions)
      #expect(one.predictions.labels == expected.labels)
      for (own, other) in zip(one.predictions.logits.values, expected.logits.values) {
        #expect(abs(own - other) < 1e-4)
      }
    }
  }

  /// z + log π_target − λ log π_train, after the temperature.
  @Test(arguments: [0.0, 1, 2])
  func `the correction begins from the prior that was trained for`(strength: Double) throws {
    let folder = try TemporaryFolder()
    let run = try finished(
      Stage(epochs: 1, loss: BalancedSoftmax(strength: strength)), in: folder)
    var conditions = EvaluationConditions()
    conditions.prior = .shares([0.1, 0.2, 0.3, 0.4], file: "prior")
    let found = try #require(run.predictions(under: conditions).first)
    let counts = try run.data.training.samples.classCounts.map(Double.init)
    let offsets = (0..<4).map { log(0.1 * Double($0 + 1)) - (1 - strength) * log(counts[$0]) }
    let own = try #require(found.correction).offsets
    for label in 1..<4 {
      #expect(abs((own[label] - own[0]) - (offsets[label] - offsets[0])) < 1e-9)
    }
    let evaluation = try run.evaluation(
      of: found.predictions, on: "test", correction: found.correction)
    let temperature = try #require(
      try CalibratorFile.read(folder("run/calibrators/temperature.json")).fitted.fittedTemperature)
    for (result, temperature) in zip(evaluation.results, [1, temperature]) {
      let logits = found.predictions.logits.values.enumerated().map {
        Float(Double($1) / temperature + offsets[$0 % 4])
      }
      let expected = try FigureTable(
        of: Measures.recorded, softmax(Logits(logits, classes: 4)), labels: found.predictions.labels
      )
      #expect(result.scores?["accuracy"] == expected["accuracy"])
      let likelihood = try #require(result.scores?["nll"])
      #expect(abs(likelihood - (expected["nll"] ?? 0)) < 1e-5)
    }
  }

  /// z^m + log π_target − (1 − τ_m) log π_train for each expert, and the mean of that for their product.
  @Test(arguments: [[0.0, 2], [0.5, 1], [1, 1]])
  func `experts alone are corrected from their own priors`(strengths: [Double]) throws {
    let folder = try TemporaryFolder()
    let run = try finished(
      Stage(epochs: 1, loss: ExpertLogitAdjustment(strengths: strengths, average: nil)), in: folder)
    var conditions = EvaluationConditions()
    let target = [0.1, 0.2, 0.3, 0.4]
    conditions.prior = .shares(target, file: "prior")
    let found = try #require(run.predictions(under: conditions).first)
    let corrected = try found.corrected()
    let counts = try run.data.training.samples.classCounts.map(Double.init)
    func expected(_ logits: Logits, _ strength: Double) -> Probabilities {
      softmax(
        Logits(
          logits.values.enumerated().map { place, value in
            let label = place % 4
            return Float(
              Double(value) + log(target[label]) - (1 - strength) * log(counts[label]))
          }, classes: 4))
    }
    let mean = strengths.reduce(0, +) / 2
    let pairs =
      [(corrected.logits, found.predictions.logits, mean)]
      + (0..<2).map {
        (corrected.expertLogits[$0], found.predictions.expertLogits[$0], strengths[$0])
      }
    for (own, plain, strength) in pairs {
      for (value, other) in zip(softmax(own).values, expected(plain, strength).values) {
        #expect(abs(value - other) < 1e-5, "τ = \(strength)")
      }
    }
    // Corrected, the experts' product is the corrected product.
    let product = EnsembleCombination.meanLogits.logits(corrected.expertLogits)
    for (own, other) in zip(softmax(product).values, softmax(corrected.logits).values) {
      #expect(abs(own - other) < 1e-5)
    }
    let marginals = try #require(try run.expectedMarginals(of: found.predictions))
    let recorded = try Evaluation.read(folder("run/evaluation.json")).expectedMarginals
    for (own, other) in zip(marginals.experts, recorded?.experts ?? []) {
      #expect(abs(own - other) < 1e-5)
    }
  }

  @Test func `a router's figures are those of the samples measured`() throws {
    let folder = try TemporaryFolder()
    let recipe = SmallRun.recipe(
      [Stage(epochs: 1)],
      model: ModelSettings(
        backbone: TwoLayerBackbone(hidden: 16), experts: 2, router: RouterSettings(topLogits: 2)),
      prediction: PredictionRule(routes: true))
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    let run = try FinishedRun(folder("run"), execution: Execution())
    var conditions = EvaluationConditions()
    let whole = try #require(run.predictions(under: conditions).first?.routing)
    let recorded = try Evaluation.read(folder("run/evaluation.json")).routing
    #expect(whole == recorded)
    conditions.distributions = [.uniform, try .init("backward-5")]
    let found = try run.predictions(under: conditions).compactMap(\.routing)
    #expect(found.count == 2 && found[0] == whole)
    #expect(found.allSatisfy { abs($0.shares.reduce(0, +) - 1) < 1e-12 })
  }

  @Test func `what cannot be had is refused`() throws {
    let folder = try TemporaryFolder()
    let run = try finished(Stage(epochs: 1), in: folder)
    var conditions = EvaluationConditions()
    conditions.part = .validation
    conditions.distributions = [.uniform]
    #expect(throws: DatasetProblem.self) { try run.predictions(under: conditions) }
    conditions.part = .calibration
    conditions.distributions = []
    #expect(throws: Never.self) { try run.predictions(under: conditions) }
    conditions = EvaluationConditions()
    conditions.data = "synthetic:classes=5,per-class=4,test=2,size=8"
    let error = #expect(throws: FileProblem.self) { try run.predictions(under: conditions) }
    #expect(error?.problem.contains("of \(folder("run")), which has") == true)
    conditions.data = nil
    conditions.distributions = [try .init("backward-1000")]
    conditions.prior = .matching
    // ⌊10 · 1000^(−1)⌋ = 0: a class without samples has share 0, and nobody misses it.
    let found = try #require(run.predictions(under: conditions).first)
    #expect(found.predictions.labelCounts[0] == 0)
    #expect(found.correction?.offsets[0] == -.infinity)
    conditions.distributions = [.uniform]
    conditions.prior = .shifted(try .init("backward-1000"))
    #expect(throws: DatasetProblem.self) { try run.predictions(under: conditions) }
  }

  @Test func `a run keeps its experts and calibrates each of them when asked to`() throws {
    let folder = try TemporaryFolder()
    let run = try finished(Stage(epochs: 1), calibration: .each, in: folder)
    let path = folder("run/predictions/test")
    #expect(try NPYFile.read(path + "/expert_logits.npy").shape == [40, 2, 4])
    let predictions = try PredictionFolder.read(path)
    let combined = EnsembleCombination.meanLogits.logits(predictions.expertLogits)
    for (own, mean) in zip(predictions.logits.values, combined.values) {
      #expect(abs(own - mean) < 1e-5)
    }
    let content = try CalibratorFile.read(folder("run/calibrators/temperature.json"))
    #expect(content.fitted.calibrators.count == 2)
    #expect(content.fitted.combination == .meanLogits)
    let recorded = try Evaluation.read(folder("run/evaluation.json"))
    let again = try run.evaluation(
      of: run.predictions(under: EvaluationConditions())[0].predictions, on: "test")
    for (own, other) in zip(recorded.results, again.results) {
      #expect(own.scores?["accuracy"] == other.scores?["accuracy"])
    }
    let chosen = try #require(try run.trained.calibrator(named: "temperature"))
    let probabilities = try run.trained.probabilities(
      of: run.data.test.samples, calibration: chosen.fitted, execution: Execution())
    let expected = try content.fitted.probabilities(for: predictions)
    for (own, other) in zip(probabilities.values, expected.values) {
      #expect(abs(own - other) < 1e-4)
    }
  }

  @Test func `the order of calibration is a setting of the recipe`() throws {
    let recipe = SmallRun.recipe([Stage()])
    #expect(recipe.expertCalibration == .combined)
    #expect(try recipe.setting("expertCalibration=each").expertCalibration == .each)
    #expect(throws: (any Error).self) { try recipe.setting("expertCalibration=both") }
    #expect(try RecipeFile.text(recipe).contains("expertCalibration: combined"))
  }
}
