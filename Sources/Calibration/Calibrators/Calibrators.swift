import Foundation

/// The calibrators that there are: what the command line shows and names resolve against.
public enum Calibrators {
  /// The methods themselves, in the order in which lists show them.
  public static let builtIn: [any CalibrationMethod.Type] = [
    TemperatureScaling.self,
    EnsembleTemperatureScaling.self,
    GroupTemperatureScaling.self,
    TopLabelSpline.self,
    IsotonicRegression.self,
    IsotonicOneVersusAll.self,
    TemperatureIsotonic.self,
    TemperatureIsotonicOneVersusAll.self,
    VennAbers.self,
    HistogramBinning.self,
    ScalingBinning.self,
    ClassWiseTemperatureScaling.self,
    BiasCorrectedTemperatureScaling.self,
    VectorScaling.self,
    StructuredVectorScaling.self,
    MatrixScaling.self,
    StructuredMatrixScaling.self,
    DirichletCalibration.self,
    BetaCalibration.self,
    GaussianProcessCalibration.self,
    KnowledgeTransferTemperatureScaling.self,
    KnowledgeTransferAuto.self,
  ]

  /// Those built in, and a package's own while ``adding(_:_:)`` lasts.
  public static var all: [any CalibrationMethod.Type] { builtIn + added }

  /// Names of ``all``, in its order.
  public static var names: [String] { all.map { $0.name } }

  @TaskLocal private static var added: [any CalibrationMethod.Type] = []

  /// Calls `body` with a package's own calibrators beside those built in, in it and in all that it calls on its thread
  /// or as its tasks: files of them are read, and comparisons have them. `CatalogSet.inUse(_:)` of the library LongTail
  /// does so for runs.
  /// - Precondition: none has the name of another.
  public static func adding<Result>(
    _ methods: [any CalibrationMethod.Type], _ body: () throws -> Result
  ) rethrows -> Result {
    let names = (builtIn + methods).map { $0.name }
    precondition(Set(names).count == names.count, "a second calibrator among \(names)")
    return try $added.withValue(methods, operation: body)
  }

  /// - Throws: ``UnknownName``, which suggests the nearest one.
  public static func type(named name: String) throws(UnknownName) -> any CalibrationMethod.Type {
    guard let type = all.first(where: { $0.name == name }) else {
      throw UnknownName("calibrator", name, known: names)
    }
    return type
  }
}
