/// What the linear calibrators check and say in the same way.
enum LinearSettings {
  /// No parameter gets larger than this; where the loss has no attained optimum, one would.
  static let parameterBound = 1e3

  static let penalties = 0...1e6

  /// Makes an optimum unique and finite.
  static let leastPenalty = 1e-9

  static func warnings(_ solution: Minimum, _ validation: Predictions) -> [String] {
    var warnings = validation.emptyClassWarnings("only the penalty keeps its probabilities up")
    if solution.point.contains(where: { abs($0) >= parameterBound }) {
      warnings.append("a parameter reached its bound \(parameterBound): the loss has no optimum")
    }
    if !solution.isConverged {
      warnings.append("the fit stopped before its tolerance was reached")
    }
    return warnings
  }
}
