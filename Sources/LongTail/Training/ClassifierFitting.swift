import Calibration
import Foundation
import Torch

/// A stage that computes the classifier from features instead of training it.
final class ClassifierFitting {
  private let trainer: Trainer
  private let index: Int
  private let stage: Stage

  init(_ trainer: Trainer) {
    self.trainer = trainer
    index = trainer.recorder.state.stage
    stage = trainer.recipe.stages[index]
  }

  /// - Throws: ``SettingsError`` when the data lack what the fit needs; ``TrainingError`` when asked to
  ///   stop; `FileProblem`.
  func run() throws {
    guard let fit = stage.fit?.fit else { return }
    let started = Date()
    report(step: 0, speed: nil)
    try StagePreparation(trainer: trainer, stage: stage, index: index).carryOut()
    let figures = try fitClassifier(fit, at: "stages.\(index).fit")
    let data = trainer.data
    let samples = data.training.samples.count + (data.validation?.samples.count ?? 0)
    report(
      step: trainer.work.steps(inEpochOf: index),
      speed: Double(samples) / max(1e-9, Date().timeIntervalSince(started)))
    try finish(figures, seconds: Date().timeIntervalSince(started))
  }

  /// Computes the classifier from features of the network as it is.
  /// - Parameters:
  ///   - fit: how.
  ///   - place: of the fit in the recipe.
  /// - Returns: what was chosen, by name.
  /// - Throws: as ``run()`` does.
  func fitClassifier(_ fit: any ClassifierFit, at place: String) throws -> [String: Double] {
    let data = trainer.data
    let looks = type(of: fit).usesFeatures
    let held = looks ? data.validation : nil
    let training =
      try looks
      ? features(of: data.training.samples)
      : Tensor.zeros([0, trainer.model.featureWidth], device: trainer.execution.device)
    let validation = try held.map { try features(of: $0.samples) }
    if trainer.execution.shouldStop() {
      throw TrainingError.stopped(stage: index, epoch: 0, step: 0)
    }
    let classifier = trainer.model.store.tensors.compactMap { name, tensor in
      name.hasPrefix(Self.prefix) ? (String(name.dropFirst(Self.prefix.count)), tensor) : nil
    }
    let tensors = Dictionary(uniqueKeysWithValues: classifier)
    let found = try withoutGradients {
      try within(place) {
        try fit.fitted(
          to: ClassifierFitData(
            training: training, trainingLabels: looks ? data.training.samples.labels : [],
            validation: validation, validationLabels: held?.samples.labels ?? [],
            classes: trainer.model.classes, classifier: tensors.mapValues { $0.detached() },
            projection: trainer.projection.map { Tensor($0, device: trainer.execution.device) }))
      }
    }
    found.remarks.forEach { trainer.observer?.noted("warning: \($0)") }
    for (name, value) in found.tensors {
      withoutGradients { tensors[name]?.assignInPlace(value) }
    }
    return found.figures
  }

  /// Measures and logs what the fit gave.
  private func finish(_ figures: [String: Double], seconds: Double) throws {
    let (data, evaluator) = (trainer.data, trainer.evaluator)
    try trainer.recorder.requireFiniteWeights()
    let training = try evaluator.figures(on: data.training.samples)
    let validation = try data.validation.map { try evaluator.figures(on: $0.samples) }
    let test =
      trainer.recipe.selection == .test ? try evaluator.figures(on: data.test.samples) : nil
    try trainer.recorder.keepIfBest(validation: validation, test: test, stage: index, epoch: 0)
    let count = Double(data.training.samples.count)
    try trainer.recorder.record(
      EpochRecord(
        stage: index, stageName: stage.name, epoch: 0, epochs: 1, learningRate: 0,
        loss: training.negativeLogLikelihood, lossParts: [:],
        trainingAccuracy: training.accuracy, validation: validation, test: test,
        fitted: figures,
        timing: EpochTiming(seconds: seconds, imagesPerSecond: count / max(1e-9, seconds))),
      globalEpoch: trainer.recipe.epochs(before: index))
    for (name, value) in figures.sorted(by: { $0.key < $1.key }) {
      trainer.observer?.noted("\(stage.name): \(name) \(String(format: "%.4g", value))")
    }
  }

  private func report(step: Int, speed: Double?) {
    var state = trainer.recorder.state
    state.step = step
    trainer.report(
      state, steps: trainer.work.steps(inEpochOf: index), loss: nil, imagesPerSecond: speed)
  }

  private static let prefix = "classifier."

  private func features(of samples: LabelledSamples) throws -> Tensor {
    let outputs = try trainer.evaluator.outputs(on: samples, classCounts: nil).predictions
    guard let features = outputs.features else { preconditionFailure("outputs without features") }
    return Tensor(
      features.values, shape: [features.samples, features.width], device: trainer.execution.device)
  }
}
