extension FittedCalibration {
  /// The prior that its probabilities are for: their mean over labelled rows of the model's own world.
  /// - Returns: one share a class, with sum one.
  /// - Throws: ``CalibrationError`` for other classes or experts than it was fitted for, and for no rows.
  public func sourcePrior(_ validation: Predictions) throws -> [Double] {
    do { try validation.check() } catch {
      throw CalibrationError.unusable(error, role: "validation")
    }
    if case .combined(let calibrator, _) = self {
      guard calibrator.classes == validation.logits.classes else {
        throw CalibrationError.classesDiffer(
          calibrator: calibrator.classes, data: validation.logits.classes)
      }
      return PriorSource(validation, calibrator, hasConfusion: false).prior
    }
    let values = try probabilities(for: validation).values
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: classes)
    for (index, value) in values.enumerated() { sums[index % classes] += value }
    let total = sums.map(\.value).reduce(0, +)
    return sums.map { $0.value / total }
  }
}
