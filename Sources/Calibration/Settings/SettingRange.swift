import Foundation

/// Ranges of the settings of calibrators. NaN lies in none of them.
enum SettingRange {
  /// - Throws: ``CalibrationError/invalidSetting(_:)`` that names the setting.
  static func require(
    _ key: String, _ value: Int, in range: ClosedRange<Int>
  ) throws(CalibrationError) {
    guard range ~= value else {
      throw .invalidSetting(
        "\(key): expected \(range.lowerBound) to \(range.upperBound), found \(value)")
    }
  }

  /// - Throws: ``CalibrationError/invalidSetting(_:)`` that names the setting.
  static func require(
    _ key: String, _ value: Double, in range: ClosedRange<Double>
  ) throws(CalibrationError) {
    guard range ~= value else {
      let (lower, upper) = (
        String(format: "%g", range.lowerBound), String(format: "%g", range.upperBound)
      )
      throw .invalidSetting("\(key): expected a number from \(lower) to \(upper), found \(value)")
    }
  }

  /// The interval that a temperature is searched in.
  /// - Throws: ``CalibrationError/invalidSetting(_:)`` for bounds that are none.
  static func requireTemperatures(_ lower: Double, _ upper: Double) throws(CalibrationError) {
    try require("lowerBound", lower, in: 1e-6...1e6)
    try require("upperBound", upper, in: 1e-6...1e6)
    guard lower < upper else {
      throw .invalidSetting("lowerBound: \(lower) does not lie below upperBound, \(upper)")
    }
  }
}
