public import Calibration
public import LongTail

/// What is told of samples without labels at the finest level of a hierarchy that is sure enough.
public struct LevelAnswers: Sendable {
  /// The levels.
  public let hierarchy: ClassHierarchy
  /// One a sample; `nil` where no level is sure enough.
  public let answers: [BackOff.Answer?]

  /// - Parameters:
  ///   - probabilities: calibrated, `[samples, classes]`.
  ///   - backOff: the levels and how sure an answer has to be.
  /// - Throws: `CalibrationError` for other classes.
  public init(_ probabilities: Probabilities, _ backOff: BackOff) throws {
    hierarchy = backOff.hierarchy
    answers = try backOff.answers(for: probabilities)
  }

  /// A row a picture; one without an answer has the level `none`.
  /// - Parameters:
  ///   - pictures: the samples.
  ///   - calibrator: the name of the calibrator; `nil` for none.
  /// - Returns: a table with the level, the node and its probability.
  public func table(of pictures: NewPictures, calibrator: String?) -> Table {
    Table(
      header: ["picture", "level", "answer", "probability", "calibrator"],
      rows: zip(pictures.paths, answers).map { path, answer in
        let level = answer.map { hierarchy.levels[$0.level] }
        return [
          .text(path), .text(level?.name ?? "none"),
          .text(answer.flatMap { level?.nodes[$0.node] } ?? ""), .number(answer?.probability),
          .text(calibrator ?? "none"),
        ]
      })
  }
}
