/// What measures are taken of: labelled predictions of one set, as far as they were kept.
///
/// What several measures need, such as the bins of the top label, is worked out once, when the first one asks.
public final class Evidence {
  /// How the samples are measured.
  public let settings: MeasureSettings
  /// Training images per class; `nil` when nobody knows them.
  public let classCounts: [Int]?
  /// `[samples]`, how unsure each answer is by another account than its probability: the larger, the less sure. `nil` where
  /// nobody says.
  public let uncertainties: [Double]?
  /// `[samples]`, how much each counts; `nil` when all count the same.
  public let weights: [Double]?
  let state: MergeableEvidence
  /// Empty while streaming.
  let outcomes: SampleOutcomes
  private let gathering: EvidenceGathering
  private let parts: MeasuredParts?

  /// - Parameters:
  ///   - gathering: of all parts.
  ///   - state: as it is in there, or merged from elsewhere.
  ///   - classCounts: training images per class; groups come from them.
  ///   - parts: for measures that go through the probabilities once more; `nil` when they are gone.
  init(
    _ gathering: EvidenceGathering, state: MergeableEvidence, classCounts: [Int]?,
    parts: MeasuredParts?
  ) {
    self.gathering = gathering
    self.state = state
    self.classCounts = classCounts
    self.parts = parts
    settings = gathering.settings
    outcomes = gathering.outcomes
    uncertainties = parts?.uncertainties
    weights = gathering.weights
  }

  public var classes: Int { state.classes }
  /// How many there are.
  public var samples: Int { state.samples }

  // MARK: Every sample; empty while streaming

  /// `[samples]`
  public var labels: [Int] { outcomes.labels }
  /// `[samples]`, the probability of the answer.
  public var confidences: [Double] { outcomes.confidences }
  /// `[samples]`, whether the answer was right.
  public var correct: [Bool] { outcomes.correct }
  /// `[samples]`, −log p of the label.
  public var likelihoods: [Double] { outcomes.likelihoods }
  /// `[samples]`, Σ (p − y)² over classes.
  public var squares: [Double] { outcomes.squares }
  /// Positions of the samples by ascending confidence.
  private(set) lazy var order = RadixOrder.ascending(outcomes.confidences)
  /// The samples by what else says how sure their answers are; `nil` where nothing does, and while streaming.
  private(set) lazy var sureness =
    isStreamed ? nil : uncertainties.map(RankedSureness.init(uncertainties:))
  private lazy var ranking = RankingScores(
    confidences: outcomes.confidences, correct: outcomes.correct, weights: weights, order: order)
  private lazy var rankingByUncertainty = sureness.map {
    RankingScores($0, correct: outcomes.correct, weights: weights)
  }

  /// How well right answers are told from wrong ones; `nil` where there is no such account.
  func ranking(by account: SurenessAccount) -> RankingScores? {
    account == .confidence ? ranking : rankingByUncertainty
  }

  /// Whether bins and classes alone were kept.
  public var isStreamed: Bool { settings.isStreaming }

  /// The mean of one number a sample, by the samples' weights; `nil` where all count the same.
  func weightedMean(_ values: @autoclosure () -> [Double]) -> Double? {
    guard let weights else { return nil }
    return zip(values(), weights).map { $0 * $1 }.compensatedSum() / weights.compensatedSum()
  }

  /// The interval of the mean of one number a sample, as far as it is in the range that the mean of a population can have.
  func meanInterval(
    _ values: [Double], within range: ClosedRange<Double>
  ) -> MeasuredInterval? {
    let terms = weights.map { zip(values, $0).map { $0 * $1 } } ?? values
    return MeasuredInterval(
      ConfidenceIntervals.mean(terms)?.clamped(to: range), method: "mean/skewness-corrected-t")
  }

  // MARK: Classes and groups

  /// Samples of each class, and how many of them were right.
  private(set) lazy var classHits: [(count: Int, hits: Int)] = (0..<classes).map {
    (state.byTrueLabel.samples(row: $0), state.byTrueLabel.hits(row: $0))
  }

