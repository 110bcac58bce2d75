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
