import Foundation

extension CalibratorChoice: CustomStringConvertible {
  /// Its name and why it was chosen.
  public var description: String { "\(chosen): \(reason)" }

  /// Why it was chosen, in words.
  public var reason: String {
    guard let lowest, let own = self[chosen] else {
      return "\(samples) held-out samples are too few to tell calibrators apart"
    }
    guard candidates.count > 1 else { return "there was no calibrator to choose from" }
    guard own.name != Self.uncalibrated else {
      guard lowest.name != own.name else {
        return "the lowest negative log-likelihood on \(measured)"
      }
      return "\(lowest.name) has a lower negative log-likelihood on \(measured), but by "
        + words(lowest.belowUncalibrated ?? own.aboveLowest, within: required)
    }
    guard let cheapest, cheapest.name != own.name else { return words(ofCheapest: own, lowest) }
    let saved = (cost(own) ?? 0) - (cost(cheapest) ?? 0)
    return "\(cheapest.name) has a lower \(costWords) on \(measured), but by "
      + words(saved, cheapest.aboveChosen?.standardError, within: standardErrors)
  }

  /// Of those that are told from none, the one that costs the least.
  private var cheapest: Candidate? {
    candidates.filter {
      $0.name != Self.uncalibrated && $0.belowUncalibrated?.isAbove(required) ?? true
    }
    .min { cost($0) ?? .infinity < cost($1) ?? .infinity }
  }

  private var required: Double { requiredStandardErrors ?? standardErrors }

  private var measured: String {
    "\(samples) held-out samples (\(weightWords), worth \(String(format: "%.0f", effectiveSamples)) of equal "
      + "weight), each measured through a fit to the other \(folds - 1) of \(folds) parts"
  }

  /// Why the cheapest one is not merely the one of lowest likelihood.
  private func words(ofCheapest own: Candidate, _ lowest: Candidate) -> String {
    let told = "that of none by more than \(errorWords(required))"
    guard lowest.name != own.name else {
      let others =
        candidates.firstIndex(of: own) ?? 0 > 1
        ? "; what comes before it costs more than \(errorWords(standardErrors)) more, or is not told apart from none"
        : ""
      return "the lowest negative log-likelihood on \(measured), below \(told)\(others)"
    }
    let head =
      "a negative log-likelihood below \(told) on \(measured); \(lowest.name) has a lower one"
    guard lowest.belowUncalibrated?.isAbove(required) ?? true else {
      return head + ", but is not told apart from none"
    }
    let below = own.aboveLowest.map { String(format: " by %.4f", $0.value) } ?? ""
    return head + "\(below), but a calibration error of \(percent(lowest)) against \(percent(own))"
  }

  private func percent(_ candidate: Candidate) -> String {
    String(format: "%.2f %%", 100 * (candidate.calibrationError ?? 0))
  }

  private var costWords: String {
    guard let weight = calibrationErrorWeight, weight > 0 else { return "negative log-likelihood" }
    return
      "negative log-likelihood and \(String(format: "%g", weight)) times the calibration error together"
  }

  /// A difference that is too small.
  private func words(_ difference: WeightedMean?, within standardErrors: Double) -> String {
    words(difference?.value ?? 0, difference?.standardError, within: standardErrors)
  }

  private func words(_ value: Double, _ error: Double?, within standardErrors: Double) -> String {
    let size = error.map { String(format: " of %.4f", $0) } ?? ""
    return String(format: "%.4f", value)
      + " only, not more than \(errorWords(standardErrors))\(size)"
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
