/// Why a calibrator cannot be fitted or used on this data.
public enum CalibrationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The validation or training predictions themselves are unusable.
  case unusable(PredictionProblem, role: String)
  case needsFeatures(role: String)
  case featureWidthsDiffer(validation: Int, training: Int)
  case classesDiffer(calibrator: Int, data: Int)
  case setClassesDiffer(predictor: Int, data: Int)
  case needsExperts(role: String)
  case expertsDiffer(calibrator: Int, data: Int)
  /// A single calibrator was asked for, or logits of one network were given, but each expert has its own.
  case onePerExpert
  /// A calibrator gave a number outside [0, 1], or a row whose sum is not one: its numbers are too large.
  case notProbabilities(value: Double, row: Int)
  case invalidSetting(String)
  case notFitted(String)

  public var description: String {
    switch self {
    case .unusable(let problem, let role): "\(role) predictions: \(problem)"
    case .needsFeatures(let role):
      "the \(role) predictions have no features (features.npy), which this calibrator needs"
    case .featureWidthsDiffer(let validation, let training):
      "features of width \(validation) in the validation and \(training) in the training predictions"
    case .classesDiffer(let calibrator, let data):
      "the calibrator was fitted for \(calibrator) classes, but the data has \(data)"
    case .setClassesDiffer(let predictor, let data):
      "the prediction sets were fitted for \(predictor) classes, but the data has \(data)"
    case .needsExperts(let role):
      "the \(role) predictions have no experts (logits [samples, experts, classes] or expert_logits)"
    case .expertsDiffer(let calibrator, let data):
      "there are calibrators for \(calibrator) experts, but the data has \(data)"
    case .onePerExpert:
      "each expert has a calibrator of its own: logits [samples, experts, classes] are needed"
    case .notProbabilities(let value, let row):
      "the calibrator's answer for row \(row) is not a row of probabilities: it has or sums to \(value); "
        + "its numbers are too large for these logits"
    case .invalidSetting(let what): what
    case .notFitted(let why): why
    }
  }
}
