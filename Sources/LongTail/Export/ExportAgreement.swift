import ArrayFiles
import Calibration
import Foundation
import ModelExport
import Torch

/// How far an exported file is from the run that it was made from, over a batch of pictures.
public struct ExportAgreement: Sendable, Equatable {
  /// Pictures, or feature vectors, that both were asked about.
  public let samples: Int
  /// The largest |Δ logit|.
  public let logits: Double
  /// The largest |logit| of the run.
  public let largestLogit: Double
  /// The largest |Δ probability|.
  public let probabilities: Double

  /// Classes that are in a sample's set on one side alone though their probability is not within rounding of the
  /// threshold; `nil` without sets.
  public let setDifferences: Int?

  static let samples = 16
  /// Probabilities in float32 may be on the other side of a threshold that is as near as this.
  private static let rounding = 1e-4

  /// - Parameters:
  ///   - graph: as it was read from the file.
  ///   - path: names the file in messages.
  ///   - trained: the run.
  ///   - input: what the file takes.
  ///   - calibration: what the file's probabilities went through; `nil` for the plain softmax.
  ///   - correction: to another prior, after that.
  ///   - sets: of the probabilities before that; `nil` for none.
  /// - Throws: `FileProblem`, `CalibrationError`.
  init(
    of graph: ModelGraph, path: String, with trained: TrainedModel, input: ExportedInput,
    calibration: FittedCalibration?, correction: PriorCorrection?, sets: ExportedSets? = nil
  ) throws {
    let samples = try Self.randomSamples(for: trained)
    let predictions = try trained.evaluator(Execution(device: .cpu))
      .outputs(on: samples, classCounts: nil).predictions
    let calibrated = try predictions.probabilities(through: calibration)
    let expected = try correction?(calibrated) ?? calibrated
    let outputs = try GraphInterpreter(graph, path: path).outputs(
      for: Self.batch(samples, input))
    guard let logits = outputs["logits"], let probabilities = outputs["probabilities"] else {
      throw FileProblem(path, "it gives no logits or no probabilities")
    }
    self.samples = samples.count
    let own = predictions.logits.values.map(Double.init)
    self.logits = zip(logits.doubles, own).map { abs($0 - $1) }.max() ?? 0
    largestLogit = own.map(abs).max() ?? 0
    self.probabilities =
      zip(probabilities.doubles, expected.values).map { abs($0 - $1) }.max() ?? 0
    setDifferences = try sets.map { sets in
      guard let members = outputs["prediction_set"] else {
        throw FileProblem(path, "it gives no prediction sets")
      }
      return try Self.differences(of: members.doubles, from: sets, calibrated)
    }
  }

  private static func differences(
    of members: [Double], from sets: ExportedSets, _ probabilities: Probabilities
  ) throws -> Int {
    let expected = try sets.predictor.sets(for: probabilities)
    let classes = probabilities.classes
    return (0..<probabilities.samples).reduce(0) { count, sample in
      let own = Set(expected[sample])
      return count
        + (0..<classes).count { label in
          let isMember = members[sample * classes + label] != 0
          return isMember != own.contains(label)
            && abs(probabilities[sample, label] - sets.least[label]) > rounding
        }
    }
  }

  /// - Throws: `FileProblem` when the differences are more than float32 explains.
  func require(_ path: String) throws(FileProblem) {
    guard setDifferences ?? 0 == 0 else {
      throw FileProblem(
        path,
        "\(setDifferences ?? 0) classes are in other prediction sets than the run's; it was not kept"
      )
    }
    let allowed = 1e-4 * max(1, largestLogit)
    guard logits <= allowed, probabilities <= 1e-4 else {
      throw FileProblem(
        path,
        "the exported network differs from the run by \(logits) in a logit (up to \(allowed) is rounding) "
          + "and \(probabilities) in a probability (up to 0.0001); it was not kept")
    }
  }

  private static func randomSamples(for trained: TrainedModel) throws -> LabelledSamples {
    var random = CounterBasedGenerator(seed: 0, stream: 0)
    let description = trained.description
    let content: Samples
    switch description.input {
    case .picture(let height, let width, let channels):
      let bytes = (0..<samples * height * width * channels).map { _ in
        UInt8(min(255, random.uniform() * 256))
      }
      content = .pictures(
        PictureStore(height: height, width: width, channels: channels, pixels: Data(bytes)))
    case .features(let width):
      content = .features(
        FeatureStore(
          width: width, values: (0..<samples * width).map { _ in Float(random.normal()) }))
    }
    return LabelledSamples(
      samples: content, labels: [Int](repeating: 0, count: samples),
      classNames: description.classNames, normalization: description.normalization,
      fingerprint: "")
  }

  /// The same samples as the file takes them.
  private static func batch(_ samples: LabelledSamples, _ input: ExportedInput) throws -> Tensor {
    let all = try BatchLoader(samples, batchSize: samples.count, workers: 1).batches().next()
    guard let normalized = all?.tensor(on: .cpu) else {
      preconditionFailure("a loader of \(samples.count) samples gave no batch")
    }
    guard case .pictures(let store) = samples.samples, input != .normalized else {
      return normalized
    }
    var bytes = [UInt8](repeating: 0, count: store.count * store.bytesPerPicture)
    try bytes.withUnsafeMutableBytes { buffer in
      for position in 0..<store.count {
        let start = position * store.bytesPerPicture
        try store.copyPicture(
          at: position,
          into: UnsafeMutableRawBufferPointer(
            rebasing: buffer[start..<start + store.bytesPerPicture]))
      }
    }
    let pictures = Tensor(
      bytes.map(Double.init), shape: [store.count, store.height, store.width, store.channels])
    return input == .bytes ? pictures : pictures.permuted([0, 3, 1, 2])
  }
}
