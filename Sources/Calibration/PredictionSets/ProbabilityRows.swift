/// Rows of probabilities, taken some at a time: in memory, or of a file on the way through a calibrator.
public struct ProbabilityRows: Sendable {
  private enum Source: Sendable {
    case memory(Probabilities)
    case file(PredictionRows, FittedCalibration?)
  }

  private let source: Source
  /// Rows, one a sample.
  public let samples: Int
  /// Columns, at least 2.
  public let classes: Int

  /// Rows that are in memory.
  public init(_ probabilities: Probabilities) {
    source = .memory(probabilities)
    samples = probabilities.samples
    classes = probabilities.classes
  }

  /// - Parameters:
  ///   - rows: logits or probabilities of a file.
  ///   - calibrator: what they go through; `nil` for the plain softmax, and for probabilities as they are.
  /// - Throws: ``CalibrationError/classesDiffer(calibrator:data:)``
  public init(_ rows: PredictionRows, calibrator: FittedCalibration? = nil) throws(CalibrationError)
  {
    if let calibrator, calibrator.classes != rows.classes {
      throw .classesDiffer(calibrator: calibrator.classes, data: rows.classes)
    }
    source = .file(rows, calibrator)
    samples = rows.samples
    classes = rows.classes
  }

  /// The scores of the file that the rows are of; `nil` for rows in memory.
  package var scores: PredictionRows? {
    if case .file(let rows, _) = source { rows } else { nil }
  }

  /// In class order, where the file of the rows names them.
  public var classNames: [String]? {
    if case .file(let rows, _) = source { rows.classNames } else { nil }
  }

  /// Ranges that cover all rows, each small enough to be held in memory.
  public var ranges: [Range<Int>] {
    switch source {
    case .memory: samples == 0 ? [] : [0..<samples]
    case .file(let rows, _): rows.ranges(values: 1 << 20)
    }
  }

  /// The logarithms of all probabilities, in single precision and in memory.
  /// - Throws: as ``probabilities(_:)``.
  public func logarithms() throws -> Logits {
    var values: [Float] = []
    values.reserveCapacity(samples * classes)
    for range in ranges { values += try probabilities(range).logarithms.values }
    return Logits(values, classes: classes)
  }

  /// The probabilities of one of the ``ranges``.
  /// - Throws: `FileProblem` for numbers that cannot be what they were said to be, ``CalibrationError`` from
  ///   the calibrator.
  public func probabilities(_ range: Range<Int>) throws -> Probabilities {
    switch source {
    case .memory(let probabilities): return probabilities
    case .file(let rows, let calibrator):
      switch calibrator {
      case nil: return try rows.probabilities(range)
      case .combined(let calibrator, _):
        return try calibrator.probabilities(for: rows.logits(range))
      case .each(let calibrators):
        return try calibrators.probabilities(for: rows.expertLogits(range))
      }
    }
  }
}
