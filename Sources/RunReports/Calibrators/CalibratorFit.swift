public import Calibration
import Foundation

/// A calibrator fitted to predictions in folders, as a file and as a row of a table.
public struct CalibratorFit: Sendable {
  /// What was fitted.
  public let fitted: FittedCalibration
  let method: any CalibrationMethod
  let validation: Predictions
  let seconds: Double

  /// Fits one calibrator, or one to each expert.
  /// - Parameters:
  ///   - method: with its settings.
  ///   - folders: what it is fitted to.
  ///   - calibration: what is calibrated of an ensemble.
  ///   - combination: how experts are combined; `nil` for a single network.
  /// - Throws: `CalibrationError` for predictions that the method cannot be fitted to.
  public init(
    _ method: any CalibrationMethod, to folders: FittingFolders,
    calibrating calibration: ExpertCalibration = .combined,
    combination: EnsembleCombination? = nil
  ) throws {
    self.method = method
    validation = folders.validation
    let began = Date()
    fitted = try method.fitted(
      to: folders.validation, training: folders.training, calibrating: calibration,
      combination: combination)
    seconds = Date().timeIntervalSince(began)
  }

  /// Writes the calibrator as JSON, the whole file or nothing.
  /// - Throws: `FileProblem` when it cannot be written.
  public func write(to path: String) throws {
    try CalibratorFile.write(fitted, method: method, input: validation.input, to: path)
  }

  /// What the fit has given, in one row.
  /// - Parameter output: where the calibrator was written.
  /// - Returns: a table of one row.
  /// - Throws: `CalibrationError` for predictions of other classes than the calibrator's.
  public func table(output: String) throws -> Table {
    try FittedCalibratorTable.table(
      fitted, method: type(of: method).name, validation: validation, seconds: seconds,
      output: output)
  }
}
