public import Calibration
import Foundation

/// How well a run tells its classes from others, through one of its calibrators.
public struct OpenSetResult: Sendable {
  /// `nil` before calibration.
  public let calibrator: String?
  /// What was counted.
  public let figures: OpenSetFigures
}

extension FinishedRun {
  /// How well the run rejects samples of classes that are none of its own.
  /// - Parameters:
  ///   - source: of the open samples, such as `image-folder:DIR`; its test part, or all of it where it has none.
  ///   - threshold: the least probability that is answered, in [0, 1].
  ///   - known: what the run says of samples of its own classes.
  /// - Returns: first without a calibrator, then one entry each.
  /// - Throws: ``SettingsError`` for an open set that shares classes or samples with the run; `FileProblem`;
  ///   `CalibrationError`.
  public func openSet(
    _ source: String, threshold: Double, known: ConditionedPredictions
  ) throws -> [OpenSetResult] {
    let samples = try trained.openSamples(from: source)
    remark(
      ["\(source): \(samples.count) samples of classes that are none of the run's"]
        + samples.remarks.map { "warning: \($0)" })
    let open = try evaluator.outputs(on: samples, classCounts: nil).predictions
    func result(_ calibrator: TrainedModel.ChosenCalibrator?) throws -> OpenSetResult {
      func probabilities(_ predictions: Predictions) throws -> Probabilities {
        let plain = try predictions.probabilities(through: calibrator?.fitted)
        return try known.correction?(plain) ?? plain
      }
      return OpenSetResult(
        calibrator: calibrator?.name,
        figures: OpenSetFigures(
          known: try probabilities(known.predictions), labels: known.predictions.labels,
          open: try probabilities(open), threshold: threshold))
    }
    let run = trained.run
    try run.requireUnchanged(run.evaluationPath, run.calibratorFolder)
    return try [result(nil)]
      + run.evaluation().fittedCalibrators.map { name in
        try result((name, CalibratorFile.read(run.calibratorPath(name)).fitted))
      }
  }
}

extension TrainedModel {
  /// Samples of classes that the model does not know, as it takes them; their labels say nothing (all are 0).
  fileprivate func openSamples(from source: String) throws -> LabelledSamples {
    let loaded = try TestSet(from: Self.opened(source, key: Self.openSet)).samples
    let present = zip(loaded.classNames, loaded.classCounts).filter { $1 > 0 }.map(\.0)
    let own = Set(description.classNames)
    let shared = present.filter(own.contains)
    guard shared.isEmpty else {
      let areNumbers = shared.allSatisfy { Int($0) != nil }
      throw SettingsError(
        Self.openSet,
        "\(source) has \(shared.count) of the run's classes, such as \(shared[0])"
          + (areNumbers ? ", which is a number: names would tell whether it is the same class" : "")
          + "; expected other classes alone")
    }
    try refuseOwnSamples(loaded, in: source)
    let plain = LabelledSamples(
      samples: loaded.samples, labels: [Int](repeating: 0, count: loaded.count),
      classNames: description.classNames, normalization: loaded.normalization,
      fingerprint: loaded.fingerprint)
    return try adapted(plain.noting(loaded.remarks), from: source)
  }

  private static let openSet = "--open-set"

  private func refuseOwnSamples(_ samples: LabelledSamples, in source: String) throws {
    guard FileManager.default.fileExists(atPath: run.samplesPath) else { return }
    let record = try SampleRecord.read(run.samplesPath)
    let keys = try SampleRecord.keys(of: samples)
    guard record.isComparable(with: keys) else { return }
    let parts = record.parts
    let found = keys.count { parts[$0] != nil }
    guard found == 0 else {
      throw SettingsError(
        Self.openSet, "the run knows \(found) of the \(samples.count) samples of \(source) already")
    }
  }
}
