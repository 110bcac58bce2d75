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
    index = trainer.state.stage
    stage = trainer.recipe.stages[index]
  }

  /// - Throws: ``SettingsError`` when the data lack what the fit needs; ``TrainingError`` when asked to
  ///   stop; `FileProblem`.
  func run() throws {
    guard let fit = stage.fit?.fit else { return }
    let started = Date()
    report(step: 0, speed: nil)
    try StagePreparation(trainer: trainer, stage: stage, index: index).carryOut()
    let data = trainer.data
    let training = try features(of: data.training.samples)
    let validation = try data.validation.map { try features(of: $0.samples) }
    if trainer.execution.shouldStop() {
      throw TrainingError.stopped(stage: index, epoch: 0, step: 0)
    }
    let classifier = trainer.model.store.tensors.compactMap { name, tensor in
      name.hasPrefix(Self.prefix) ? (String(name.dropFirst(Self.prefix.count)), tensor) : nil
    }
    let tensors = Dictionary(uniqueKeysWithValues: classifier)
    let found = try withoutGradients {
      try within("stages.\(index).fit") {
        try fit.fitted(
          to: ClassifierFitData(
            training: training, trainingLabels: data.training.samples.labels,
            validation: validation, validationLabels: data.validation?.samples.labels ?? [],
            classes: trainer.model.classes, classifier: tensors.mapValues { $0.detached() }))
      }
    }
    for (name, value) in found.tensors { tensors[name]?.assignInPlace(value) }
    let samples = data.training.samples.count + (data.validation?.samples.count ?? 0)
    report(
      step: trainer.work.steps(inEpochOf: index),
      speed: Double(samples) / max(1e-9, Date().timeIntervalSince(started)))
    try trainer.finishFit(found.figures, seconds: Date().timeIntervalSince(started))
  }

  private func report(step: Int, speed: Double?) {
    var state = trainer.state
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
