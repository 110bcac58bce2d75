import Foundation

/// The calibrators that there are: what the command line shows and names resolve against.
public enum Calibrators {
  /// The methods themselves, in the order in which lists show them.
  public static let all: [any CalibrationMethod.Type] = [
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

  /// Names of ``all``, in its order.
  public static var names: [String] { all.map { $0.name } }

  /// - Throws: ``UnknownName``, which suggests the nearest one.
  public static func type(named name: String) throws(UnknownName) -> any CalibrationMethod.Type {
    guard let type = all.first(where: { $0.name == name }) else {
      throw UnknownName("calibrator", name, known: names)
    }
    return type
  }
}
