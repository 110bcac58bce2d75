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

  /// The candidate of that name; `nil` when it is none of them.
  public subscript(name: String) -> Candidate? { candidates.first { $0.name == name } }

  /// The candidate with the lowest likelihood; `nil` where nothing was measured.
  public var lowest: Candidate? {
    candidates.first { $0.negativeLogLikelihood != nil && $0.aboveLowest == nil }
  }
}

extension CalibratorChoice: CustomStringConvertible {
  /// Its name and why it was chosen.
  public var description: String { "\(chosen): \(reason)" }

  /// Why it was chosen, in words.
  public var reason: String {
    guard let lowest, let own = self[chosen] else {
      return "\(samples) held-out samples are too few to tell calibrators apart"
    }
    let measured =
      "\(samples) held-out samples (\(weightWords), worth \(String(format: "%.0f", effectiveSamples)) of equal "
      + "weight), each measured through a fit to the other \(folds - 1) of \(folds) parts"
    let required = requiredStandardErrors ?? standardErrors
    if own.name == Self.uncalibrated, own.name != lowest.name {
      return "\(lowest.name) has a lower negative log-likelihood on \(measured), but by "
        + words(lowest.belowUncalibrated ?? own.aboveLowest, within: required)
    }
    guard let above = own.aboveLowest else {
      var others =
        own.name == Self.uncalibrated
        ? "" : ", below that of none by more than \(errorWords(required))"
      if candidates.firstIndex(of: own) ?? 0 > 1 {
        others +=
          "; what comes before it is worse by more than \(errorWords(standardErrors)), or not told apart from none"
      }
      return "the lowest negative log-likelihood on \(measured)\(others)"
    }
    guard lowest.belowUncalibrated?.isAbove(required) ?? true else {
      return
        "below none by more than \(errorWords(required)) on \(measured); \(lowest.name) has a lower negative "
        + "log-likelihood, but is not told apart from none"
    }
    return "\(lowest.name) has a lower negative log-likelihood on \(measured), but by "
      + words(above, within: standardErrors)
  }

  /// A difference that is too small.
  private func words(_ difference: WeightedMean?, within standardErrors: Double) -> String {
    let error = difference?.standardError.map { String(format: " of %.4f", $0) } ?? ""
    return String(format: "%.4f", difference?.value ?? 0)
      + " only, not more than \(errorWords(standardErrors))\(error)"
  }

  private func errorWords(_ standardErrors: Double) -> String {
    standardErrors == 1
      ? "one standard error" : String(format: "%.3g standard errors", standardErrors)
  }

  private var weightWords: String {
    switch weighting {
    case .samples: "all counting the same"
    case .classes: "each class counting the same"
    case .shrunkClasses: "each class counting the same as far as its samples carry it"
    case .prior: "each class counting by its share"
    }
  }
}
