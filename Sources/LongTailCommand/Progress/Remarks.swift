import ArrayFiles
import Calibration

/// Lines for the reader on standard error.
enum Remarks {
  static func print(_ lines: [String]) {
    for line in lines { StandardError.print(line) }
  }

  static func warn(_ lines: [String]) { print(lines.map { "warning: " + $0 }) }
}

extension Predictions {
  /// A warning that names the classes that no sample has; empty when there is none.
  var coverageWarnings: [String] {
    let empty = emptyClasses
    guard !empty.isEmpty else { return [] }
    let shown = empty.map(String.init).listed(most: 10)
    return [
      "no validation sample of class \(shown); nothing can be learnt about its probabilities"
    ]
  }
}
