import Foundation

extension CalibratorFile {
  /// Tells one fitted calibrator from another: 16 hexadecimal digits of a checksum (FNV-1a) of its file's
  /// content.
  public static func identity(
    _ fitted: FittedCalibration, method: some CalibrationMethod
  ) throws -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in try data(fitted, method: method) {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension PriorEvidence {
  /// ``CalibratorFile/identity(_:method:)`` of the calibrator; `nil` without one.
  public func calibratorIdentity() throws -> String? {
    try method.map { try CalibratorFile.identity(.combined(calibrator, nil), method: $0) }
  }
}
