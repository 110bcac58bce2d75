/// The figures that there are: keys of `longtail metrics`, and what gates can name.
public enum Measures {
  /// In the order in which they are shown.
  public static let builtIn: [any Measure] = [
    OverallAccuracy(), BalancedAccuracy(), GroupAccuracy(.many), GroupAccuracy(.medium),
    GroupAccuracy(.few), GeometricMeanRecall(),
    ExpectedCalibrationError(), MaximumCalibrationError(), RootMeanSquareCalibrationError(),
    DebiasedCalibrationError(), AdaptiveCalibrationError(), ClasswiseCalibrationError(),
    AdaptiveClasswiseCalibrationError(), SmoothCalibrationError(), KernelCalibrationError(),
    OverconfidenceError(), UnderconfidenceError(), SignedGap(),
    NegativeLogLikelihood(), BrierScore(), BrierCalibration(), BrierRefinement(),
    AreaUnderROC(), AreaUnderRiskCoverage(),
    AreaUnderROC(by: .uncertainty), AreaUnderRiskCoverage(by: .uncertainty),
  ]

  /// Those built in, and a package's own while ``adding(_:_:)`` lasts.
  public static var all: [any Measure] { builtIn + added }

  /// Those that every evaluation of a run has, as far as what they need is there.
  public static var recorded: [any Measure] { all.filter(\.isRecorded) }

  /// Keys of ``all``, in its order.
  public static var names: [String] { all.map(\.name) }

  /// A package's own.
  public static var additional: [any Measure] { added }

  @TaskLocal private static var added: [any Measure] = []

  /// Calls `body` with a package's own measures beside those built in, in it and in all that it calls on its thread
  /// or as its tasks. `CatalogSet.inUse(_:)` of the library LongTail does so for runs.
  /// - Precondition: none has the name of another.
  public static func adding<Result>(
    _ measures: [any Measure], _ body: () throws -> Result
  ) rethrows -> Result {
    let names = (builtIn + measures).map(\.name)
    precondition(Set(names).count == names.count, "a second measure among \(names)")
    return try $added.withValue(measures, operation: body)
  }

  /// - Throws: ``UnknownName``, which suggests the nearest one.
  public static func measure(named name: String) throws(UnknownName) -> any Measure {
    guard let measure = all.first(where: { $0.name == name }) else {
      throw UnknownName("metric", name, known: names)
    }
    return measure
  }

  /// The measures of these names that there are, in the order of the names.
  public static func named(_ names: [String]) -> [any Measure] {
    names.compactMap { name in all.first { $0.name == name } }
  }
}
