import ArgumentParser
import Calibration

/// What changes a calibrator before it is fitted.
struct CalibratorOptions: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Change a setting of the calibrator, such as bins=15; lists as [0.9,0.99].",
      valueName: "key=value"))
  var settings: [String] = []

  @OptionGroup var weights: WeightingOption

  func validate() throws { try SettingAssignments.check(settings) }

  /// The method with these settings.
  /// - Throws: `UnknownName` for a key that it does not have, `ValidationError` for a value that does not
  ///   fit.
  func method(_ type: any CalibrationMethod.Type) throws -> any CalibrationMethod {
    try changed(type)
  }

  private func changed<Method: CalibrationMethod>(_ type: Method.Type) throws -> Method {
    let method = try weights.applied(to: type.init(), isRequired: true)
    return try SettingAssignments.applied(settings, to: method, name: type.name)
  }
}
