extension Array where Element: Comparable {
  /// Whether two elements are equal.
  var hasRepeats: Bool {
    let sorted = sorted()
    return zip(sorted, sorted.dropFirst()).contains { $0 == $1 }
  }
}
