public import Calibration

/// The samples of several test sets taken together: what their figures are made of, by calibrator.
public final class PooledEvaluation {
  private var evidence: [String?: MergeableEvidence] = [:]
  private let classCounts: [Int]?

  /// - Parameter classCounts: training samples of each class; groups come from them.
  public init(classCounts: [Int]?) {
    self.classCounts = classCounts
  }

  /// - Precondition: as many classes as before.
  func add(_ probabilities: Probabilities, labels: [Int], calibrator: String?) {
    var pool =
      evidence.removeValue(forKey: calibrator) ?? MergeableEvidence(classes: probabilities.classes)
    pool.add(probabilities, labels: labels)
    evidence[calibrator] = pool
  }

  /// The figures of all samples after a calibrator; `nil` where none was measured after it.
  /// - Throws: what a package's own measure throws.
  public func figures(after calibrator: String?) throws -> FigureTable? {
    try evidence[calibrator].map { try FigureTable($0, classCounts: classCounts) }
  }
}