  /// How often answers are right: over all, by class, by group.
  public private(set) lazy var accuracies = Accuracy(
    overall: samples == 0
      ? nil
      : weightedMean(outcomes.correct.map { $0 ? 1 : 0 })
        ?? Double(classHits.reduce(0) { $0 + $1.hits }) / Double(samples),
    ofClass: classHits.map { $0.count == 0 ? nil : Double($0.hits) / Double($0.count) })

  /// `nil` without class counts.
  public private(set) lazy var groups = classCounts.map(ShotGroups.init(counts:))

  /// 95 % interval of the mean accuracy of some classes; all of them for `nil`.
  func accuracyInterval(of classes: [Int]?) -> MeasuredInterval? {
    MeasuredInterval(
      ConfidenceIntervals.balancedAccuracy(
        accuracies.ofClass, counts: classHits.map(\.count), of: classes),
      method: "normal/classes-apart")
  }

  // MARK: Bins

  /// Of the bins of equal width.
  private(set) lazy var edges = Binning.equalWidth(settings.bins).edges(for: [])

  /// Bins of the top label, as the settings want them.
  public private(set) lazy var reliability: ReliabilityBins = {
    if let weights {
      return ReliabilityBins(
        confidences: outcomes.confidences, correct: outcomes.correct, weights: weights,
        binning: settings.binning)
    }
    switch settings.compatibility {
    case nil:
      return state.byTrueLabel.reliability(rows: Array(0..<classes), edges: edges)
    case .torchmetrics:
      return ReliabilityBins(
        singlePrecision: outcomes.confidences, correct: outcomes.correct,
        binning: settings.binning)
    default:
      return ReliabilityBins(
        confidences: outcomes.confidences, correct: outcomes.correct, binning: settings.binning)
    }
  }()

  /// Bins of equal mass of the top label; `nil` while streaming, and for fewer samples than bins.
  public private(set) lazy var equalMassReliability: ReliabilityBins? = {
    guard outcomes.count >= settings.bins else { return nil }
    let binning = Binning.equalMass(settings.bins)
    guard let weights else {
      return ReliabilityBins(
        confidences: outcomes.confidences, correct: outcomes.correct, binning: binning)
    }
    return ReliabilityBins(
      confidences: outcomes.confidences, correct: outcomes.correct, weights: weights,
      binning: binning)
  }()

  /// One a class, of its probabilities.
  public private(set) lazy var classwiseReliability: [ReliabilityBins] = {
    let columns: any ReliabilityTable = gathering.weightedClasswise ?? state.classwise
    return (0..<classes).map { columns.reliability(rows: [$0], edges: edges) }
  }()

  /// The bins of the top label, by the true and by the predicted class.
  private(set) lazy var tables: (byTrue: any ReliabilityTable, byPredicted: any ReliabilityTable) =
    {
      guard let weights else { return (state.byTrueLabel, state.byPredictedLabel) }
      let tables = gathering.weightedTables(weights)
      return (tables.byTrue, tables.byPredicted)
    }()

  // MARK: Chance

  /// `ece` of a perfectly calibrated model with these confidences; `nil` while streaming.
  private(set) lazy var nullBand: NullBand? = {
    guard outcomes.count > 0 else { return nil }
    let band = NullBand(
      confidences: outcomes.confidences, weights: weights, binning: settings.binning,
      norm: settings.norm, seed: settings.seed)
    knownNullBand = band
    return band
  }()

  /// ``nullBand``, where a measure has asked for it: it takes a thousand draws.
  private(set) var knownNullBand: NullBand?

  // MARK: Probabilities once more

  /// Whether the probabilities can be gone through, each sample counting the same.
  public var hasProbabilities: Bool { parts != nil && weights == nil && !isStreamed }

  /// Hands over all probabilities, some samples at a time, with their labels.
  /// - Throws: what reading them throws, and what `body` throws.
  public func forEachPart(_ body: (Probabilities, [Int]) throws -> Void) throws {
    guard let parts else { return }
    for range in parts.ranges { try body(try parts.part(range), Array(parts.labels[range])) }
  }

  /// ``ClasswiseErrors/meanAdaptive``; `nil` where the probabilities are gone, and for fewer samples than bins.
  /// - Throws: what reading them throws.
  func adaptiveClasswiseError() throws -> Double? {
    guard hasProbabilities, let parts, samples >= settings.bins else { return nil }
    return try parts.adaptiveClasswiseError(bins: settings.bins)
  }
}
