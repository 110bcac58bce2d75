import Calibration
@testable import LongTail
import TestSupport
import Foundation
import Testing
import Torch

struct PredictorTests {
  private func model(experts: Int, router: RouterSettings? = nil) throws -> ExpertModel {
    try ExpertModel(
      ModelSettings(backbone: TwoLayerBackbone(hidden: 5), experts: experts, router: router),
      input: .features(width: 3), classes: 4, seed: 3, dtype: .float64)
  }

  private func inputs(_ stream: UInt64) -> Tensor {
    var random = CounterBasedGenerator(seed: 4, stream: stream)
    return Tensor((0..<15).map { _ in random.normal() }, shape: [5, 3])
  }

  @Test func `weights of experts make their weighted mean, and equal ones the mean`() throws {
    let model = try model(experts: 3)
    let outputs = withoutGradients { model(inputs(1), .inference) }
    func answer(_ weights: [Double]) -> PredictorAnswer {
      Predictor(
        model, rule: PredictionRule(expertWeights: weights), trainedCounts: [4, 3, 2, 1]
      ).answer([inputs(1)])
    }
    let weighted = answer([1, 2, 5])
    let each = (0..<3).map { outputs.logits.selected(axis: 1, at: $0).doubles }
    let expected = each[0].indices.map { (each[0][$0] + 2 * each[1][$0] + 5 * each[2][$0]) / 8 }
    #expect(relativeDistance(weighted.logits.doubles, expected) < 1e-14)
    #expect(weighted.expertLogits.doubles == outputs.logits.doubles)
    #expect(
      relativeDistance(answer([2, 2, 2]).logits.doubles, outputs.combinedLogits.doubles) < 1e-14)
    #expect(answer([]).logits.doubles == outputs.combinedLogits.doubles)
    // One expert alone.
    #expect(relativeDistance(answer([0, 1, 0]).logits.doubles, each[1]) < 1e-15)
  }

  @Test func `the logits of several views are averaged, then adjusted`() throws {
    let model = try model(experts: 2)
    let counts = [40, 10, 5, 1]
    let predictor = Predictor(
      model, rule: PredictionRule(logitAdjustment: 1.5, views: [View(), View()]),
      trainedCounts: counts)
    let found = predictor.answer([inputs(1), inputs(2)])
    let views = withoutGradients { [1, 2].map { model(inputs($0), .inference) } }
    let total = Double(counts.reduce(0, +))
    let expected = (0..<20).map { place -> Double in
      let mean =
        (views[0].combinedLogits.doubles[place] + views[1].combinedLogits.doubles[place]) / 2
      return mean - 1.5 * log(Double(counts[place % 4]) / total)
    }
    #expect(relativeDistance(found.logits.doubles, expected) < 1e-14)
    #expect(predictor.scores([inputs(1), inputs(2)]).doubles == found.logits.doubles)
  }

  @Test func `a router asks the same experts, whether the others run or not`() throws {
    let model = try model(experts: 3, router: RouterSettings(topLogits: 2, hidden: 4))
    let predictor = Predictor(
      model, rule: PredictionRule(routes: true), trainedCounts: [4, 3, 2, 1])
    let answer = predictor.answer([inputs(6)])
    #expect(answer.expertsUsed?.count == 5)
    #expect(
      relativeDistance(predictor.scores([inputs(6)]).doubles, answer.logits.doubles) < 1e-12)
    #expect(predictor.answer([inputs(6)], routes: false).expertsUsed == nil)
  }

  @Test func `evidence weighs the experts of each sample`() throws {
    let model = try model(experts: 3)
    let outputs = withoutGradients { model(inputs(1), .inference) }
    let predictor = Predictor(
      model, rule: PredictionRule(evidence: EvidenceGate()), trainedCounts: [4, 3, 2, 1])
    let expected = EvidenceGate().combined(outputs.logits).doubles
    #expect(relativeDistance(predictor.answer([inputs(1)]).logits.doubles, expected) < 1e-15)
    #expect(relativeDistance(predictor.scores([inputs(1)]).doubles, expected) < 1e-15)
    #expect(relativeDistance(expected, outputs.combinedLogits.doubles) > 1e-3)
  }

  @Test(arguments: [
    ("prediction={evidence: {temperature: 0}}", "prediction.evidence.temperature"),
    ("prediction={evidence: {form: sample}, expertWeights: [1, 2, 3]}", "prediction.evidence"),
    ("prediction.expertWeights=[1, 2]", "prediction.expertWeights"),
    ("prediction.expertWeights=[0, 0, 0]", "prediction.expertWeights"),
    ("prediction.expertWeights=[1, -1, 1]", "prediction.expertWeights.1"),
    (
      "prediction.views=[{augmentations: []}, {augmentations: [horizontal-flip]}]",
      "prediction.views.1.augmentations.0"
    ),
  ])
  func `weights that do not fit are refused`(_ setting: String, _ key: String) throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: SettingsError.self) {
      let recipe = try SmallRun.recipe(
        [Stage(epochs: 1)],
        model: ModelSettings(backbone: TwoLayerBackbone(hidden: 8), experts: 3)
      ).setting(setting)
      _ = try SmallRun.session(recipe, in: folder("run"))
    }
    #expect(error?.key == key)
  }

  @Test func `a mirror image beside a picture changes a run's predictions, as their mean`() throws {
    let folder = try TemporaryFolder()
    var recipe = SmallRun.recipe([
      Stage(
        epochs: 1, optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule())
    ])
    func logits(_ name: String, _ views: [View]) throws -> [Double] {
      recipe.prediction.views = views
      _ = try SmallRun.session(recipe, in: folder(name)).carryOut()
      return try PredictionFolder.read(folder(name) + "/predictions/test").logits.values.map(
        Double.init)
    }
    let plain = try logits("plain", [])
    let mirrored = try logits("mirrored", [View([HorizontalFlip(probability: 1)])])
    let both = try logits("both", [View(), View([HorizontalFlip(probability: 1)])])
    #expect(plain != mirrored)
    #expect(relativeDistance(both, zip(plain, mirrored).map { ($0 + $1) / 2 }) < 1e-5)
  }
}
