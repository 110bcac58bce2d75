import ArrayFiles
public import Calibration

/// Coarser classes in a file, and how sure an answer has to be.
public struct BackOffRequest: Sendable, Equatable {
  /// The file, in the case of a table with the columns that are meant.
  public var file: String
  /// An answer is given from this probability on, in [0, 1].
  public var threshold: Double
  /// Whether only nodes above the most probable class are answered.
  public var isConsistent: Bool

  public init(file: String, threshold: Double, isConsistent: Bool = false) {
    self.file = file
    self.threshold = threshold
    self.isConsistent = isConsistent
  }

  /// - Parameter classNames: in class order.
  /// - Returns: the rule for these classes.
  /// - Throws: `FileProblem` for a file that is wrong, `CalibrationError` for a threshold outside [0, 1].
  public func backOff(classNames: [String]) throws -> BackOff {
    try BackOff(
      HierarchyFile.read(file, classNames: classNames), threshold: threshold,
      isConsistent: isConsistent)
  }
}
