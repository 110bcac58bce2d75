import ArrayFiles

/// How thresholds are made of the scores of the calibration samples. Its stored properties are its settings.
public protocol SetRule: Sendable, Codable {
  /// The name on the command line and in files, such as `class-conditional`.
  static var name: String { get }
  /// One line for `longtail list`.
  static var summary: String { get }
  /// Why it is offered but not recommended; `nil` for the others.
  static var warning: String? { get }
  init()
  /// Whether it asks for the ranks of the labels.
  var needsRanks: Bool { get }
  /// What is promised, and of what.
  var guarantee: SetGuarantee { get }
  /// - Throws: ``CalibrationError/invalidSetting(_:)`` for settings that cannot be, whatever the data.
  func validate() throws(CalibrationError)
  /// - Parameters:
  ///   - scores: of the calibration samples, of which there are enough for all of them together.
  ///   - alpha: the share of misses that is allowed, in (0, 1).
  /// - Returns: the thresholds.
  /// - Throws: ``CalibrationError`` when settings or facts about the classes do not fit.
  func thresholds(
    for scores: CalibrationScores, alpha: Double
  ) throws(CalibrationError) -> SetThresholds
}

extension SetRule {
  public static var warning: String? { nil }
  public var needsRanks: Bool { false }
  public func validate() throws(CalibrationError) {}
}

/// What a rule promises of samples that come from where the calibration samples came from.
public enum SetGuarantee: String, Sendable, Codable, CaseIterable {
  /// Of the samples of all classes together.
  case marginal
  /// Of the samples of all classes together, under the class distribution that was aimed at.
  case targetPrior = "target-prior"
  /// Of the samples of each class, under any class distribution.
  case eachClass = "each-class"
  /// Of the samples of each group of classes together.
  case eachGroup = "each-group"
  /// Of the samples of each cluster of classes together, where the classes have enough samples to be in one.
  case eachCluster = "each-cluster"
  /// Nothing that holds for few samples.
  case none

  /// The promise in a sentence, with its condition.
  public func sentence(alpha: Double) -> String {
    let share = "\(((1 - alpha) * 1e6).rounded() / 1e4)"
    let percent = (share.hasSuffix(".0") ? String(share.dropLast(2)) : share) + "%"
    let condition = "if the samples come from where the calibration samples came from"
    switch self {
    case .marginal:
      return "At least \(percent) of all sets hold the true class, \(condition), with classes as "
        + "frequent as there. Nothing is promised of a single class."
    case .targetPrior:
      return
        "At least \(percent) of all sets hold the true class, \(condition), but with the class "
        + "distribution that was aimed at, if its shares are right. Nothing is promised of a single class."
    case .eachClass:
      return
        "Of the samples of each class, at least \(percent) have sets that hold it, \(condition); "
        + "how frequent the classes are makes no difference."
    case .eachGroup:
      return
        "Of the samples of each group of classes, at least \(percent) have sets that hold the true "
        + "class, \(condition), with classes as frequent within the group as there. Nothing is promised "
        + "of a single class."
    case .eachCluster:
      return
        "Of the samples of each cluster of classes, at least \(percent) have sets that hold the true "
        + "class, \(condition), with classes as frequent within the cluster as there. Nothing is promised "
        + "of a single class, nor of those with too few samples to be clustered."
    case .none:
      return
        "Nothing is promised: how many sets hold the true class must be measured on samples that "
        + "the thresholds were not made from."
    }
  }
}

/// The thresholds of a rule.
public struct SetThresholds: Sendable, Equatable {
  /// One for all classes, or one a class; +∞ where every score is below.
  public var values: [Double]
  /// The lowest rank at which a class may be in a set, one a class; `nil` for any.
  public var rankLimits: [Int]?
  /// Which score from the lowest the threshold is; `nil` where there is not one number.
  public var rank: Int?
  /// What its user should know, such as classes with too few samples.
  public var warnings: [String]

  public init(
    _ values: [Double], rankLimits: [Int]? = nil, rank: Int? = nil, warnings: [String] = []
  ) {
    self.values = values
    self.rankLimits = rankLimits
    self.rank = rank
    self.warnings = warnings
  }
}

extension CalibrationScores {
  /// A warning that names the classes with too few samples for a threshold of their own.
  func fewSampleWarnings(alpha: Double, _ consequence: String) -> [String] {
    let least = ConformalQuantile.leastSamples(alpha: alpha)
    let few = counts.indices.filter { counts[$0] < least }
    guard !few.isEmpty else { return [] }
    let shown = few.map { "class \($0) has \(counts[$0])" }.listed(most: 10)
    let more = few.count > 10 ? " classes have too few" : ""
    return [
      "\(least) calibration samples of a class are needed for α = \(alpha); \(shown)\(more): \(consequence)"
    ]
  }
}
