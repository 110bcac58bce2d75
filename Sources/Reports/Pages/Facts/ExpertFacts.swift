public import Calibration

/// What the experts of one run are good at, on the test set before calibration.
public struct ExpertFacts: Sendable, Codable, Equatable {
  /// One expert, or all of them together.
  public struct Member: Sendable, Codable, Equatable {
    /// "expert 1", "ensemble".
    public var name: String
    /// Its figures over all samples.
    public var scores: FigureTable
    /// Expected calibration error of the samples of each group, by true class.
    public var groupCalibrationError: [ShotGroup: Double]

    public init(
      _ name: String, scores: FigureTable,
      groupCalibrationError: [ShotGroup: Double] = [:]
    ) {
      self.name = name
      self.scores = scores
      self.groupCalibrationError = groupCalibrationError
    }
  }

  /// Two or more, in order.
  public var experts: [Member]
  /// All experts together, as the network answers.
  public var ensemble: Member
  /// For each class the experts, counted from 0, that no other is better than; empty for a class without
  /// a sample, or one that none of them recognises.
  public var bestOfClass: [[Int]]
  /// For each class the accuracy of the best expert, in [0, 1]; `nil` without a sample.
  public var highestOfClass: [Double?]
  /// For each expert the share of the recognised classes that it is best at; empty when there is none.
  public var bestShares: [Double]
  /// The same of the classes of each group.
  public var groupBestShares: [ShotGroup: [Double]]
  /// Share of classes that several experts are equally good at, in [0, 1].
  public var tiedShare: Double
  /// Share of samples that two experts answer differently, `[experts][experts]`.
  public var disagreement: [[Double]]
  /// Mean of it over all pairs of two.
  public var meanDisagreement: Double
  /// Share of samples that at least one expert answers rightly, in [0, 1].
  public var oracleAccuracy: Double
  /// `nil` without a router.
  public var routing: ExpertRouting?
  /// `nil` where the experts were not trained for class priors of their own.
  public var expectedMarginals: ExpertMarginals?
  /// `nil` where the experts' logits are no evidence.
  public var evidence: EvidenceReport?

  public init(
    experts: [Member], ensemble: Member, bestOfClass: [[Int]], highestOfClass: [Double?],
    bestShares: [Double], groupBestShares: [ShotGroup: [Double]], tiedShare: Double,
    disagreement: [[Double]], meanDisagreement: Double, oracleAccuracy: Double,
    routing: ExpertRouting? = nil, expectedMarginals: ExpertMarginals? = nil,
    evidence: EvidenceReport? = nil
  ) {
    self.experts = experts
    self.ensemble = ensemble
    self.bestOfClass = bestOfClass
    self.highestOfClass = highestOfClass
    self.bestShares = bestShares
    self.groupBestShares = groupBestShares
    self.tiedShare = tiedShare
    self.disagreement = disagreement
    self.meanDisagreement = meanDisagreement
    self.oracleAccuracy = oracleAccuracy
    self.routing = routing
    self.expectedMarginals = expectedMarginals
    self.evidence = evidence
  }

  var members: [Member] { experts + [ensemble] }

  /// Whether its lists are as long as there are experts and classes: what charts need.
  func fits(classes: Int) -> Bool {
    let count = experts.count
    return bestOfClass.count == classes && highestOfClass.count == classes
      && bestOfClass.joined().allSatisfy { (0..<count).contains($0) }
      && (bestShares.isEmpty || bestShares.count == count)
      && disagreement.count == count && disagreement.allSatisfy { $0.count == count }
      && (routing.map { $0.shares.count == count } ?? true)
      && (expectedMarginals.map { $0.experts.count == count } ?? true)
      && (evidence.map { $0.experts.count == count } ?? true)
  }
}
