internal import Foundation

/// What is known of each sample: a picture or a vector of features.
public enum Samples: Sendable {
  case pictures(PictureStore)
  case features(FeatureStore)

  /// How many samples there are.
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
  /// The pictures or features, as many as there are labels.
  public private(set) var samples: Samples
  /// Class of each sample, in `0 ..< classNames.count`.
  public let labels: [Int]
  /// One a class, in label order; in canonical composition, in which equal names have equal bytes.
  public let classNames: [String]
  /// Where each sample lay in the original order of its part.
  public let originalIndices: [Int]
  /// What pictures are to be normalised by; `unmeasured` until it is known which samples are trained on.
  public internal(set) var normalization: Normalization
  /// Samples of each class, in class order.
  public let classCounts: [Int]
  /// SHA-256 in hexadecimal of the part that these samples were selected from: pixels and labels; for
  /// pictures that stay in their files, the files' names, sizes and labels.
  public let fingerprint: String
  /// What the user should know of how these samples were read, a sentence each; empty when all is well.
  public private(set) var remarks: [String] = []
  /// Where each sample of the original order came from, where samples are files.
  private var origins: [String] = []

  /// How many samples there are.
  public var count: Int { labels.count }
  /// Classes that labels may name, those without samples included.
  public var classes: Int { classNames.count }

  /// - Parameters:
  ///   - samples: pictures or features.
  ///   - labels: class of each sample.
  ///   - classNames: one a class; they are kept in canonical composition, in which equal names have equal
  ///     bytes.
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
    self.classNames = classNames.map {
      $0.utf8.allSatisfy { $0 < 0x80 } ? $0 : $0.precomposedStringWithCanonicalMapping
    }
    self.originalIndices = originalIndices
    self.normalization = normalization
    self.classCounts = counts
    self.fingerprint = fingerprint
  }

  /// The samples at some positions, in that order; pictures and features are not copied.
  public func selecting(_ positions: [Int]) -> LabelledSamples {
    var result = LabelledSamples(
      samples: samples.selecting(positions), labels: positions.map { labels[$0] },
      classNames: classNames, originalIndices: positions.map { originalIndices[$0] },
      normalization: normalization, fingerprint: fingerprint)
    result.remarks = remarks
    result.origins = origins
    return result
  }

  /// False when pictures stay in their files until they are asked for.
  var isAtHand: Bool {
    if case .pictures(let store) = samples { !store.readsFiles } else { true }
  }

  /// The same samples with more to say of them.
  func noting(_ remarks: [String]) -> LabelledSamples {
    var result = self
    result.remarks += remarks
    return result
  }

  /// The same samples with another content, classes or normalisation; what is known of how they were read
  /// stays.
  /// - Precondition: as many samples and labels as before, each label in `0 ..< classNames.count`.
  func with(
    _ content: Samples? = nil, labels: [Int]? = nil, classNames: [String]? = nil,
    normalization: Normalization? = nil
  ) -> LabelledSamples {
    var result = LabelledSamples(
      samples: content ?? samples, labels: labels ?? self.labels,
      classNames: classNames ?? self.classNames, originalIndices: originalIndices,
      normalization: normalization ?? self.normalization, fingerprint: fingerprint)
    result.remarks = remarks
    result.origins = origins
    return result
  }

  /// The same samples, which came from these files in their original order.
  func from(_ origins: [String]) -> LabelledSamples {
    var result = self
    result.origins = origins
    return result
  }

  /// Names one sample for people: its file, or its place in the original order.
  func origin(at position: Int) -> String {
    let index = originalIndices[position]
    return origins.indices.contains(index) ? origins[index] : "sample \(index)"
  }

  /// The same samples, their pictures copied together when that frees much memory.
  func compacted() throws -> LabelledSamples {
    var result = self
    if case .pictures(let store) = samples { result.samples = .pictures(try store.compacted()) }
    return result
  }
}
