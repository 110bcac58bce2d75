import Foundation

/// The class distribution that a model's probabilities have on average, and how far it is from the one the
/// model is meant to have (Aimar et al., CVPR 2023, Figure 3: bias of calibrated experts).
public struct ExpectedMarginal: Sendable, Codable, Equatable {
  /// One share a class, with sum 1.
  public let shares: [Double]
  /// KL(target ‖ shares), in nats; 0 when they agree.
  public let divergence: Double

  /// The average over samples that counts every class with samples the same, as a balanced test set does.
  /// - Parameters:
  ///   - probabilities: `[samples, classes]`, at least one sample.
  ///   - labels: class of each sample.
  ///   - target: one share a class, positive or 0; they need not sum to one.
  /// - Throws: ``CalibrationError/invalidSetting(_:)`` for a target that is no distribution over the classes.
  public init(
    _ probabilities: Probabilities, labels: [Int], target: [Double]
  ) throws(CalibrationError) {
    let classes = probabilities.classes
    precondition(
      labels.count == probabilities.samples && !labels.isEmpty,
      "\(labels.count) labels for \(probabilities.samples) samples")
    guard target.count == classes else {
      throw .invalidSetting("the target prior has \(target.count) shares for \(classes) classes")
    }
    let total = target.compensatedSum()
    guard target.allSatisfy({ $0 >= 0 && $0.isFinite }), total > 0 else {
      throw .invalidSetting("the target prior needs finite shares, 0 or more, not all of them 0")
    }
    let counts = labels.reduce(into: [Int](repeating: 0, count: classes)) { $0[$1] += 1 }
    let present = Double(counts.count { $0 > 0 })
    let values = probabilities.values
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: classes)
    for (sample, label) in labels.enumerated() {
      let weight = 1 / (present * Double(counts[label]))
      for column in 0..<classes { sums[column] += weight * values[sample * classes + column] }
    }
    shares = sums.map(\.value)
    divergence = zip(target, shares).reduce(0) { sum, pair in
      let wanted = pair.0 / total
      return wanted > 0 ? sum + wanted * log(wanted / max(pair.1, 1e-20)) : sum
    }
  }
}
