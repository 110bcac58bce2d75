import ArrayFiles
import Torch

/// A data set divided by role: training, validation, calibration, test.
public struct DataPartition: Sendable {
  /// What the weights are trained on: the selection without what was held out.
  public internal(set) var training: TrainingSet
  /// `nil` when nothing was held out, be it that none was drawn.
  public internal(set) var validation: ValidationSet?
  /// The validation part, unless a part of its own was asked for; `nil` when nothing was held out.
  public internal(set) var calibration: CalibrationSet?
  /// The source's test part, or a share of each class where it has none.
  public internal(set) var test: TestSet
  /// The training set of the papers: all that was selected, before anything was held out.
  public internal(set) var selection: LabelledSamples
  /// Samples of each class in the selection. Groups and reports use these; losses use the counts
  /// that are trained on.
  public internal(set) var publishedCounts: [Int]
  /// Which samples were selected, by a digest that anybody can compute again, and by what rule.
  public internal(set) var splitIdentity: SplitIdentity
  /// True when the source has no test part, and a share of each class serves as one.
  public let testIsHeldOut: Bool
  /// True when the source has a validation part, so that none is drawn from the selection.
  public let hasOwnValidationPart: Bool
  /// True when calibrators are fitted to samples that checkpoints are not chosen on.
  public internal(set) var hasOwnCalibrationPart: Bool
  /// Where the samples came from.
  public let source: any DatasetSource
  /// What the training part was made of, where samples were made for some of its classes; groups are then of the samples
  /// before.
  public let origin: SelectionOrigin?
  /// What is held out where nobody says.
  public static let usualValidationFraction = 0.2
  /// What the user should know; empty when all is well.
  public internal(set) var warnings: [String]

  /// Loads and divides.
  ///
  /// Each image of the selection draws its role on its own, from a generator keyed by `seed` and its
  /// original index; every class keeps one to train on. A source without a test part gives `testFraction`
  /// of each class of two samples or more, drawn with a fixed seed, so that runs with different seeds are
  /// measured on the same samples. A source's own validation part is taken as it is.
  /// - Parameters:
  ///   - source: where the samples come from.
  ///   - imbalanceFactor: makes the training part long-tailed; `nil` takes it as it is.
  ///   - variant: which samples a long-tailed selection keeps.
  ///   - validationFraction: chance of each image to be held out for validation, in [0, 1).
  ///   - calibrationFraction: likewise for a calibration part of its own, in [0, 1).
  ///   - testFraction: share of each class that becomes the test part where the source has none.
  ///   - seed: seed of the hold-out.
  /// - Throws: what the source finds wrong; ``DatasetProblem`` for fractions out of range and for a
  ///   class without a sample, ``SettingsError`` for an imbalance factor that leaves a class without one.
  public init(
    source: any DatasetSource, imbalanceFactor: ImbalanceFactor?,
    variant: LongTailSplit.Variant = .shuffled,
    validationFraction: Double = usualValidationFraction,
    calibrationFraction: Double = 0, testFraction: Double = 0.2, seed: UInt64
  ) throws {
    guard 0..<1 ~= validationFraction, 0..<1 ~= calibrationFraction,
      validationFraction + calibrationFraction < 1
    else {
      throw DatasetProblem(
        "validation fraction \(validationFraction) and calibration fraction \(calibrationFraction) must lie in [0, 1) and leave something to train on"
      )
    }
    self.source = source
    var all = try source.load(.training)
    guard all.classes >= 2 else {
      throw DatasetProblem(
        "1 class in the data (“\(all.classNames.joined())”); at least 2 are needed")
    }
    var test: LabelledSamples
    if source.hasTestPart {
      test = try source.load(.test)
      try Self.requireSameShape(all, test, "test")
    } else {
      let held = try StratifiedHoldOut(fraction: testFraction).positions(of: all)
      test = all.selecting(held.heldOut)
      all = all.selecting(held.kept)
    }
    testIsHeldOut = !source.hasTestPart
    let split = imbalanceFactor.map { LongTailSplit(imbalanceFactor: $0, variant: variant) }
    var selection = all
    if let split {
      selection = try all.selecting(split.positions(labels: all.labels, classes: all.classes))
        .compacted()
    }
    try Self.requireEveryClass(selection, of: split)
    splitIdentity = SplitIdentity(
      originalIndices: selection.originalIndices, dataset: type(of: source).name, split: split)
    origin = try source.origin
    try origin?.require(
      split, of: source, like: all,
      holdingOut: [
        "validation": source.hasValidationPart ? 0 : validationFraction,
        "calibration": calibrationFraction,
      ])
    publishedCounts = origin?.classCounts ?? selection.classCounts

    hasOwnValidationPart = source.hasValidationPart
    let roles = HoldOut(
      validationFraction: hasOwnValidationPart ? 0 : validationFraction,
      calibrationFraction: calibrationFraction, seed: seed
    ).roles(of: selection)
    func part(_ role: HoldOut.Role) -> LabelledSamples {
      selection.selecting(roles.indices.filter { roles[$0] == role })
    }
    var training = part(.training)
    var validation = hasOwnValidationPart ? try source.load(.validation) : part(.validation)
    try Self.requireSameShape(all, validation, "validation")
    var calibration = part(.calibration)
    if training.normalization.origin == .unmeasured {
      let measured = try origin?.normalization ?? Normalization.measured(on: training)
      training.normalization = measured
      validation.normalization = measured
      calibration.normalization = measured
      selection.normalization = measured
      test.normalization = measured
    }
    self.training = TrainingSet(training)
    self.test = TestSet(test)
    self.selection = selection
    self.validation = validation.count > 0 ? ValidationSet(validation) : nil
    hasOwnCalibrationPart = calibration.count > 0
    if hasOwnCalibrationPart {
      self.calibration = CalibrationSet(calibration)
    } else {
      self.calibration = validation.count > 0 ? CalibrationSet(validation) : nil
    }
    let isValidated = hasOwnValidationPart || validationFraction > 0
    let ignoredFraction =
      hasOwnValidationPart && ![0, Self.usualValidationFraction].contains(validationFraction)
      ? [
        "the validation part is the data's own, \(validation.count) samples; a validation fraction of "
          + "\(validationFraction) is for data without one"
      ] : []
    let parts = [
      ("training", training), ("validation", validation), ("calibration", calibration),
      ("test", test),
    ]
    let imbalance = imbalanceFactor?.warning(selected: publishedCounts)
    warnings =
      Self.unique(selection.remarks + validation.remarks + test.remarks)
      + (imbalance.map { [$0] } ?? []) + (origin.map { [$0.remark] } ?? [])
      + ignoredFraction
      + (isValidated ? Self.warnings(validation, "validation", fraction: validationFraction) : [])
      + (calibrationFraction > 0
        ? Self.warnings(calibration, "calibration", fraction: calibrationFraction) : [])
      + Self.warnings(test, "test", fraction: testFraction)
      + (try RepeatedSamples(parts).warnings)
  }

