/// Where calibration stands in an ensemble.
///
/// The mean of calibrated experts is not calibrated: where they disagree it is less sure than it is right
/// (Wu and Gales, 2021; Rahaman and Thiery, 2021). So the combination is what is calibrated unless
/// somebody wants it otherwise.
public enum ExpertCalibration: String, Sendable, Codable, CaseIterable {
  /// The experts are combined, and one calibrator is fitted to the combination.
  case combined
  /// A calibrator is fitted to each expert, and their probabilities are combined.
  case each
}

extension CalibrationMethod {
  /// Fits to an ensemble: to its combination, or to each of its experts.
  /// - Parameters:
  ///   - validation: predictions on samples the model was not trained on; their logits are the combination.
  ///   - training: predictions on the training samples; some methods take class statistics from them.
  ///   - calibration: what is calibrated. For ``ExpertCalibration/each`` the predictions have the logits of
  ///     their experts, and every expert has the same features.
  ///   - combination: how the experts are combined; with ``ExpertCalibration/combined`` for the record only.
  /// - Returns: one calibrator, or one an expert.
  /// - Throws: ``CalibrationError`` when the method cannot be fitted to this data, or when there are no
  ///   experts to be calibrated.
  public func fitted(
    to validation: Predictions, training: Predictions?, calibrating calibration: ExpertCalibration,
    combination: EnsembleCombination?
  ) throws -> FittedCalibration {
    switch calibration {
    case .combined:
      return .combined(try fitted(to: validation, training: training), combination)
    case .each:
      guard let combination else {
        throw CalibrationError.invalidSetting(
          "calibrated experts can be combined by mean-logits or by mean-probabilities; none was said"
        )
      }
      let experts = try validation.experts(as: "validation")
      let trained = try training?.experts(as: "training")
      if let trained, trained.count != experts.count {
        throw CalibrationError.invalidSetting(
          "the validation predictions have \(experts.count) experts, the training predictions "
            + "\(trained.count)")
      }
      let calibrators: [Fitted] = try experts.indices.map { expert in
        do {
          return try fitted(to: experts[expert], training: trained?[expert])
        } catch let error as CalibrationError {
          throw CalibrationError.notFitted("expert \(expert + 1): \(error)")
        }
      }
      return .each(ExpertCalibrators(calibrators, combination: combination))
    }
  }
}

extension Predictions {
  /// What each expert said, with the labels, features and weights of all.
  func experts(as role: String) throws(CalibrationError) -> [Predictions] {
    guard !expertLogits.isEmpty else { throw .needsExperts(role: role) }
    return expertLogits.map { logits in
      var expert = self
      expert.logits = logits
      expert.expertLogits = []
      return expert
    }
  }
}
