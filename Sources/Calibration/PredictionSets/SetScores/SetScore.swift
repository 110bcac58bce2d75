/// How strange a class would be as the answer for a sample: high is strange. A prediction set holds the
/// classes whose score is not above a threshold. Its stored properties are its constants.
///
/// A score of the class's own probability conforms to this protocol; one of its rank to ``RankedScore``.
public protocol SetScore: Sendable, Codable {
  /// The name on the command line and in files, such as `pas`.
  static var name: String { get }
  /// One line for `longtail list`.
  static var summary: String { get }
  /// Why it is offered but not recommended; `nil` for the others.
  static var warning: String? { get }
  init()
  /// Whether a class's share of the training images goes into it.
  var needsPrior: Bool { get }
  /// Whether a random number of the sample goes into it.
  var isRandomized: Bool { get }
  /// What no score is above, but for rounding.
  func highest(classes: Int) -> Double
  /// - Throws: ``CalibrationError/invalidSetting(_:)`` for constants that cannot be, for any classes.
  func validate() throws(CalibrationError)
  /// - Throws: ``CalibrationError/invalidSetting(_:)`` for constants that cannot be, or not for so many
  ///   classes.
  func check(classes: Int) throws(CalibrationError)
  func score(of label: Int, in row: ScoredRow) -> Double
  /// Writes the score of every class to `target`; one above `limit` may be given as +∞.
  func writeScores(
    of row: ScoredRow, upTo limit: Double, to target: UnsafeMutablePointer<Double>)
}

extension SetScore {
  public static var warning: String? { nil }
  public var needsPrior: Bool { false }
  public var isRandomized: Bool { false }
  public func validate() throws(CalibrationError) {}
  public func check(classes: Int) throws(CalibrationError) { try validate() }

  public func writeScores(
    of row: ScoredRow, upTo limit: Double, to target: UnsafeMutablePointer<Double>
  ) {
    for label in 0..<row.classes { target[label] = score(of: label, in: row) }
  }
}

/// A score that goes by the rank of a class in its row, and does not fall with it.
public protocol RankedScore: SetScore {
  /// - Parameters:
  ///   - place: the class and its rank.
  ///   - draw: the random number of the sample, in (0, 1).
  /// - Returns: the score of the class.
  func score(of place: RankedClass, draw: Double) -> Double
}

extension RankedScore {
  public func score(of label: Int, in row: ScoredRow) -> Double {
    var found = Double.infinity
    row.visitDescending { place in
      guard place.label == label else { return true }
      found = score(of: place, draw: row.draw)
      return false
    }
    return found
  }

  public func writeScores(
    of row: ScoredRow, upTo limit: Double, to target: UnsafeMutablePointer<Double>
  ) {
    for label in 0..<row.classes { target[label] = .infinity }
    row.visitDescending { place in
      let score = score(of: place, draw: row.draw)
      target[place.label] = score
      return score <= limit
    }
  }
}

/// What takes the place of the random number u of a sample in a score that is published with one.
///
/// “Not randomised” means u = 0 in some programs and u = 1 in others, so neither is called that here.
public enum SetDraw: String, Sendable, Codable, CaseIterable {
  /// u drawn from (0, 1), one a sample.
  case random
  /// u = 0: the class's own probability counts in full.
  case inclusive
  /// u = 1: only the classes before it count.
  case exclusive

  func number(_ draw: Double) -> Double {
    switch self {
    case .random: draw
    case .inclusive: 0
    case .exclusive: 1
    }
  }
}
