public import Calibration

/// What a divided data set holds, in numbers: what `longtail data describe` prints.
public struct DatasetDescription: Sendable, Codable, Equatable {
  /// One class, in label order.
  public struct ClassSummary: Sendable, Codable, Equatable {
    public let index: Int
    public let name: String
    public let group: ShotGroup
    /// Samples in the selection, before anything was held out.
    public let selected: Int
    public let training: Int
    public let validation: Int
    public let test: Int
  }

  /// One group of classes.
  public struct GroupSummary: Sendable, Codable, Equatable {
    public let group: ShotGroup
    public let classes: Int
    public let selected: Int
  }

  public let dataset: String
  /// Such as "32×32×3" or "64 features".
  public let sampleShape: String
  /// As asked for; `nil` when the data set is taken as it is.
  public let imbalanceFactor: Double?
  /// Largest over smallest class count of the selection.
  public let imbalanceFound: Double
  public let selected: Int
  public let training: Int
  public let validation: Int
  /// True when the source has a validation part, and none was drawn from the selection.
  public let validationIsOwn: Bool
  /// Samples of a calibration part of its own; 0 when the validation part serves.
  public let calibration: Int
  public let test: Int
  public let testIsHeldOut: Bool
  public let groupRule: String
  public let groups: [GroupSummary]
  public let split: SplitIdentity
  /// SHA-256 of the training part that was selected from.
  public let fingerprint: String
  /// False when pictures stay in their files, and repeated ones are known by their paths alone.
  public let repetitionsByContent: Bool
  public let normalization: Normalization
  public let warnings: [String]
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
