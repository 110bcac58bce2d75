/// Samples drawn again with replacement: each counts as often as it was drawn, times its own weight.
public final class ResampledOutcomes {
  /// How the samples are measured.
  public let settings: MeasureSettings
  /// `[samples]`, the probability of the answer.
  public let confidences: [Double]
  /// `[samples]`, whether the answer was right.
  public let correct: [Bool]
  /// `[samples]`, 0 or more.
  public let weights: [Double]
  /// Positions of the samples by ascending confidence.
  let order: [Int32]
  /// `nil` where nothing but confidence says how sure answers are.
  private let sureness: RankedSureness?

  init(
    _ outcomes: SampleOutcomes, weights: [Double], order: [Int32], sureness: RankedSureness?,
    settings: MeasureSettings
  ) {
    self.sureness = sureness
    self.settings = settings
    self.weights = weights
    self.order = order
    confidences = outcomes.confidences
    correct = outcomes.correct
  }

  /// Bins of the top label, as the settings want them.
  public private(set) lazy var reliability = bins(settings.binning)
  private lazy var ranking = RankingScores(
    confidences: confidences, correct: correct, weights: weights, order: order)
  private lazy var rankingByUncertainty = sureness.map {
    RankingScores($0, correct: correct, weights: weights)
  }

  /// How well right answers are told from wrong ones; `nil` where there is no such account.
  func ranking(by account: SurenessAccount) -> RankingScores? {
    account == .confidence ? ranking : rankingByUncertainty
  }

  /// Bins of the top label.
  public func bins(_ binning: Binning) -> ReliabilityBins {
    ReliabilityBins(confidences: confidences, correct: correct, weights: weights, binning: binning)
  }
}
