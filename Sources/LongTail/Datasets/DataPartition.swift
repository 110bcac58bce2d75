import Torch

/// A data set divided by role: training, validation, calibration, test.
public struct DataPartition: Sendable {
  public internal(set) var training: TrainingSet
  /// `nil` when nothing was held out.
  public internal(set) var validation: ValidationSet?
  /// The validation part, unless a part of its own was asked for; `nil` when nothing was held out.
  public internal(set) var calibration: CalibrationSet?
  public internal(set) var test: TestSet
  /// The training set of the papers: all that was selected, before anything was held out.
  public internal(set) var selection: LabelledSamples
  /// Samples of each class in the selection. Groups and reports use these; losses use the counts
  /// that are trained on.
  public internal(set) var publishedCounts: [Int]
  public internal(set) var splitIdentity: SplitIdentity
  /// True when the source has no test part, and a share of each class serves as one.
  public let testIsHeldOut: Bool
  /// True when calibrators are fitted to samples that checkpoints are not chosen on.
  public let hasOwnCalibrationPart: Bool
  /// Where the samples came from.
  public let source: any DatasetSource
  /// What the user should know; empty when all is well.
  public internal(set) var warnings: [String]

  /// Loads and divides.
  ///
  /// Each image of the selection draws its role on its own, from a generator keyed by `seed` and its
  /// original index. A source without a test part gives `testFraction` of each class, drawn with a
  /// fixed seed, so that runs with different seeds are measured on the same samples.
  /// - Parameters:
  ///   - source: where the samples come from.
  ///   - imbalanceFactor: makes the training part long-tailed; `nil` takes it as it is.
  ///   - variant: which samples a long-tailed selection keeps.
  ///   - validationFraction: chance of each image to be held out for validation, in [0, 1).
  ///   - calibrationFraction: likewise for a calibration part of its own, in [0, 1).
  ///   - testFraction: share of each class that becomes the test part where the source has none.
  ///   - seed: seed of the hold-out.
  /// - Throws: what the source finds wrong; ``DatasetProblem`` for fractions out of range and for a
  ///   class that is left without a training sample.
  public init(
    source: any DatasetSource, imbalanceFactor: ImbalanceFactor?,
    variant: LongTailSplit.Variant = .shuffled, validationFraction: Double = 0.2,
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
      throw DatasetProblem("\(all.classes) class in the data; at least 2 are needed")
    }
    var test: LabelledSamples
    if source.hasTestPart {
      test = try source.load(.test)
      try Self.requireSameShape(all, test)
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
    splitIdentity = SplitIdentity(
      originalIndices: selection.originalIndices, dataset: type(of: source).name, split: split)
    publishedCounts = selection.classCounts

    let roles = selection.originalIndices.map { index -> Role in
      var random = CounterBasedGenerator(seed: seed, purpose: .holdOut, position: index)
      let draw = random.uniform()
      if draw < validationFraction { return .validation }
      return draw < validationFraction + calibrationFraction ? .calibration : .training
    }
    func part(_ role: Role) -> LabelledSamples {
      selection.selecting(roles.indices.filter { roles[$0] == role })
    }
    var training = part(.training)
    var validation = part(.validation)
    var calibration = part(.calibration)
    try Self.requireEveryClass(training, selection: selection)
    if training.normalization.origin == .unmeasured {
      let measured = try Normalization.measured(on: training)
      training.normalization = measured
      validation.normalization = measured
      calibration.normalization = measured
      selection.normalization = measured
      test.normalization = measured
    }
    self.training = TrainingSet(training)
    self.test = TestSet(test)
    self.selection = selection
    self.validation = validationFraction > 0 ? ValidationSet(validation) : nil
    hasOwnCalibrationPart = calibrationFraction > 0
    if hasOwnCalibrationPart {
      self.calibration = CalibrationSet(calibration)
    } else {
      self.calibration = validationFraction > 0 ? CalibrationSet(validation) : nil
    }
    warnings =
      (validationFraction > 0 ? Self.warnings(validation, "validation") : [])
      + (calibrationFraction > 0 ? Self.warnings(calibration, "calibration") : [])
      + Self.warnings(test, "test")
  }

  private enum Role {
    case training, validation, calibration
  }

  private static func requireEveryClass(
    _ training: LabelledSamples, selection: LabelledSamples
  ) throws {
    guard let empty = training.classCounts.firstIndex(of: 0) else { return }
    let name = "class \(empty) (\(training.classNames[empty]))"
    if selection.classCounts[empty] == 0 {
      throw DatasetProblem(
        "\(name) has no training sample in this selection; a smaller imbalance factor or more data is needed"
      )
    }
    throw DatasetProblem(
      "\(name) has no training sample left after the hold-out (\(selection.classCounts[empty]) before it); a smaller validation fraction or another seed is needed"
    )
  }

  private static func requireSameShape(_ training: LabelledSamples, _ test: LabelledSamples) throws
  {
    guard training.classes == test.classes else {
      throw DatasetProblem(
        "\(training.classes) classes in the training part, \(test.classes) in the test part")
    }
    guard training.samples.shapeWords == test.samples.shapeWords else {
      throw DatasetProblem(
        "training samples are \(training.samples.shapeWords), test samples \(test.samples.shapeWords)"
      )
    }
  }

  static func warnings(_ part: LabelledSamples, _ role: String) -> [String] {
    let empty = part.classCounts.indices.filter { part.classCounts[$0] == 0 }
    guard !empty.isEmpty else { return [] }
    let names = empty.prefix(10).map { "\($0) (\(part.classNames[$0]))" }.joined(separator: ", ")
    let more = empty.count > 10 ? " and \(empty.count - 10) more" : ""
    return ["no \(role) sample of class \(names)\(more)"]
  }
}
