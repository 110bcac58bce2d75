/// The class prior that rows without labels were found to have.
public struct PriorEstimate: Sendable, Equatable {
  /// One batch of rows, against the labelled ones.
  public struct Batch: Sendable, Equatable, Codable {
    /// Rows without labels in the batch.
    public let samples: Int
    /// Of the test of a shift; `nil` for too few rows.
    public let pValue: Double?

    private enum CodingKeys: String, CodingKey {
      case samples
      case pValue = "p_value"
    }

    /// Written also when it is `nil`.
    public func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(samples, forKey: .samples)
      try container.encode(pValue, forKey: .pValue)
    }
  }

  /// The estimator's name.
  public let method: String
  /// The calibrator's name; `none` without one.
  public let calibrator: String
  /// ``CalibratorFile/identity(_:method:)``; `nil` without one.
  public let calibratorIdentity: String?
  /// Shares in each of the lists.
  public let classes: Int
  /// In class order; `nil` when nobody named them.
  public var classNames: [String]?
  /// Rows without labels.
  public let samples: Int
  /// Labelled rows.
  public let validationSamples: Int
  /// What was found: one share a class, with sum one.
  public let estimate: [Double]
  /// The distribution that calibrated probabilities are for, and have to be corrected from.
  public let sourcePrior: [Double]
  /// Lower ends of the 95 % intervals of ``estimate``; `nil` when none were asked for.
  public let lower: [Double]?
  /// Upper ends of the 95 % intervals of ``estimate``; `nil` when none were asked for.
  public let upper: [Double]?
  /// How the intervals were made.
  public let intervalMethod: String?
  /// `nil` for too few rows.
  public let shift: ShiftTest?
  /// The estimate is applied when the test of a shift gives a smaller p.
  public let level: Double
  /// Whether ``prior`` is the estimate.
  public let isApplied: Bool
  /// ``PriorShares/condition``
  public let condition: Double?
  /// What happened on the way.
  public let notes: [String]
  /// What these rows cannot tell.
  public let doubts: [String]
  /// In the order in which they came.
  public let batches: [Batch]

  /// What to correct probabilities to: the estimate, or the source prior where no shift was found.
  public var prior: [Double] { isApplied ? estimate : sourcePrior }

  /// How far the estimate is from the source prior: the share of rows that would have to change class.
  public var distance: Double {
    zip(estimate, sourcePrior).map { abs($0 - $1) }.compensatedSum() / 2
  }

  /// What the test of a shift came to, in a sentence.
  public var verdict: String {
    guard let shift else {
      return isApplied
        ? "too few rows to test for a shift; the estimate is applied, as was asked for"
        : "too few rows to test for a shift: the source prior is kept"
    }
    let found =
      "p \(Self.text(shift.pValue)), χ² \(Self.text(shift.statistic)) with "
      + (shift.degreesOfFreedom == 1
        ? "1 degree of freedom" : "\(shift.degreesOfFreedom) degrees of freedom")
    if isApplied {
      return shift.pValue < level
        ? "the rows are predicted as other classes than the labelled ones (\(found)): the estimate is "
          + "applied"
        : "the estimate is applied, as was asked for, whatever the test of a shift says (\(found))"
    }
    return "no shift was found (\(found)): the source prior is kept"
  }

  static func text(_ value: Double) -> String {
    guard value != 0, abs(value) < 1e-3 || abs(value) >= 1e6 else {
      return "\((value * 1e4).rounded() / 1e4)"
    }
    let parts = "\(value)".split(separator: "e")
    let digits = parts[0].prefix(4)
    return parts.count == 2 ? "\(digits)e\(parts[1])" : "\(value)"
  }
}
