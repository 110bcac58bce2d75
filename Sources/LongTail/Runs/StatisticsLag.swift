import Calibration
import Foundation
import Torch

/// That a network answers its own training samples far worse after training than while it trained, as its running
/// statistics have hardly followed its weights.
///
/// While a network trains, batch norm takes the statistics of the batch; afterwards a running average, to which each
/// step adds a tenth (Ioffe and Szegedy, "Batch normalization", ICML 2015, with PyTorch's momentum). After n steps 0.9ⁿ of
/// the first values, mean 0 and variance 1, is left, and the average is over the ten or so last steps' weights.
public struct StatisticsLag: Sendable, Codable, Equatable {
  /// Share of right answers on training samples while training, in the epoch whose weights count, in [0, 1].
  public let whileTraining: Double
  /// On the same samples afterwards, of accuracy and balanced accuracy the larger one, in [0, 1].
  public let afterwards: Double
  /// Steps that the stage had made by then.
  public let steps: Int
  /// Steps of one of its epochs.
  public let stepsPerEpoch: Int
  /// What to try, the likeliest to help first.
  public let advice: [String]

  /// Less of a difference has other reasons: augmentations, or weights that move within the epoch.
  static let leastDifference = 0.2
  /// From so many steps on less than a hundredth of the first values is left.
  static let enoughSteps = 44
  /// So many steps an epoch, the average is over weights of about one epoch.
  static let enoughStepsPerEpoch = 10

  /// `nil` where the statistics are no likely reason for a difference, or there is none.
  init?(
    whileTraining: Double, afterwards: Double, steps: Int, stepsPerEpoch: Int, advice: [String] = []
  ) {
    guard whileTraining - afterwards > Self.leastDifference,
      steps < Self.enoughSteps || stepsPerEpoch < Self.enoughStepsPerEpoch
    else { return nil }
    self.whileTraining = whileTraining
    self.afterwards = afterwards
    self.steps = steps
    self.stepsPerEpoch = stepsPerEpoch
    self.advice = advice
  }

  /// A sentence for people: what was found, and the likely reason.
  public var summary: String {
    let left = String(format: "%.2g %%", 100 * pow(0.9, Double(steps)))
    return
      "the network has \(percent(afterwards)) of its own training samples right, and had \(percent(whileTraining)) while it "
      + "trained: the running statistics of its batch norms have hardly followed in \(steps) "
      + "\(steps == 1 ? "step" : "steps"), \(stepsPerEpoch) an epoch (\(left) of their first values is left, and the rest "
      + "is of the weights of the last ten steps or so), so its figures say little of what it has learned"
  }

  private func percent(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }
}

extension StatisticsLag {
  /// Compares what a run's log says with the predictions on its training part.
  /// - Parameters:
  ///   - predictions: on the training part; `nil` where there are none.
  ///   - trainer: that has trained.
  ///   - log: of all its epochs.
  /// - Returns: `nil` also for networks without batch norm, and where a stage kept or measured the statistics.
  static func found(
    _ predictions: Predictions?, _ trainer: Trainer, log: [EpochRecord]
  ) -> StatisticsLag? {
    let recipe = trainer.recipe
    guard let predictions, let record = trainer.countingEpoch(of: log), record.fitted == nil,
      recipe.stages[record.stage].batchNorm == .train,
      trainer.model.store.buffers.contains(where: {
        NormalizationNames.layer(ofMean: $0.name) != nil
      })
    else { return nil }
    let accuracy = Accuracy(
      TopLabels(softmax(predictions.logits)), labels: predictions.labels,
      classes: predictions.logits.classes)
    guard let overall = accuracy.overall else { return nil }
    let stepsPerEpoch = trainer.work.steps(inEpochOf: record.stage)
    return StatisticsLag(
      whileTraining: record.trainingAccuracy,
      afterwards: max(overall, accuracy.balanced ?? overall),
      steps: stepsPerEpoch * (record.epoch + 1), stepsPerEpoch: stepsPerEpoch,
      advice: advice(recipe, stage: record.stage, samples: predictions.labels.count))
  }

  /// A batch for ten steps an epoch, and more epochs.
  private static func advice(_ recipe: Recipe, stage: Int, samples: Int) -> [String] {
    let own = recipe.stages[stage].batchSize
    let key = own == nil ? "batchSize" : "stages.\(stage).batchSize"
    let size = max(2, min((own ?? recipe.batchSize) / 2, samples / enoughStepsPerEpoch))
    let epochs = recipe.stages.first.map { min(4 * $0.epochs, StageLimits.epochs.upperBound) }
    return [
      "a smaller batch, for more steps an epoch: --set \(key)=\(size)",
      epochs.map { "a longer training: --epochs \($0)" },
    ].compactMap(\.self)
  }
}

extension Trainer {
  /// The record of the epoch whose weights are loaded.
  fileprivate func countingEpoch(of log: [EpochRecord]) -> EpochRecord? {
    guard let chosen = chosenEpoch else { return log.last }
    return log.last { recipe.epochs(before: $0.stage) + $0.epoch == chosen }
  }
}
