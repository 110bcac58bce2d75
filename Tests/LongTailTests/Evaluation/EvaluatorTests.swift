import ArrayFiles
import Calibration
import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail

struct EvaluatorTests {
  private static let counts = [40, 20, 10, 10]

  private func samples(perClass: Int = 70, size: Int = 8) throws -> LabelledSamples {
    let text = "synthetic:classes=4,per-class=\(perClass),test=1,size=\(size)"
    return try DataSettings(source: text, validationFraction: 0).partition(seed: 0).training.samples
  }

  private func model(experts: Int = 1) throws -> ExpertModel {
    try ExpertModel(
      ModelSettings(backbone: TwoLayerBackbone(hidden: 8), experts: experts),
      input: .picture(height: 8, width: 8, channels: 3), classes: 4, seed: 7)
  }

  private func outputs(
    _ model: ExpertModel, on samples: LabelledSamples, rule: PredictionRule = PredictionRule(),
    workers: Int = 2
  ) throws -> ModelOutputs {
    try Evaluator(
      model: model, rule: rule, trainedCounts: Self.counts,
      normalization: samples.normalization, execution: Execution(workers: workers)
    ).outputs(on: samples, classCounts: Self.counts)
  }

  @Test func `samples keep their order over several batches`() throws {
    let samples = try samples()
    #expect(samples.count == 280)
    let model = try model()
    let all = try outputs(model, on: samples).predictions
    #expect(all.labels == samples.labels)
    #expect(all.classCounts == Self.counts)
    for start in [0, 255, 256, 279] {
      let one = try outputs(model, on: samples.selecting([start]), workers: 1).predictions
      let row = all.logits.values[(start * 4)..<(start * 4 + 4)]
      for (alone, together) in zip(one.logits.values, row) { #expect(abs(alone - together) < 1e-4) }
    }
  }

  @Test func `figures with few scores in memory at a time are those of all`() throws {
    let samples = try samples()
    let evaluator = Evaluator(
      model: try model(), rule: PredictionRule(), trainedCounts: Self.counts,
      normalization: samples.normalization, execution: Execution())
    let all = try evaluator.figures(on: samples)
    // 100 rows at a time, of batches of 256.
    let some = try evaluator.figures(on: samples, mostScores: 400)
    #expect(some.accuracy == all.accuracy)
    #expect(abs(some.balancedAccuracy - all.balancedAccuracy) < 1e-12)
    #expect(abs(some.calibrationError - all.calibrationError) < 1e-12)
    #expect(abs(some.negativeLogLikelihood - all.negativeLogLikelihood) < 1e-12)
  }

  @Test(arguments: [(1, false), (3, false), (3, true)])
  func `predictions that are written batch by batch are those that fit into memory`(
    experts: Int, bringEvidence: Bool
  ) throws {
    let folder = try TemporaryFolder()
    let samples = try samples()
    let evaluator = Evaluator(
      model: try model(experts: experts),
      rule: PredictionRule(evidence: bringEvidence ? EvidenceGate() : nil),
      trainedCounts: Self.counts, normalization: samples.normalization, execution: Execution())
    let whole = try evaluator.outputs(
      on: samples, classCounts: Self.counts, writingTo: folder("whole")
    ).predictions
    let parts = try evaluator.outputs(
      on: samples, classCounts: Self.counts, writingTo: folder("parts"), mostScores: 100
    ).predictions
    #expect(parts.logits == whole.logits)
    #expect(parts.labels == whole.labels && parts.classCounts == Self.counts)
    #expect(parts.features?.values == whole.features?.values)
    #expect(parts.expertLogits == whole.expertLogits)
    #expect(whole.expertLogits.count == (experts > 1 ? experts : 0))
    #expect(
      whole.uncertainties
        == (bringEvidence ? EvidentialUncertainty(whole.expertLogits).uncertainties : nil))
    #expect(parts.uncertainties == whole.uncertainties)
    #expect(
      try PredictionFolder.read(folder("parts")).uncertainties == whole.uncertainties)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder("whole"))
    #expect(Set(names) == Set(try FileManager.default.contentsOfDirectory(atPath: folder("parts"))))
    for name in names {
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: folder("parts/\(name)")))
          == Data(contentsOf: URL(fileURLWithPath: folder("whole/\(name)"))), "\(name)")
    }
  }

  /// Menon et al., ICLR 2021, eq. 9.
  @Test func `adjustment subtracts the log prior of what was trained on`() throws {
    let samples = try samples(perClass: 3)
    let model = try model()
    let plain = try outputs(model, on: samples).predictions.logits.values
    let adjusted = try outputs(
      model, on: samples, rule: PredictionRule(logitAdjustment: 1.5)
    ).predictions.logits.values
    for index in plain.indices {
      let prior = Double(Self.counts[index % 4]) / 80
      let expected = Double(plain[index]) - 1.5 * log(prior)
      #expect(abs(Double(adjusted[index]) - expected) < 1e-5)
    }
  }

  @Test func `experts are kept apart and averaged`() throws {
    let samples = try samples(perClass: 3)
    let outputs = try outputs(model(experts: 3), on: samples)
    let experts = outputs.predictions.expertLogits
    #expect(experts.map(\.samples) == [12, 12, 12])
    #expect(experts[0] != experts[1])
    for (index, logit) in outputs.predictions.logits.values.enumerated() {
      let mean = experts.reduce(Float(0)) { $0 + $1.values[index] } / 3
      #expect(abs(Float(logit) - mean) < 1e-5)
    }
    #expect(try self.outputs(model(), on: samples).predictions.expertLogits.isEmpty)
    #expect(outputs.predictions.features?.width == 8)
  }

  @Test func `the prediction rule moves the experts as it moves their mean`() throws {
    let samples = try samples(perClass: 3)
    let outputs = try outputs(
      model(experts: 2), on: samples, rule: PredictionRule(logitAdjustment: 1))
    let combined = EnsembleCombination.meanLogits.logits(outputs.predictions.expertLogits)
    for (own, mean) in zip(outputs.predictions.logits.values, combined.values) {
      #expect(abs(own - mean) < 1e-5)
    }
  }

  @Test func `samples of another shape or other classes are refused`() throws {
    let model = try model()
    #expect(throws: FileProblem.self) { try outputs(model, on: samples(perClass: 2, size: 9)) }
    let three = try DataSettings(
      source: "synthetic:classes=3,per-class=2,test=1,size=8", validationFraction: 0
    ).partition(seed: 0).training.samples
    let error = #expect(throws: FileProblem.self) { try outputs(model, on: three) }
    #expect(error?.problem == "has 3 classes; the model has 4")
  }

  @Test func `without a sample there are no figures, not even zeros`() throws {
    let samples = try samples(perClass: 2)
    let model = try model()
    let evaluator = Evaluator(
      model: model, rule: PredictionRule(), trainedCounts: Self.counts,
      normalization: samples.normalization, execution: Execution())
    #expect(try evaluator.figures(on: samples).negativeLogLikelihood > 0)
    let error = #expect(throws: FileProblem.self) {
      try evaluator.figures(on: samples.selecting([]))
    }
    #expect(error?.problem.contains("0 samples") == true)
  }

  @Test func `weights that are no numbers are noticed`() throws {
    let model = try model()
    var state = Dictionary(
      uniqueKeysWithValues: model.store.state().map { ($0.name, $0.array) })
    state["classifier.bias"] = NumericArray([Float.nan, 0, 0, 0], shape: [4])
    try model.store.load(state, from: "test")
    let error = #expect(throws: FileProblem.self) { try outputs(model, on: samples(perClass: 1)) }
    #expect(error?.place == "sample 0, class 0")
  }

  @Test func `every part of the data has its folder`() {
    #expect(DataPart.allCases.map(\.folder) == ["train", "validation", "calibration", "test"])
  }
}
