public import ArrayFiles
public import Calibration
import Foundation
import Torch

/// The parts of the data that a model can be asked about.
public enum DataPart: String, Sendable, CaseIterable {
  case training, validation, calibration, test

  /// The folder below `predictions/`, as the papers name the parts.
  public var folder: String { self == .training ? "train" : rawValue }
}

/// What a model says about a part of the data.
public struct ModelOutputs: Sendable {
  /// The ensemble's scores after the prediction rule, labels, and the experts' mean features.
  public var predictions: Predictions
  /// `[samples, experts, classes]` before the rule; `nil` for a single network.
  public var expertLogits: NumericArray?
}

/// Runs a model over data without gradients, in batches.
public final class Evaluator {
  private let model: ExpertModel
  private let rule: PredictionRule
  private let data: DataPartition
  private let execution: Execution
  private let batchSize = 256

  public init(
    model: ExpertModel, rule: PredictionRule, data: DataPartition, execution: Execution
  ) {
    self.model = model
    self.rule = rule
    self.data = data
    self.execution = execution
  }

  /// The samples of one part; `nil` when there is none.
  public func samples(of part: DataPart) -> LabelledSamples? {
    switch part {
    case .training: data.training.samples
    case .validation: data.validation?.samples
    case .calibration: data.calibration?.samples
    case .test: data.test.samples
    }
  }

  /// Predictions on one part; `nil` when there is none.
  /// - Throws: `FileProblem` for a picture that cannot be read, or scores that are not finite.
  public func outputs(on part: DataPart) throws -> ModelOutputs? {
    try samples(of: part).map(outputs(on:))
  }

  /// Predictions on any samples of the right shape, in their order.
  public func outputs(on samples: LabelledSamples) throws -> ModelOutputs {
    let experts = model.settings.experts
    var logits: [Float] = []
    var features: [Float] = []
    var expertLogits: [Float] = []
    var width = 1
    let batches = BatchLoader(samples, batchSize: batchSize, workers: execution.workers).batches()
    while let batch = try batches.next() {
      withoutGradients {
        let outputs = model(batch.tensor(on: execution.device), .inference)
        logits += adjusted(outputs.combinedLogits).to(.float32).floats
        features += outputs.features.mean(axes: [1], keepingAxes: false).to(.float32).floats
        if experts > 1 { expertLogits += outputs.logits.to(.float32).floats }
        width = outputs.features.shape[2]
      }
    }
    if let bad = logits.firstIndex(where: \.isNaN) {
      throw FileProblem(
        "the model's logits", at: "sample \(bad / model.classes), class \(bad % model.classes)",
        "is NaN; expected a number")
    }
    return ModelOutputs(
      predictions: Predictions(
        logits: Logits(logits, classes: model.classes), labels: samples.labels,
        features: Features(features, width: width), classCounts: data.publishedCounts),
      expertLogits: experts > 1
        ? NumericArray(expertLogits, shape: [samples.count, experts, model.classes]) : nil)
  }

  private func adjusted(_ logits: Tensor) -> Tensor {
    guard rule.logitAdjustment != 0 else { return logits }
    let counts = data.training.samples.classCounts
    let total = Double(counts.reduce(0, +))
    let offsets = counts.map { rule.logitAdjustment * log(Double($0) / total) }
    return logits - Tensor(offsets, device: execution.device).to(logits.dtype)
  }

  /// The figures of one epoch's log line; `nil` when there is no such part.
  func figures(on part: DataPart) throws -> EpochFigures? {
    guard let outputs = try outputs(on: part) else { return nil }
    let predictions = outputs.predictions
    let scores = Scorecard(
      softmax(predictions.logits), labels: predictions.labels, classCounts: nil)
    return EpochFigures(
      accuracy: scores.accuracy ?? 0, balancedAccuracy: scores.balancedAccuracy ?? 0,
      calibrationError: scores.expectedError ?? 0,
      negativeLogLikelihood: scores.negativeLogLikelihood ?? 0)
  }
}
