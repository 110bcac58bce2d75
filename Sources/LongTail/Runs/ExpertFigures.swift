import ArrayFiles
import Calibration
import Foundation

/// How far the experts are from the class priors that their loss trains them for: KL(prior ‖ average
/// prediction) on test data that counts all classes the same, in nats (Aimar et al., CVPR 2023, Figure 3).
public struct ExpectedMarginals: Sendable, Codable, Equatable {
  public let experts: [Double]
  /// Of the mean of their logits, whose prior is the product of theirs.
  public let ensemble: Double

  /// `nil` without experts' logits, or for other experts than the priors are for; one prior for each
  /// expert, each share above 0.
  init?(_ outputs: ModelOutputs, priors: [[Double]]) throws {
    let logits = outputs.predictions.expertLogits
    guard logits.count == priors.count, !outputs.predictions.labels.isEmpty else { return nil }
    let labels = outputs.predictions.labels
    experts = try zip(logits, priors).map { logits, prior in
      try ExpectedMarginal(softmax(logits), labels: labels, target: prior).divergence
    }
    let product = priors[0].indices.map { label in
      exp(priors.reduce(0) { $0 + log($1[label]) } / Double(priors.count))
    }
    ensemble = try ExpectedMarginal(
      softmax(outputs.predictions.logits), labels: labels, target: product
    ).divergence
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
