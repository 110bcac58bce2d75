import Foundation

/// A run's figures as TensorBoard events, an epoch a step.
struct TrainingEvents {
  private var file: EventFile

  /// - Parameter bytes: length to continue at; what lies beyond belongs to epochs that were not saved.
  /// - Throws: `FileProblem` when the file is shorter than that, or cannot be written.
  init(folder: String, continuingAt bytes: Int) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    file = try EventFile(
      path: folder + "/" + EventFile.name, continuingAt: bytes)
  }

  var bytes: Int { file.byteCount }

  mutating func append(_ record: EpochRecord, globalEpoch: Int) throws {
    var scalars: [(name: String, value: Double)] = [
      ("loss/training", record.loss), ("accuracy/training", record.trainingAccuracy),
      ("learning_rate", record.learningRate),
      ("speed/images_per_second", record.timing.imagesPerSecond),
    ]
    for (name, value) in record.lossParts.sorted(by: { $0.key < $1.key }) {
      scalars.append(("loss/training/\(name)", value))
    }
    for (part, figures) in [("validation", record.validation), ("test", record.test)] {
      guard let figures else { continue }
      scalars += [
        ("accuracy/\(part)", figures.accuracy),
        ("balanced_accuracy/\(part)", figures.balancedAccuracy),
        ("calibration_error/\(part)", figures.calibrationError),
        ("loss/\(part)", figures.negativeLogLikelihood),
      ]
    }
    try file.append(scalars: scalars, step: globalEpoch)
  }
}
