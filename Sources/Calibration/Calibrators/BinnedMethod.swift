/// A method whose maps have a value for each of some bins.
protocol BinnedMethod: CalibrationMethod {
  /// Bins of each map, 1 to 100,000.
  var bins: Int { get }
  var weighting: SampleWeighting { get }
}

extension BinnedMethod {
  public func validate() throws(CalibrationError) {
    try SettingRange.require("bins", bins, in: 1...100_000)
  }

  /// The weight of each validation sample, once settings and samples have been looked at.
  /// - Parameters:
  ///   - validation: what is fitted to.
  ///   - equalMass: whether bins have as many samples each, of which there must be one a bin.
  /// - Returns: one a sample.
  /// - Throws: ``CalibrationError`` for a setting out of range, for predictions that fit no method, and for too few of them.
  func checkedWeights(_ validation: Predictions, equalMass: Bool) throws -> [Double] {
    try validate()
    try validation.check(as: "validation")
    let weights = try validation.weights(weighting)
    guard !equalMass || validation.labels.count >= bins else {
      throw CalibrationError.notFitted(
        "\(validation.labels.count) validation samples for \(bins) bins of equal mass; "
          + "at least as many are needed")
    }
    return weights
  }
}
