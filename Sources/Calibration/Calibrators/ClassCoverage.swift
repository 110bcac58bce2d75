import ArrayFiles

extension Predictions {
  /// Classes without a sample, ascending.
  public var emptyClasses: [Int] {
    labelCounts.enumerated().filter { $0.element == 0 }.map(\.offset)
  }

  /// A warning that names the classes without a sample, and says what becomes of them.
  func emptyClassWarnings(_ consequence: String) -> [String] {
    let empty = emptyClasses
    guard !empty.isEmpty else { return [] }
    return [
      "no validation sample of class \(empty.map(String.init).listed(most: 10)): \(consequence)"
    ]
  }
}
