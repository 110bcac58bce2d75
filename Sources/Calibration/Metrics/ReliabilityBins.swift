/// One bin of a reliability diagram: left-open, right-closed, the first bin closed.
public struct ReliabilityBin: Sendable, Codable, Equatable {
  public let lower: Double
  public let upper: Double
  /// Samples in the bin.
  public let count: Int
  /// Mean confidence in the bin, in [0, 1]; `nil` for an empty bin.
  public let confidence: Double?
  /// Share of correct predictions in the bin, in [0, 1]; `nil` for an empty bin.
  public let accuracy: Double?

  public init(lower: Double, upper: Double, count: Int, confidence: Double?, accuracy: Double?) {
    self.lower = lower
    self.upper = upper
    self.count = count
    self.confidence = confidence
    self.accuracy = accuracy
  }
}
