import Foundation

/// Which of some calibrators, or none, held-out samples speak for; and what another would have cost.
public struct CalibratorChoice: Sendable, Codable, Equatable {
  /// The name of the candidate that leaves probabilities as they are.
  public static let uncalibrated = "none"

  /// One of the calibrators to choose from.
  public struct Candidate: Sendable, Codable, Equatable {
    /// Its name; ``CalibratorChoice/uncalibrated`` for none.
    public let name: String
    /// Mean −log p of the label in nats, weighted, on samples that its fit had not seen; `nil` when it could not
    /// be fitted.
    public let negativeLogLikelihood: Double?
    /// Smooth calibration error of the same answers, in [0, 1], weighted alike; `nil` when it could not be fitted, and
    /// in files of earlier versions.
    public let calibrationError: Double?
    /// By how much that exceeds the lowest of all candidates', sample by sample; `nil` for that one.
    public let aboveLowest: WeightedMean?
    /// By how much it exceeds that of the chosen one: what it would have cost; `nil` for the chosen one.
    public let aboveChosen: WeightedMean?
    /// By how much it is below that of no calibration, with the standard error that the choice went by; `nil` for
    /// none, and in files of earlier versions.
    public let belowUncalibrated: WeightedMean?
    /// Why it could not be fitted.
    public let skipped: String?
  }

  /// Name of the chosen one.
  public let chosen: String
  /// The candidates in the order of preference, ``uncalibrated`` first.
  public let candidates: [Candidate]
  /// How much each sample counted.
  public let weighting: SampleWeighting
  /// The samples.
  public let samples: Int
  /// (Σ w)² / Σ w²: as many samples of equal weight say as much.
  public let effectiveSamples: Double
  /// Into how many parts the samples were divided, each measured through a fit to the others; 0 where they were
  /// too few.
  public let folds: Int
  /// So many standard errors above the lowest, a calibrator is not told apart from it.
  public let standardErrors: Double
  /// So many standard errors a calibrator had to be better than none: more with few samples, and with many
  /// calibrators. `nil` where no number was enough, and in files of earlier versions.
  public let requiredStandardErrors: Double?
  /// How many nats a calibration error of 1 was worth; `nil` in files of earlier versions, which went by the
  /// likelihood alone.
  public let calibrationErrorWeight: Double?

  /// The candidate of that name; `nil` when it is none of them.
  public subscript(name: String) -> Candidate? { candidates.first { $0.name == name } }

  /// What the choice compares, in nats: the negative log-likelihood and the weighted calibration error; `nil` for one
  /// that could not be fitted.
  public func cost(_ candidate: Candidate) -> Double? {
    candidate.negativeLogLikelihood.map {
      $0 + (calibrationErrorWeight ?? 0) * (candidate.calibrationError ?? 0)
    }
  }

  /// The candidate with the lowest negative log-likelihood; `nil` where nothing was measured.
  public var lowest: Candidate? {
    candidates.first { $0.negativeLogLikelihood != nil && $0.aboveLowest == nil }
  }
}
