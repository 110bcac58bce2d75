import Calibration
import Foundation

/// How much more the figures of one calibrator are than those of the chosen one, on the samples measured; negative
/// where it would have been better.
public struct ChoiceCost: Sendable, Codable, Equatable {
  /// Of the mean −log p of the label, in nats.
  public let negativeLogLikelihood: Double
  /// Of the expected calibration error, a share.
  public let calibrationError: Double

  /// `nil` where one of the figures is not known.
  init?(of other: FigureTable?, over chosen: FigureTable?) {
    guard let likelihood = other?["nll"], let error = other?["ece"],
      let ownLikelihood = chosen?["nll"], let ownError = chosen?["ece"]
    else { return nil }
    negativeLogLikelihood = likelihood - ownLikelihood
    calibrationError = error - ownError
  }
}

extension Evaluation {
  /// The figures of what the run chose.
  public var chosen: EvaluatedCalibrator? {
    guard let preferredCalibrator else { return nil }
    return results.first {
      ($0.calibrator ?? CalibratorChoice.uncalibrated) == preferredCalibrator
    }
  }

  /// Says of each result what it would have cost in place of the chosen one.
  mutating func noteCosts() {
    guard choice != nil, let chosen else { return }
    for index in results.indices where results[index].calibrator != chosen.calibrator {
      results[index].cost = ChoiceCost(of: results[index].scores, over: chosen.scores)
    }
  }

  /// That the chosen calibrator has a larger calibration error on these samples than none has, in a sentence; `nil`
  /// where it does not.
  public var worseThanUncalibrated: String? {
    guard let name = chosen?.calibrator, let after = chosen?.scores?["ece"],
      let before = results.first(where: { $0.calibrator == nil })?.scores?["ece"], after > before
    else { return nil }
    func percent(_ share: Double) -> String { String(format: "%.2f", 100 * share) + " %" }
    return
      "after \(name) the calibration error on the \(part) part is \(percent(after)), larger than the "
      + "\(percent(before)) before it"
  }
}
