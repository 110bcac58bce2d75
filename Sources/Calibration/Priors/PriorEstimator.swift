/// A way to find the class shares of rows without labels. Its stored properties are its settings.
public protocol PriorEstimator: Sendable, Codable {
  /// The name on the command line and in files, such as `em-map`.
  static var name: String { get }
  /// One line for `longtail list`.
  static var summary: String { get }
  init()
  /// Whether it looks at the confusion matrix of the labelled rows.
  var needsConfusion: Bool { get }
  /// Whether every setting lies in its range, whatever the data are; estimating asks first.
  /// - Throws: ``CalibrationError/invalidSetting(_:)`` that names the first that does not.
  func validate() throws(CalibrationError)
  /// - Parameters:
  ///   - rows: calibrated probabilities without labels.
  ///   - source: what the labelled rows say, under the same calibrator.
  /// - Returns: one share a class, with what went into them.
  /// - Throws: ``CalibrationError/notFitted(_:)`` when the labelled rows do not determine the shares,
  ///   ``CalibrationError/invalidSetting(_:)``
  func shares(of rows: UnlabelledRows, _ source: PriorSource) throws(CalibrationError)
    -> PriorShares
  /// The shares, without what pulls them towards the source, of rows drawn again with replacement.
  /// - Parameters:
  ///   - drawn: the rows and how often each was drawn, for some draws.
  ///   - source: of labelled rows drawn again.
  ///   - start: shares near the result.
  /// - Returns: one list of shares a draw.
  /// - Throws: ``CalibrationError/notFitted(_:)`` when the labelled rows do not determine the shares.
  func drawnShares(
    of drawn: DrawnRows, _ source: PriorSource, near start: [Double]
  ) throws(CalibrationError) -> [[Double]]
}

extension PriorEstimator {
  public func validate() throws(CalibrationError) {}
}

/// Class shares that an estimator found.
public struct PriorShares: Sendable, Equatable {
  /// One a class, 0 or more, with sum one.
  public let shares: [Double]
  /// The same without what pulls them towards the source: where intervals are taken around.
  public let unshrunk: [Double]
  /// The distribution that probabilities have to be corrected from to these shares.
  public let source: [Double]
  /// The largest over the smallest singular value of the confusion matrix; `nil` where it was not used.
  public let condition: Double?
  /// What happened on the way that the reader should know.
  public let notes: [String]
}
