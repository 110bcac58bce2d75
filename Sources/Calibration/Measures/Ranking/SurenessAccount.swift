/// What says how sure answers are, where they are ranked by it.
public enum SurenessAccount: String, Sendable, CaseIterable {
  /// The probability of the answer.
  case confidence
  /// A number beside the probabilities that somebody gave, such as what evidence leaves unsure.
  case uncertainty

  /// In front of a measure's name.
  var prefix: String { self == .confidence ? "" : "uncertainty_" }
  /// Behind a measure's title.
  var suffix: String { self == .confidence ? "" : " by uncertainty" }
  var need: MeasureNeed { self == .confidence ? .confidences : .uncertainties }
}
