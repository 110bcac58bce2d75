extension CalibratorFile {
  /// Tells one fitted calibrator from another, whatever it was fitted to: the SHA-256 of its file's content
  /// without the description of its input, in hexadecimal.
  /// - Parameters:
  ///   - fitted: by the method.
  ///   - method: with its settings.
  /// - Returns: 64 digits.
  /// - Throws: what the encoder throws.
  public static func identity(
    _ fitted: FittedCalibration, method: some CalibrationMethod
  ) throws -> String {
    SHA256.hexadecimal(try data(fitted, method: method))
  }
}

extension PriorEvidence {
  /// ``CalibratorFile/identity(_:method:)`` of the calibrator; `nil` without one.
  public func calibratorIdentity() throws -> String? {
    try method.map { try CalibratorFile.identity(.combined(calibrator, nil), method: $0) }
  }
}
