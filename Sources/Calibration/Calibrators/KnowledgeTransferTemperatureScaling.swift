/// Temperature scaling in which tail classes borrow the statistics of head classes (Chen & Su, 2023,
/// "Transfer Knowledge from Head to Tail").
///
/// A validation sample of a tail class counts by how much likelier its features are under a Gaussian
/// that is mixed with those of similar head classes than under that of its own class; then T minimises
/// the weighted cross-entropy.
///
/// The statistics come from the training predictions when they are given (as in the published numbers),
/// else from the validation predictions; ``KnowledgeTransferCalibrator/statisticsSource`` says which.
public struct KnowledgeTransferTemperatureScaling: CalibrationMethod, Equatable {
  public static let name = "knowledge-transfer"
  public static let summary =
    "a temperature from samples weighted by what head classes know of the tail"

  /// How much of its own statistics a tail class keeps, α in [0, 1]; at 1 this is temperature scaling.
  public var alpha = 0.998
  /// How many of the most frequent classes are head classes; `nil` for 0.4 · classes, rounded.
  @OrNone public var headClasses: Int?
  /// Weights are clipped to this interval, η₁ and η₂ of the paper.
  public var lowestWeight = 0.3
  /// η₂, the largest weight of a sample of a tail class; at least ``lowestWeight``.
  public var highestWeight = 5.0
  /// T is searched in this interval.
  public var lowerBound = 0.05
  /// The largest T that is searched; above ``lowerBound``.
  public var upperBound = 5.0

  public init() {}

  public init(alpha: Double = 0.998, headClasses: Int? = nil) {
    self.alpha = alpha
    self.headClasses = headClasses
  }

  public func fitted(
    to validation: Predictions, training: Predictions?
  ) throws -> KnowledgeTransferCalibrator {
    try validate()
    let transfer = try FeatureTransfer(validation: validation, training: training)
    let heads = try headCount(classes: validation.logits.classes)
    return try fitted(
      transfer, attention: transfer.attention(headClasses: heads),
      source: training == nil ? .validation : .training)
  }

  /// With class statistics and attention that were computed before.
  func fitted(
    _ transfer: FeatureTransfer, attention: FeatureTransfer.Attention,
    source: KnowledgeTransferCalibrator.StatisticsSource
  ) throws -> KnowledgeTransferCalibrator {
    let (importance, solution) = try solution(transfer, attention: attention)
    let validation = transfer.validation
    return KnowledgeTransferCalibrator(
      temperature: solution.temperature, classes: validation.logits.classes, alpha: alpha,
      statisticsSource: source, headClasses: importance.headClasses,
      tailClasses: importance.tailClasses, squaredDistances: importance.squaredDistances,
      attention: importance.attention,
      tailWeights: TailWeights(
        importance: importance, labels: validation.labels, lowest: lowestWeight,
        highest: highestWeight),
      warnings: importance.warnings + solution.warnings)
  }

  /// The weights of the samples, and the temperature that follows.
  func solution(
    _ transfer: FeatureTransfer, attention: FeatureTransfer.Attention
  ) throws -> (FeatureTransfer.Importance, TemperatureSolver.Solution) {
    try validate()
    let validation = transfer.validation
    let importance = transfer.importance(
      alpha: alpha, attention: attention, lowest: lowestWeight, highest: highestWeight)
    var weights = importance.weights
    if let given = validation.sampleWeights {
      for index in weights.indices { weights[index] *= given[index] }
    }
    return (
      importance,
      try TemperatureSolver(
        predictions: validation, weights: weights, lowerBound: lowerBound, upperBound: upperBound
      ).solve()
    )
  }

  public func validate() throws(CalibrationError) {
    try SettingRange.require("alpha", alpha, in: 0...1)
    if let headClasses { try SettingRange.require("headClasses", headClasses, in: 1...Int.max) }
    try SettingRange.require("lowestWeight", lowestWeight, in: 1e-6...1e6)
    try SettingRange.require("highestWeight", highestWeight, in: 1e-6...1e6)
    guard lowestWeight <= highestWeight else {
      throw .invalidSetting(
        "lowestWeight: \(lowestWeight) is above highestWeight, \(highestWeight)")
    }
    try SettingRange.requireTemperatures(lowerBound, upperBound)
  }

  func headCount(classes: Int) throws(CalibrationError) -> Int {
    guard let headClasses else {
      return min(max(Int((0.4 * Double(classes)).rounded()), 1), classes - 1)
    }
    guard (1...classes).contains(headClasses) else {
      throw .invalidSetting(
        "headClasses: \(headClasses) head classes; 1 to \(classes) are possible")
    }
    return headClasses
  }
}

/// softmax(z / T), with what the knowledge-transfer fit saw.
public struct KnowledgeTransferCalibrator: Calibrator, Equatable {
  /// Which predictions the class statistics were taken from.
  public enum StatisticsSource: String, Sendable, Codable {
    case training, validation
  }

  /// T, the divisor of the logits.
  public let temperature: Double
  public let classes: Int
  /// How much of its own statistics a tail class kept, in [0, 1]; at 1 nothing was transferred.
  public let alpha: Double
  /// Which predictions the class statistics were taken from.
  public let statisticsSource: StatisticsSource
  /// By decreasing number of samples.
  public let headClasses: [Int]
  /// All other classes, by decreasing number of samples.
  public let tailClasses: [Int]
  /// `[tail, head]`: squared 2-Wasserstein distance of the classes' feature distributions.
  public let squaredDistances: [[Double]]
  /// `[tail, head]`: how much a tail class looks at each head class; rows sum to one.
  public let attention: [[Double]]
  /// What the samples of tail classes counted in the fit.
  public let tailWeights: TailWeights
  /// How the constants were chosen; `nil` when they were given.
  public private(set) var selection: Selection?
  public private(set) var warnings: [String]

  /// What ``KnowledgeTransferAuto`` saw.
  public struct Selection: Sendable, Codable, Equatable {
    /// Class-balanced confidence minus accuracy of plain temperature scaling.
    public let gapOfTemperatureScaling: Double
    /// Standard error of ``gapOfTemperatureScaling``.
    public let standardError: Double
    /// Empty when temperature scaling was kept.
    public let candidates: [Candidate]
  }

  /// A pair of constants and what it leads to.
  public struct Candidate: Sendable, Codable, Equatable {
    /// How much of its own statistics a tail class keeps, in [0, 1].
    public let alpha: Double
    /// How many of the most frequent classes are head classes.
    public let headClasses: Int
    /// T that the pair of constants leads to.
    public let temperature: Double
    /// Class-balanced confidence minus accuracy on the validation set.
    public let balancedGap: Double
  }

  func with(selection: Selection, warnings: [String]) -> KnowledgeTransferCalibrator {
    var copy = self
    copy.selection = selection
    copy.warnings = warnings + self.warnings
    return copy
  }

  public var fittedTemperature: Double? { temperature }

  public var facts: [CalibratorFact] {
    [
      .temperature(temperature), CalibratorFact("α", "\(alpha)"),
      CalibratorFact("class statistics from", statisticsSource.rawValue),
      CalibratorFact("head classes", "\(headClasses.count)"),
    ]
  }

  public var knowledgeTransfer: KnowledgeTransferCalibrator? { self }

  public var flaw: CalibratorFlaw? {
    CalibratorCheck.temperature(temperature) ?? classFlaw() ?? statisticsFlaw
  }

  public func callAsFunction(_ logits: Logits) -> Probabilities {
    precondition(logits.classes == classes, "\(logits.classes) classes, fitted for \(classes)")
    return softmax(logits, temperature: temperature)
  }
}
