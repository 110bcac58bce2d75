import Foundation
import LongTail
import Reports

/// What is kept of a run's log: a short line for each epoch.
struct EpochTable {
  let log: [EpochRecord]

  /// Losses in nats, accuracies as fractions in [0, 1]; the stage and the epoch are counted from 1.
  var text: String {
    CSV(
      header: [
        "stage", "epoch", "learning_rate", "loss", "training_accuracy", "validation_accuracy",
        "test_accuracy", "seconds", "images_per_second",
      ],
      rows: log.map { record in
        [
          "\(record.stage + 1)", "\(record.epoch + 1)", short(record.learningRate),
          short(record.loss), short(record.trainingAccuracy), short(record.validation?.accuracy),
          short(record.test?.accuracy), short(record.timing.seconds),
          short(record.timing.imagesPerSecond),
        ]
      }
    ).text
  }

  /// Six digits are more than a training repeats on another machine.
  private func short(_ value: Double?) -> String {
    value.map { String(format: "%.6g", $0) } ?? ""
  }
}
