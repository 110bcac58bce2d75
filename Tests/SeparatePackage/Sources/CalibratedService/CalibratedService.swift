public import Calibration
public import Foundation

/// A service that answers with calibrated probabilities, as an app or a server would have it.
public struct CalibratedService {
  private let calibrator: any Calibrator

  /// - Throws: `FileProblem` for bytes that are no calibrator.
  public init(calibrator data: Data) throws {
    calibrator = try CalibratorFile.read(data, from: "calibrator.json").calibrator
  }

  /// - Parameter logits: one row of a model's output.
  /// - Returns: one probability a class.
  /// - Throws: ``CalibrationError`` for another number of classes than the calibrator's.
  public func probabilities(_ logits: [Float]) throws -> [Double] {
    try calibrator.probabilities(for: Logits(logits, classes: logits.count)).values
  }

  /// The JSON of a temperature fitted to held-out predictions.
  /// - Throws: ``CalibrationError`` for predictions that it cannot be fitted to.
  public static func fit(_ validation: Predictions) throws -> Data {
    let method = TemperatureScaling()
    return try CalibratorFile.data(method.fitted(to: validation), method: method)
  }
}
