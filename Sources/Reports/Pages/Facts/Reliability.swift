public import Calibration

/// The bins of one reliability diagram, with the sums that are read off them.
public struct Reliability: Sendable, Codable, Equatable {
  /// Ascending, touching bins over [0, 1].
  public var bins: [ReliabilityBin]
  /// The accuracies that a perfectly calibrated model would show in each bin 95 % of the time;
  /// one entry a bin, `nil` for an empty bin. `nil` when not computed.
  public var perfectBand: [Figure.Interval?]?

  /// - Precondition: `perfectBand`, where given, has one entry a bin.
  public init(_ bins: [ReliabilityBin], perfectBand: [Figure.Interval?]? = nil) {
    if let perfectBand {
      precondition(
        perfectBand.count == bins.count, "a band of \(perfectBand.count) for \(bins.count) bins")
    }
    self.bins = bins
    self.perfectBand = perfectBand
  }

  /// Samples in all bins.
  public var samples: Int { bins.reduce(0) { $0 + $1.count } }

  /// Share of correct predictions; `nil` without a sample.
  public var accuracy: Double? { mean(\.accuracy) }

  /// Mean confidence; `nil` without a sample.
  public var confidence: Double? { mean(\.confidence) }

  /// ECE of these bins, `Σ n_b/n · |confidence_b − accuracy_b|`, in [0, 1]; `nil` without a sample.
  public var calibrationError: Double? { mean { abs(Self.gap($0)) } }

  /// `Σ n_b/n · (confidence_b − accuracy_b)`: positive for over-confidence; `nil` without a sample.
  public var signedGap: Double? { mean(Self.gap) }

  /// Confidence minus accuracy of one bin; 0 for an empty one.
  static func gap(_ bin: ReliabilityBin) -> Double {
    guard let confidence = bin.confidence, let accuracy = bin.accuracy else { return 0 }
    return confidence - accuracy
  }

  private func mean(_ value: (ReliabilityBin) -> Double?) -> Double? {
    guard samples > 0 else { return nil }
    return bins.reduce(0) { $0 + Double($1.count) * (value($1) ?? 0) } / Double(samples)
  }
}
