import Foundation

/// That a run ended no better than chance, and what speaks for which reason.
public struct ChanceRemark: Sendable, Codable, Equatable {
  /// What guessing reaches on the same samples.
  public let level: ChanceLevel
  /// The likeliest first, each with the figures that speak for it.
  public let reasons: [String]
  /// What to try; `nil` in runs of earlier versions.
  public let advice: [String]?

  /// `nil` for a run that does better.
  init?(_ level: ChanceLevel, _ evidence: ChanceEvidence) {
    guard level.isGuessing else { return nil }
    self.level = level
    reasons = Array(evidence.reasons(level).prefix(3))
    advice = evidence.advice
  }

  /// A line for people; the reasons come after it.
  public var summary: String {
    let figures = [level.balancedAccuracy, level.expected, level.limit].map {
      String(format: "%.1f %%", $0 * 100)
    }
    return
      "the network is no better than chance on the test set: balanced accuracy \(figures[0]); guessing "
      + "reaches \(figures[1]), and by luck up to \(figures[2])"
  }
}
