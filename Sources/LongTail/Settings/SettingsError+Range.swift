import Foundation

// The ranges of settings. NaN lies in none of them.

extension SettingsError {
  /// - Throws: ``SettingsError`` unless the number lies in the range.
  static func require(_ key: String, _ value: Int, in range: ClosedRange<Int>) throws {
    guard range ~= value else {
      throw SettingsError(
        key, "expected \(range.lowerBound) to \(range.upperBound), found \(value)")
    }
  }

  /// Both ends belong to the range.
  /// - Throws: ``SettingsError`` unless the number lies in the range.
  static func require(
    _ key: String, _ value: Double, from lower: Double, to upper: Double
  ) throws {
    guard value >= lower, value <= upper else {
      throw SettingsError(
        key, "expected a number from \(words(lower)) to \(words(upper)), found \(value)")
    }
  }

  /// The upper end does not belong to the range.
  /// - Throws: ``SettingsError`` unless the number lies in the range.
  static func require(
    _ key: String, _ value: Double, from lower: Double, below upper: Double
  ) throws {
    guard value >= lower, value < upper else {
      throw SettingsError(
        key,
        "expected a number of at least \(words(lower)) and below \(words(upper)), found \(value)")
    }
  }

  /// The lower end does not belong to the range.
  /// - Throws: ``SettingsError`` unless the number lies in the range.
  static func require(
    _ key: String, _ value: Double, above lower: Double, to upper: Double
  ) throws {
    guard value > lower, value <= upper else {
      throw SettingsError(
        key,
        "expected a number above \(words(lower)) and at most \(words(upper)), found \(value)")
    }
  }

  /// Neither end belongs to the range.
  /// - Throws: ``SettingsError`` unless the number lies in the range.
  static func require(
    _ key: String, _ value: Double, above lower: Double, below upper: Double
  ) throws {
    guard value > lower, value < upper else {
      throw SettingsError(
        key, "expected a number between \(words(lower)) and \(words(upper)), found \(value)")
    }
  }

  private static func words(_ bound: Double) -> String { String(format: "%g", bound) }
}
