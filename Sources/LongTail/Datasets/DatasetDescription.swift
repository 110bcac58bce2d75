public import Calibration

/// What a divided data set holds, in numbers: what `longtail data describe` prints.
public struct DatasetDescription: Sendable, Codable, Equatable {
  /// One class, in label order.
  public struct ClassSummary: Sendable, Codable, Equatable {
    /// The class's label, from 0.
    public let index: Int
    /// What the class is called.
    public let name: String
    /// Many-, medium- or few-shot, by its samples in the selection.
    public let group: ShotGroup
    /// Samples in the selection, before anything was held out.
    public let selected: Int
    /// Samples that are trained on.
    public let training: Int
    /// Samples in the validation part; 0 without one.
    public let validation: Int
    /// Samples in the test part.
    public let test: Int
  }

  /// One group of classes.
  public struct GroupSummary: Sendable, Codable, Equatable {
    /// Which group it is.
    public let group: ShotGroup
    /// Classes in the group.
    public let classes: Int
    /// Samples of all its classes in the selection, before anything was held out.
    public let selected: Int
  }

  /// How the user named the data, such as `cifar100:DIR`.
  public let dataset: String
  /// Such as "32×32×3" or "64 features".
  public let sampleShape: String
  /// As asked for; `nil` when the data set is taken as it is.
  public let imbalanceFactor: Double?
  /// Largest over smallest class count of the selection.
  public let imbalanceFound: Double
  /// Samples in the selection, before anything was held out.
  public let selected: Int
  /// Samples that are trained on.
  public let training: Int
  /// Samples in the validation part; 0 without one.
  public let validation: Int
  /// True when the source has a validation part, and none was drawn from the selection.
  public let validationIsOwn: Bool
  /// Samples of a calibration part of its own; 0 when the validation part serves.
  public let calibration: Int
  /// Samples in the test part.
  public let test: Int
  /// True when the source has no test part, and a share of each class serves as one.
  public let testIsHeldOut: Bool
  /// How the groups were made, in words.
  public let groupRule: String
  /// Many, medium and few, in this order; a group may have no class.
  public let groups: [GroupSummary]
  /// Which samples were selected, and by what rule.
  public let split: SplitIdentity
  /// SHA-256 of the training part that was selected from.
  public let fingerprint: String
  /// False when pictures stay in their files, and repeated ones are known by their paths alone.
  public let repetitionsByContent: Bool
  /// What pictures are normalised by; as measured on the training samples, where nothing is published.
  public let normalization: Normalization
  /// What the user should know, a sentence each; empty when all is well.
  public let warnings: [String]
  /// One a class, in label order.
  public let classes: [ClassSummary]

  enum CodingKeys: String, CodingKey {
    case dataset, selected, training, validation, calibration, test, groups, split, fingerprint
    case normalization, warnings, classes
    case sampleShape = "sample_shape"
    case imbalanceFactor = "imbalance_factor"
    case imbalanceFound = "imbalance_found"
    case repetitionsByContent = "repetitions_by_content"
    case validationIsOwn = "validation_is_own"
    case testIsHeldOut = "test_is_held_out"
    case groupRule = "group_rule"
  }

  /// - Parameters:
  ///   - partition: the divided data set.
  ///   - dataset: how the user named it, such as `cifar100:DIR`.
  ///   - imbalanceFactor: as asked for.
  public init(
    of partition: DataPartition, dataset: String, imbalanceFactor: ImbalanceFactor?
  ) {
    let counts = partition.publishedCounts
    let shotGroups = ShotGroups(counts: counts)
    let validationCounts =
      partition.validation?.samples.classCounts ?? [Int](repeating: 0, count: counts.count)
    let ownCalibration = partition.hasOwnCalibrationPart
    self.dataset = dataset
    sampleShape = partition.selection.samples.shapeWords
    self.imbalanceFactor = imbalanceFactor?.value
    imbalanceFound = Double(counts.max() ?? 0) / Double(max(1, counts.min() ?? 0))
    selected = partition.selection.count
    training = partition.training.samples.count
    validation = partition.validation?.samples.count ?? 0
    validationIsOwn = partition.hasOwnValidationPart
    calibration = ownCalibration ? partition.calibration?.samples.count ?? 0 : 0
    test = partition.test.samples.count
    testIsHeldOut = partition.testIsHeldOut
    groupRule = shotGroups.rule
    groups = ShotGroup.allCases.map { group in
      let members = shotGroups.classes(in: group)
      return GroupSummary(
        group: group, classes: members.count,
        selected: members.reduce(0) { $0 + counts[$1] })
    }
    split = partition.splitIdentity
    fingerprint = partition.selection.fingerprint
    repetitionsByContent = partition.selection.isAtHand && partition.test.samples.isAtHand
    normalization = partition.training.samples.normalization
    warnings = partition.warnings
    classes = counts.indices.map { index in
      ClassSummary(
        index: index, name: partition.selection.classNames[index],
        group: shotGroups.ofClass[index], selected: counts[index],
        training: partition.training.samples.classCounts[index],
        validation: validationCounts[index], test: partition.test.samples.classCounts[index])
    }
  }
}
