/// How much each validation sample counts in a fit.
///
/// Written as `"samples"`, `"classes"`, `"shrunk-classes"` or an array with a share for each class.
public enum SampleWeighting: Sendable, Equatable {
  /// Each sample counts the same: the fit aims at the class distribution of the validation set.
  case samples
  /// Each class counts the same: the fit aims at a uniform class distribution.
  case classes
  /// Each class counts the same as far as its samples carry it: one with n of them gets n / (n + 10)
  /// of its share. Otherwise one tail sample out of a thousand can decide a whole fit.
  case shrunkClasses
  /// Each class counts by its share: the fit aims at this class distribution.
  case prior([Double])

  /// With so many validation samples a class gets half of its share in ``shrunkClasses``.
  package static let samplesForHalfShare = 10.0
}

extension SampleWeighting: Codable {
  private enum Word: String, Codable {
    case samples, classes
    case shrunkClasses = "shrunk-classes"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let shares = try? container.decode([Double].self) {
      self = .prior(shares)
      return
    }
    switch try container.decode(Word.self) {
    case .samples: self = .samples
    case .classes: self = .classes
    case .shrunkClasses: self = .shrunkClasses
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .samples: try container.encode(Word.samples)
    case .classes: try container.encode(Word.classes)
    case .shrunkClasses: try container.encode(Word.shrunkClasses)
    case .prior(let shares): try container.encode(shares)
    }
  }
}

extension Predictions {
  /// Samples of each class among the labels, in class order.
  public var labelCounts: [Int] {
    labels.reduce(into: [Int](repeating: 0, count: logits.classes)) { $0[$1] += 1 }
  }

  /// The weight of each sample, with mean 1 before ``sampleWeights`` are multiplied in.
  ///
  /// A class without a sample has no say, whatever its share is.
  /// - Parameters:
  ///   - weighting: what counts how much.
  ///   - samplesForHalfShare: with so many samples a class gets half of its share in ``SampleWeighting/shrunkClasses``.
  /// - Returns: `[samples]`, 0 or more.
  /// - Throws: ``CalibrationError`` when the shares of a prior do not fit the classes.
  package func weights(
    _ weighting: SampleWeighting,
    samplesForHalfShare: Double = SampleWeighting.samplesForHalfShare
  ) throws(CalibrationError) -> [Double] {
    let counts = labelCounts
    let shares: [Double]
    switch weighting {
    case .samples: return sampleWeights ?? [Double](repeating: 1, count: labels.count)
    case .classes: shares = [Double](repeating: 1, count: counts.count)
    case .shrunkClasses:
      shares = counts.map { Double($0) / (Double($0) + samplesForHalfShare) }
    case .prior(let given):
      guard given.count == counts.count, given.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
        throw .invalidSetting(
          "weighting: \(given.count) shares for \(counts.count) classes; "
            + "one number, 0 or more, is needed for each class")
      }
      shares = given
    }
    let present = counts.indices.filter { counts[$0] > 0 }
    let total = present.map { shares[$0] }.compensatedSum()
    guard total > 0 else {
      throw .invalidSetting("weighting: every class with a validation sample has share 0")
    }
    let ofClass = counts.indices.map {
      counts[$0] == 0 ? 0 : shares[$0] / total * Double(labels.count) / Double(counts[$0])
    }
    guard let sampleWeights else { return labels.map { ofClass[$0] } }
    return labels.indices.map { ofClass[labels[$0]] * sampleWeights[$0] }
  }
}