  private static func unique(_ remarks: [String]) -> [String] {
    var seen: Set<String> = []
    return remarks.filter { seen.insert($0).inserted }
  }

  private static func requireEveryClass(_ selection: LabelledSamples, of split: LongTailSplit?)
    throws
  {
    guard let empty = selection.classCounts.firstIndex(of: 0) else { return }
    let name = "class \(empty) (\(selection.classNames[empty]))"
    guard let split else {
      throw DatasetProblem("\(name) has no training sample; every class needs one")
    }
    throw SettingsError(
      "imbalanceFactor",
      "\(name) has no training sample in a selection of imbalance factor \(split.imbalanceFactor.shortValue); "
        + "a smaller imbalance factor or more data is needed")
  }

  private static func requireSameShape(
    _ training: LabelledSamples, _ other: LabelledSamples, _ role: String
  ) throws {
    guard training.classes == other.classes else {
      throw DatasetProblem(
        "\(training.classes) classes in the training part, \(other.classes) in the \(role) part")
    }
    guard training.samples.shapeWords == other.samples.shapeWords else {
      throw DatasetProblem(
        "training samples are \(training.samples.shapeWords), \(role) samples \(other.samples.shapeWords)"
      )
    }
  }

  static func warnings(
    _ part: LabelledSamples, _ role: String, fraction: Double? = nil
  ) -> [String] {
    if part.count == 0, let fraction {
      return [
        "no \(role) sample was drawn from so few (fraction \(fraction)), so there are no \(role) figures"
      ]
    }
    let empty = part.classCounts.indices.filter { part.classCounts[$0] == 0 }
    guard !empty.isEmpty else { return [] }
    let names = empty.map { "\($0) (\(part.classNames[$0]))" }.listed(most: 10)
    return ["no \(role) sample of class \(names)"]
  }
}
