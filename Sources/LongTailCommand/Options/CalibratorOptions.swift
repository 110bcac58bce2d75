import ArgumentParser
import Calibration
import LongTail

/// What changes a calibrator before it is fitted.
struct CalibratorOptions: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Change a setting of the calibrator, such as bins=15; lists as [0.9,0.99].",
      valueName: "key=value"))
  var settings: [String] = []

  @OptionGroup var weights: WeightingOption

  private var assignments: SettingAssignments { SettingAssignments(texts: settings) }

  func validate() throws { try assignments.validate() }

  /// Finds out before anything is read whether the settings fit.
  /// - Throws: as ``method(_:for:)``.
  func check(_ type: any CalibrationMethod.Type) throws {
    try weights.check()
    _ = try changed(type, weighting: weights.weights.map { $0 == "uniform" ? .samples : .classes })
  }

  /// The method with these settings; tells how a file with weights was understood.
  /// - Parameters:
  ///   - type: the method.
  ///   - classes: those that it is fitted to.
  /// - Returns: the method.
  /// - Throws: `UnknownName` for a key that it does not have, `ValidationError` for a value that does not fit,
  ///   `FileProblem` for weights of other classes.
  func method(
    _ type: any CalibrationMethod.Type, for classes: KnownClasses
  ) throws -> any CalibrationMethod {
    try changed(type, weighting: weights.weighting(for: classes))
  }

  private func changed<Method: CalibrationMethod>(
    _ type: Method.Type, weighting: SampleWeighting?
  ) throws -> Method {
    let method = try WeightingOption.applied(weighting, to: type.init(), isRequired: true)
    guard !settings.isEmpty else { return method }
    do {
      let own = try SettingsTree(encoding: method)
      let changed = try own.setting(settings).decoded(as: type, changedFrom: own)
      try changed.validate()
      return changed
    } catch let error as SettingsError {
      throw ValidationError("--set of \(type.name): \(error)")
    } catch let error as CalibrationError {
      throw ValidationError("--set of \(type.name): \(error)")
    }
  }
}
