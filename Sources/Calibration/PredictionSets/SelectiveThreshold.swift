import Foundation

/// The confidence from which on a model answers, so that of its answers no more than a share ε is wrong with the
/// chance 1 − δ: learn then test with a fixed sequence (Angelopoulos et al., 2021).
///
/// Thresholds 0.999, 0.998, … 0 are tested one after the other, by the exact binomial test, until one fails; the
/// first is the one at which enough samples are answered, which depends on confidences only.
public struct SelectiveThreshold: Sendable, Codable, Equatable {
  /// ε, the share of wrong answers that is allowed.
  public let risk: Double
  /// δ, the chance that the promise fails.
  public let delta: Double
  /// A sample is answered when its confidence is this or more; `nil` where no threshold has the guarantee.
  public let threshold: Double?
  /// Calibration samples that are answered, 0 without a threshold; so are the next.
  public let accepted: Int
  /// Of those, how many wrongly.
  public let errors: Int
  /// The p-value of the test at the threshold; at the first one tested where that failed.
  public let pValue: Double

  /// - Parameters:
  ///   - confidences: of held-out samples, in [0, 1].
  ///   - correct: whether each would be answered rightly.
  ///   - risk: ε, in (0, 1).
  ///   - delta: δ, in (0, 1).
  /// - Throws: ``CalibrationError`` for numbers out of range, lists of different length, or no sample.
  public init(
    confidences: [Double], correct: [Bool], risk: Double, delta: Double = 0.1
  ) throws(CalibrationError) {
    guard confidences.count == correct.count else {
      throw .invalidSetting("\(correct.count) outcomes for \(confidences.count) confidences")
    }
    let order = confidences.indices.sorted { confidences[$0] > confidences[$1] }
    var accepted = 0
    var errors = 0
    try self.init(samples: confidences.count, risk: risk, delta: delta) { threshold in
      while accepted < order.count, confidences[order[accepted]] >= threshold {
        if !correct[order[accepted]] { errors += 1 }
        accepted += 1
      }
      return (accepted, errors)
    }
  }

  /// - Parameters:
  ///   - samples: held-out ones.
  ///   - risk: ε, in (0, 1).
  ///   - delta: δ, in (0, 1).
  ///   - outcome: how many samples are answered at a threshold, and how many of them wrongly; asked for falling
  ///     thresholds, each once.
  /// - Throws: ``CalibrationError`` for numbers out of range, or no sample.
  init(
    samples: Int, risk: Double, delta: Double,
    outcome: (_ threshold: Double) -> (accepted: Int, errors: Int)
  ) throws(CalibrationError) {
    for (name, value) in [("risk", risk), ("delta", delta)] where !(value > 0 && value < 1) {
      throw .invalidSetting("\(name): \(value); a number between 0 and 1 was expected")
    }
    guard samples > 0 else { throw .unusable(.noSamples, role: "calibration") }
    self.risk = risk
    self.delta = delta
    let least = max(
      Int((log(delta) / log1p(-risk)).rounded(.up)), Int((Double(samples) / 10).rounded(.up)))
    var best: (threshold: Double?, accepted: Int, errors: Int, pValue: Double) = (nil, 0, 0, 1)
    for step in stride(from: 999, through: 0, by: -1) {
      let threshold = Double(step) / 1000
      let (accepted, errors) = outcome(threshold)
      guard accepted >= least else { continue }
      let pValue = Self.binomial(errors, of: accepted, risk)
      guard pValue <= delta else {
        if best.threshold == nil { best.pValue = pValue }
        break
      }
      best = (threshold, accepted, errors, pValue)
    }
    self.threshold = best.threshold
    self.accepted = best.accepted
    self.errors = best.errors
    pValue = best.pValue
  }

  /// The chance of so many errors or fewer, each with chance ε.
  private static func binomial(_ errors: Int, of samples: Int, _ risk: Double) -> Double {
    guard errors < samples else { return 1 }
    return BetaDistribution(a: Double(samples - errors), b: Double(errors + 1))
      .cumulative(1 - risk)
  }

  /// What the threshold does on other samples.
  public struct Outcome: Sendable, Codable, Equatable {
    /// Samples that were asked about.
    public let samples: Int
    /// Samples that are answered.
    public let accepted: Int
    /// Of those, how many wrongly.
    public let errors: Int

    /// The share of samples that are answered; `nil` without samples.
    public var coverage: Double? { samples > 0 ? Double(accepted) / Double(samples) : nil }
    /// The share of answers that are wrong; `nil` without an answer.
    public var risk: Double? { accepted > 0 ? Double(errors) / Double(accepted) : nil }
  }

  /// - Precondition: as many outcomes as confidences.
  public func outcome(confidences: [Double], correct: [Bool]) -> Outcome {
    precondition(
      confidences.count == correct.count, "\(correct.count) outcomes, \(confidences.count) samples")
    guard let threshold else { return Outcome(samples: confidences.count, accepted: 0, errors: 0) }
    let answered = confidences.indices.filter { confidences[$0] >= threshold }
    return Outcome(
      samples: confidences.count, accepted: answered.count,
      errors: answered.count { !correct[$0] })
  }

  /// The promise in a sentence, with its condition.
  public var guarantee: String {
    guard let threshold else {
      return "No threshold keeps the share of wrong answers at \(risk) or below with the chance "
        + "\(1 - delta)."
    }
    return
      "Answered from a confidence of \(threshold) on, no more than \(risk) of the answers are wrong, "
      + "with the chance \(1 - delta) over calibration samples, if the samples come from where those "
      + "came from, with classes as frequent as there."
  }
}
