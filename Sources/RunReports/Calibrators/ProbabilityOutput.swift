import ArrayFiles
public import Calibration

/// Calibrated probabilities on their way into a file: float32, `[samples, classes]`, as `.npy`. The most probable class
/// of a row is the first of its largest float32, too (`Probabilities.singlePrecision`).
public struct ProbabilityOutput {
  let path: String
  let fitted: FittedCalibration
  let correction: PriorCorrection?

  /// - Parameters:
  ///   - path: the `.npy` file to write.
  ///   - fitted: calibrates the rows.
  ///   - correction: to another class prior, after calibration; `nil` for none.
  public init(path: String, fitted: FittedCalibration, correction: PriorCorrection? = nil) {
    self.path = path
    self.fitted = fitted
    self.correction = correction
  }

  /// Writes the whole file, or nothing.
  /// - Parameters:
  ///   - rows: of as many classes as the calibrator's.
  ///   - source: the file of the rows, for messages.
  ///   - shouldStop: is asked between blocks of rows.
  /// - Throws: `FileProblem` when rows cannot be read or calibrated, the file cannot be written, or a stop was
  ///   asked for.
  public func write(
    _ rows: PredictionRows, from source: String, shouldStop: () -> Bool = { false }
  ) throws {
    let writer = try NPYRowWriter(
      path: path, shape: [rows.samples, rows.classes], elementType: .float32)
    for range in rows.ranges(values: 1 << 20) {
      guard !shouldStop() else {
        throw FileProblem(path, "stopped before the end; nothing was written")
      }
      let probabilities = try calibrated(rows, range, source)
      let written = try correction?.callAsFunction(probabilities) ?? probabilities
      try writer.append(written.singlePrecision)
    }
    try writer.finish()
  }

  private func calibrated(
    _ rows: PredictionRows, _ range: Range<Int>, _ source: String
  ) throws -> Probabilities {
    do {
      switch fitted {
      case .combined(let calibrator, _):
        return try calibrator.probabilities(for: rows.logits(range))
      case .each(let calibrators):
        return try calibrators.probabilities(for: rows.expertLogits(range))
      }
    } catch let error as CalibrationError {
      throw FileProblem(source, error.description)
    }
  }
}
