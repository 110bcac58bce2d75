extension Predictions {
  /// Classes without a sample, ascending.
  public var emptyClasses: [Int] {
    labelCounts.enumerated().filter { $0.element == 0 }.map(\.offset)
  }

  /// A warning that names the classes without a sample, and says what becomes of them.
  func emptyClassWarnings(_ consequence: String) -> [String] {
    let empty = emptyClasses
    guard !empty.isEmpty else { return [] }
    let shown = empty.prefix(10).map(String.init).joined(separator: ", ")
    let more = empty.count > 10 ? " and \(empty.count - 10) more" : ""
    return [
      "no validation sample of class \(shown)\(more): \(consequence)"
    ]
  }
}
