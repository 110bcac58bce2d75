/// What a published table says in one place, in percent as it is printed; without numbers it is a place to measure for
/// which nothing was published.
public struct PublishedFigure: Sendable, Equatable, ExpressibleByFloatLiteral {
  /// Share of right answers, or of those of a group of classes, 0 … 100; `nil` where none was given.
  public let accuracy: Double?
  /// Expected calibration error, 0 … 100; `nil` where none was given.
  public let calibrationError: Double?

  /// Whether anything was published.
  public var isKnown: Bool { accuracy != nil || calibrationError != nil }

  /// - Parameters:
  ///   - accuracy: in percent, 0 … 100.
  ///   - calibrationError: likewise; `nil` where the table has none.
  public init(_ accuracy: Double?, _ calibrationError: Double? = nil) {
    self.accuracy = accuracy
    self.calibrationError = calibrationError
  }

  /// An accuracy alone.
  public init(floatLiteral accuracy: Double) { self.init(accuracy) }
}
