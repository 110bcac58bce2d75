public import Calibration

extension CalibrationMethod {
  /// The method with other weights of the samples.
  /// - Parameter weighting: how much each sample counts in its fit.
  /// - Returns: `nil` for a method that has no such setting, because it weighs samples itself.
  /// - Throws: `EncodingError` for settings that cannot be written.
  public func weighted(by weighting: SampleWeighting) throws -> Self? {
    guard case .table(var values) = try SettingsTree(encoding: self), values["weighting"] != nil
    else { return nil }
    values["weighting"] = try SettingsTree(encoding: weighting)
    return try SettingsTree.table(values).decoded(as: Self.self)
  }
}
