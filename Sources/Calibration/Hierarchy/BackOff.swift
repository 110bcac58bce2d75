/// Answers at the finest level of a hierarchy that is sure enough: the most probable class where its probability
/// reaches a threshold, else the most probable node of the next level, and so on; no answer where none does.
public struct BackOff: Sendable {
  /// What is answered of one sample.
  public struct Answer: Sendable, Equatable {
    /// A place in ``ClassHierarchy/levels``.
    public let level: Int
    /// A place in that level's nodes.
    public let node: Int
    /// The sum over its classes, in [0, 1].
    public let probability: Double
  }

  /// The levels.
  public let hierarchy: ClassHierarchy
  /// An answer is given from this probability on, in [0, 1].
  public let threshold: Double
  /// Whether only nodes above the most probable class are answered. The most probable node of a level may be
  /// another one: its probability is a sum.
  public let isConsistent: Bool

  /// - Throws: ``CalibrationError/invalidSetting(_:)`` for a threshold outside [0, 1].
  public init(
    _ hierarchy: ClassHierarchy, threshold: Double, isConsistent: Bool = false
  ) throws(CalibrationError) {
    try SettingRange.require("threshold", threshold, in: 0...1)
    self.hierarchy = hierarchy
    self.threshold = threshold
    self.isConsistent = isConsistent
  }

  /// - Parameter probabilities: calibrated, of the classes of the hierarchy.
  /// - Returns: one a sample; `nil` where no level is sure enough.
  /// - Throws: ``CalibrationError/classesDiffer(calibrator:data:)``
  public func answers(for probabilities: Probabilities) throws(CalibrationError) -> [Answer?] {
    try NodeProbabilities(hierarchy, probabilities, isConsistent: isConsistent).map(answer)
  }

  func answer(_ best: [NodeProbabilities.Best]) -> Answer? {
    best.enumerated().first { $1.probability >= threshold }.map { level, best in
      Answer(level: level, node: best.node, probability: best.probability)
    }
  }
}
