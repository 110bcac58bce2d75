public import Calibration

/// What was trained on: names, counts and the identity of the split.
public struct DatasetFacts: Sendable, Codable, Equatable {
  /// Where the choice of training images comes from.
  public enum Origin: String, Sendable, Codable {
    /// Exactly the images of the published split.
    case published
    /// A selection made with other settings than the published ones.
    case custom
    /// Long-tailed by nature, taken as it is.
    case natural
  }

  /// "CIFAR-100-LT".
  public var name: String
  /// Where the choice of training images comes from.
  public var origin: Origin
  /// SHA-256 over the ascending indices as little-endian int64, in hexadecimal.
  public var identity: String?
  /// One name a class, in class order.
  public var classNames: [String]
  /// Training images per class, in class order: the published counts, which also define the groups.
  public var counts: [Int]
  /// The group of each class.
  public var groups: ShotGroups
  /// Largest over smallest count; ``measuredImbalance`` is shown when `nil`.
  public var imbalanceFactor: Double?
  /// Samples that the weights were trained on, after the hold-out.
  public var trainingSamples: Int?
  /// Samples held out to choose checkpoints and to calibrate.
  public var validationSamples: Int?
  /// Samples that the figures are measured on.
  public var testSamples: Int?
  /// How the classes of the test set are distributed: "balanced", "backward-50".
  public var testDistribution: String?
  /// Further lines: image size, source files, seed of the hold-out.
  public var facts: [Fact]

  /// Without `groups`, they are made from `counts`.
  /// - Precondition: one name, one count and one group a class.
  public init(
    name: String, origin: Origin, identity: String? = nil, classNames: [String], counts: [Int],
    groups: ShotGroups? = nil, imbalanceFactor: Double? = nil, trainingSamples: Int? = nil,
    validationSamples: Int? = nil, testSamples: Int? = nil, testDistribution: String? = nil,
    facts: [Fact] = []
  ) {
    let groups = groups ?? ShotGroups(counts: counts)
    precondition(
      classNames.count == counts.count, "\(classNames.count) names for \(counts.count) classes")
    precondition(
      groups.ofClass.count == counts.count,
      "\(groups.ofClass.count) groups, \(counts.count) classes")
    self.name = name
    self.origin = origin
    self.identity = identity
    self.classNames = classNames
    self.counts = counts
    self.groups = groups
    self.imbalanceFactor = imbalanceFactor
    self.trainingSamples = trainingSamples
    self.validationSamples = validationSamples
    self.testSamples = testSamples
    self.testDistribution = testDistribution
    self.facts = facts
  }

  /// - Throws: `DecodingError` where names, counts and groups differ in number or a count is negative.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    origin = try container.decode(Origin.self, forKey: .origin)
    identity = try container.decodeIfPresent(String.self, forKey: .identity)
    classNames = try container.decode([String].self, forKey: .classNames)
    counts = try container.decode([Int].self, forKey: .counts)
    groups = try container.decode(ShotGroups.self, forKey: .groups)
    imbalanceFactor = try container.decodeIfPresent(Double.self, forKey: .imbalanceFactor)
    trainingSamples = try container.decodeIfPresent(Int.self, forKey: .trainingSamples)
    validationSamples = try container.decodeIfPresent(Int.self, forKey: .validationSamples)
    testSamples = try container.decodeIfPresent(Int.self, forKey: .testSamples)
    testDistribution = try container.decodeIfPresent(String.self, forKey: .testDistribution)
    facts = try container.decode([Fact].self, forKey: .facts)
    guard classNames.count == counts.count, groups.ofClass.count == counts.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .classNames, in: container,
        debugDescription: "\(classNames.count) class names and \(groups.ofClass.count) groups for "
          + "\(counts.count) counts")
    }
    if let place = counts.firstIndex(where: { $0 < 0 }) {
      throw DecodingError.dataCorruptedError(
        forKey: .counts, in: container,
        debugDescription: "\(counts[place]) training images of class \(place)")
    }
  }

  /// Largest over smallest non-zero count; `nil` without a training image.
  public var measuredImbalance: Double? {
    guard let largest = counts.max(), let smallest = counts.filter({ $0 > 0 }).min() else {
      return nil
    }
    return Double(largest) / Double(smallest)
  }
}
