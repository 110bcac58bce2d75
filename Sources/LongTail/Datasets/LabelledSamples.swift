/// What is known of each sample: a picture or a vector of features.
public enum Samples: Sendable {
  case pictures(PictureStore)
  case features(FeatureStore)

  public var count: Int {
    switch self {
    case .pictures(let store): store.count
    case .features(let store): store.count
    }
  }

  /// The shape of one sample, such as "32×32×3" or "64 features".
  var shapeWords: String {
    switch self {
    case .pictures(let store): "\(store.height)×\(store.width)×\(store.channels)"
    case .features(let store): "\(store.width) features"
    }
  }

  func selecting(_ positions: [Int]) -> Samples {
    switch self {
    case .pictures(let store): .pictures(store.selecting(positions))
    case .features(let store): .features(store.selecting(positions))
    }
  }
}

/// Samples with their classes, by position.
public struct LabelledSamples: Sendable {
  public private(set) var samples: Samples
  /// Class of each sample, in `0 ..< classNames.count`.
  public let labels: [Int]
  public let classNames: [String]
  /// Where each sample lay in the original order of its part.
  public let originalIndices: [Int]
  public internal(set) var normalization: Normalization
  /// Samples of each class, in class order.
  public let classCounts: [Int]
  /// SHA-256 in hexadecimal of the part that these samples were selected from: pixels and labels; for
  /// pictures that stay in their files, the files' names, sizes and labels.
  public let fingerprint: String

  public var count: Int { labels.count }
  public var classes: Int { classNames.count }

  /// - Parameters:
  ///   - samples: pictures or features.
  ///   - labels: class of each sample.
  ///   - classNames: one a class.
  ///   - originalIndices: positions in the original order; `0 ..< count` when `nil`.
  ///   - normalization: of the pictures.
  ///   - fingerprint: SHA-256 of the content in hexadecimal.
  /// - Precondition: one label and index a sample, each label in `0 ..< classNames.count`.
  public init(
    samples: Samples, labels: [Int], classNames: [String], originalIndices: [Int]? = nil,
    normalization: Normalization, fingerprint: String
  ) {
    let originalIndices = originalIndices ?? Array(labels.indices)
    precondition(
      labels.count == samples.count && originalIndices.count == samples.count,
      "\(labels.count) labels and \(originalIndices.count) indices for \(samples.count) samples")
    var counts = [Int](repeating: 0, count: classNames.count)
    for label in labels {
      precondition(counts.indices ~= label, "label \(label) with \(counts.count) classes")
      counts[label] += 1
    }
    self.samples = samples
    self.labels = labels
    self.classNames = classNames
    self.originalIndices = originalIndices
    self.normalization = normalization
    self.classCounts = counts
    self.fingerprint = fingerprint
  }

  /// The samples at some positions, in that order; pictures and features are not copied.
  public func selecting(_ positions: [Int]) -> LabelledSamples {
    LabelledSamples(
      samples: samples.selecting(positions), labels: positions.map { labels[$0] },
      classNames: classNames, originalIndices: positions.map { originalIndices[$0] },
      normalization: normalization, fingerprint: fingerprint)
  }

  /// The same samples, their pictures copied together when that frees much memory.
  func compacted() throws -> LabelledSamples {
    var result = self
    if case .pictures(let store) = samples { result.samples = .pictures(try store.compacted()) }
    return result
  }
}
