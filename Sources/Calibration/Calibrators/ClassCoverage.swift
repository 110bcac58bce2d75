import ArrayFiles

extension Predictions {
  /// Classes without a sample, ascending.
  public var emptyClasses: [Int] {
    labelCounts.enumerated().filter { $0.element == 0 }.map(\.offset)
  }

  /// A warning that names the classes that no validation sample has; empty when there is none.
  public var coverageWarnings: [String] {
    namedEmptyClasses.map {
      ["\($0); nothing can be learnt about its probabilities"]
    } ?? []
  }

  /// A warning that names the classes without a sample, and says what becomes of them.
  func emptyClassWarnings(_ consequence: String) -> [String] {
    namedEmptyClasses.map { ["\($0): \(consequence)"] } ?? []
  }

  /// `nil` when every class has a sample.
  private var namedEmptyClasses: String? {
    let empty = emptyClasses
    guard !empty.isEmpty else { return nil }
    return "no validation sample of class \(empty.map(String.init).listed(most: 10))"
  }
}
