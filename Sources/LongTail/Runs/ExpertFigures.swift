import ArrayFiles
import Calibration
import Foundation

/// How far the experts are from the class priors that their loss trains them for: KL(prior ‖ average
/// prediction) on test data that counts all classes the same, in nats (Aimar et al., CVPR 2023, Figure 3).
public struct ExpectedMarginals: Sendable, Codable, Equatable {
  /// Of each expert, at least 0; 0 where its average prediction is its prior.
  public let experts: [Double]
  /// Of the mean of their logits, whose prior is the product of theirs.
  public let ensemble: Double

  /// `nil` without experts' logits, for other experts than the priors are for, and where a class has no
  /// sample; one prior for each expert, each share above 0.
  init?(_ predictions: Predictions, priors: [[Double]]) throws {
    let logits = predictions.expertLogits
    let labels = predictions.labels
    guard !labels.isEmpty, logits.count == priors.count, predictions.emptyClasses.isEmpty else {
      return nil
    }
    experts = try zip(logits, priors).map { logits, prior in
      try ExpectedMarginal(softmax(logits), labels: labels, target: prior).divergence
    }
    let product = priors[0].indices.map { label in
      exp(priors.reduce(0) { $0 + log($1[label]) } / Double(priors.count))
    }
    // Of all experts, also where a router asks some of them.
    let combined = EnsembleCombination.meanLogits.logits(logits)
    ensemble = try ExpectedMarginal(softmax(combined), labels: labels, target: product).divergence
  }
}

extension ExpectedMarginals: CustomStringConvertible {
  public var description: String {
    "divergence of the experts' average predictions from their priors: "
      + experts.map { String(format: "%.4f", $0) }.joined(separator: ", ")
      + String(format: "; of the ensemble's %.4f", ensemble)
  }
}

/// What a router saves.
public struct RoutingFigures: Sendable, Codable, Equatable {
  /// Mean number of experts that a sample is shown to.
  public let averageExperts: Double
  /// Share of the samples that are shown to 1, 2, … M experts.
  public let shares: [Double]
  /// Mean multiply-adds of a sample.
  public let averageMultiplyAdds: Double
  /// Those of a sample that all experts see.
  public let totalMultiplyAdds: Int

  /// Share of the multiply-adds that are not made, in [0, 1).
  public var savedShare: Double { 1 - averageMultiplyAdds / Double(totalMultiplyAdds) }

  /// Share of the samples that are shown to each expert, 1 for the first.
  public var sharesAsked: [Double] { shares.indices.map { 1 - shares[..<$0].reduce(0, +) } }

  /// `nil` for no samples.
  init?(expertsUsed: [Int], cost: NetworkCost) {
    guard let average = cost.average(expertsUsed: expertsUsed) else { return nil }
    let count = Double(expertsUsed.count)
    averageExperts = Double(expertsUsed.reduce(0, +)) / count
    shares = cost.experts.indices.map { place in
      Double(expertsUsed.count { $0 == place + 1 }) / count
    }
    averageMultiplyAdds = average
    totalMultiplyAdds = cost.total
  }
}

extension RoutingFigures: CustomStringConvertible {
  public var description: String {
    // Of small networks more digits are needed to tell the two apart.
    let digits = totalMultiplyAdds < 10_000_000 ? 3 : 1
    return String(
      format: "the router asks %.2f of %d experts on average, %.*f of %.*f million multiply-adds "
        + "(%.1f %% saved)",
      averageExperts, shares.count, digits, averageMultiplyAdds / 1e6, digits,
      Double(totalMultiplyAdds) / 1e6, savedShare * 100)
  }
}
