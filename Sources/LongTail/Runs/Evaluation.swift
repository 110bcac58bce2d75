import ArrayFiles
public import Calibration
import Foundation

/// Every figure of a run on one part of the data: evaluation.json.
public struct Evaluation: Sendable, Codable {
  /// The folder below `predictions/`.
  public var part: String
  /// How the run chose the epoch whose weights were evaluated.
  public var selection: CheckpointSelection
  /// 0-based epoch, counted through the stages, whose weights were evaluated; `nil` for the last.
  public var chosenEpoch: Int?
  /// What `predict`, `export` and the report's headline use: a calibrator's name, or `none` where none was chosen;
  /// `nil` where no sample was held out.
  public var preferredCalibrator: String?
  /// Why that one, and what the held-out samples say of the others; `nil` where no sample was held out, and in
  /// runs of earlier versions.
  public var choice: CalibratorChoice?
  /// First without a calibrator, then one entry each.
  public var results: [EvaluatedCalibrator]
  /// Speed of the evaluation by part; timing, not a result.
  public var imagesPerSecond: [String: Double]
  /// The most memory that the process had resident at once while it carried the run out, or its last part, in bytes;
  /// none of a GPU's. `nil` where the system does not say it, and in runs of earlier versions. No result either.
  public var peakMemory: Int?
  /// Trainable values of the whole network; `nil` in runs of earlier versions.
  public var parameters: Int?
  /// Multiply-adds for one sample in inference, all experts asked; `nil` in runs of earlier versions.
  public var multiplyAdds: Int?
  /// Where the loss trains each expert for a class prior of its own.
  public var expectedMarginals: ExpectedMarginals?
  /// Where a router chooses the experts.
  public var routing: RoutingFigures?
  /// Where the run ended no better than chance.
  public var chance: ChanceRemark?
  /// Where batch norm's running statistics have hardly followed the weights.
  public var statisticsLag: StatisticsLag?

  /// Names of the calibrators that could be fitted, in order.
  public var fittedCalibrators: [String] {
    results.filter { $0.skipped == nil }.compactMap(\.calibrator)
  }

  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    try AtomicFile.write(encoder.encode(self), to: path)
  }

  /// - Throws: `FileProblem` when the file is missing or does not read.
  public static func read(_ path: String) throws -> Evaluation {
    try readJSON(path, as: Evaluation.self, what: "the evaluation of a finished run")
  }
}

/// The figures after one calibrator.
public struct EvaluatedCalibrator: Sendable, Codable {
  /// `nil` before calibration.
  public var calibrator: String?
  /// `nil` for a calibrator that could not be fitted.
  public var scores: FigureTable?
  /// Why it could not be fitted.
  public var skipped: String?
  /// What the fit has to say against itself, in words.
  public var warnings: [String] = []
  /// What it would have cost on these samples in place of the chosen one; `nil` for that one, and where none was
  /// chosen by rule.
  public var cost: ChoiceCost?

  init(name: String?, probabilities: Probabilities, _ test: Predictions) throws {
    calibrator = name
    scores = try FigureTable(evaluating: probabilities, of: test)
  }

  init(name: String?, skipped: String) {
    calibrator = name
    self.skipped = skipped
  }
}
