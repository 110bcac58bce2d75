import ArgumentParser
import Calibration

/// Which calibrators are compared, and the class prior that each is measured for as well.
struct ComparedCalibratorOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The calibrators; all of them when not given. longtail list calibrators shows them.",
      valueName: "a,b,…"))
  var methods: String?

  @OptionGroup var weights: WeightingOption

  @Option(
    help: ArgumentHelp(
      "Measure each calibrator also with its probabilities moved to this class distribution: uniform, forward-R, backward-R, or a file with a share or count for each class.",
      valueName: "prior"), transform: PathArgument.path)
  var prior: String?

  /// Finds out before anything is read whether every word is known.
  /// - Throws: `UnknownName`, `ValidationError`; `FileProblem` for weights in a file that is wrong.
  func check() throws {
    try PriorOption.check(prior, option: "--prior")
    _ = try types()
    try weights.check()
  }

  /// The calibrators that were asked for, each with the weights of the samples; tells how a file with weights was
  /// understood.
  /// - Parameters:
  ///   - classes: those that the weights are for.
  ///   - quietly: whether nothing is told.
  /// - Returns: one method each.
  /// - Throws: `UnknownName` for one that there is not, `FileProblem` for weights in a file that is wrong.
  func calibrators(
    for classes: KnownClasses, quietly: Bool
  ) throws -> [any CalibrationMethod] {
    let weighting = try weights.weighting(for: classes, quietly: quietly)
    func applied<Method: CalibrationMethod>(_ type: Method.Type) throws -> any CalibrationMethod {
      try WeightingOption.applied(weighting, to: type.init(), isRequired: false)
    }
    return try types().map { try applied($0) }
  }

  /// The shares of the classes that probabilities are also moved to; `nil` for none.
  /// - Parameters:
  ///   - comparison: what is measured.
  ///   - classes: its classes.
  ///   - quietly: whether nothing is told of how a file was understood.
  /// - Returns: one share a class.
  /// - Throws: `FileProblem` for a file that is wrong or names other classes, `CalibrationError` for a prior that
  ///   does not fit.
  func targetPrior(
    of comparison: CalibratorComparison, for classes: KnownClasses, quietly: Bool
  ) throws -> [Double]? {
    guard let prior else { return nil }
    return try PriorOption.testPrior(prior, option: "--prior", for: classes, quietly: quietly)
      .shares(
        classes: comparison.test.logits.classes, trainingCounts: comparison.classCounts)
  }

  private func types() throws -> [any CalibrationMethod.Type] {
    guard let methods else { return Calibrators.all }
    return try NameList.names(methods, option: "--methods").map {
      try Calibrators.type(named: $0)
    }
  }
}
