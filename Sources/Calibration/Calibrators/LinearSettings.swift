/// What the linear calibrators check and say in the same way.
enum LinearSettings {
  /// No parameter gets larger than this; where the loss has no attained optimum, one would.
  static let parameterBound = 1e3

  /// Makes an optimum unique and finite.
  static let leastPenalty = 1e-9

  /// What is wrong with lists in a file, which must be finite; `nil` when nothing is.
  static func flaw(_ lists: (name: String, values: [Double])...) -> String? {
    for (name, values) in lists {
      guard let index = values.firstIndex(where: { !$0.isFinite }) else { continue }
      return "\(name), class \(index): \(values[index]); a finite number was expected"
    }
    return nil
  }

  static func check(_ penalty: Double, _ name: String) throws(CalibrationError) {
    guard penalty >= 0, penalty.isFinite else {
      throw .invalidSetting("\(name) \(penalty); a finite number, 0 or more, is needed")
    }
  }

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
