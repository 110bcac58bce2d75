extension Collection where Element == String {
  /// The first few, and how many there are besides: "a, b, c and 12 more".
  ///
  /// - Parameters:
  ///   - most: how many are shown, 1 or more.
  ///   - separator: between them.
  /// - Returns: the words; empty for none.
  package func listed(most: Int, separator: String = ", ") -> String {
    let shown = prefix(most).joined(separator: separator)
    return count > most ? "\(shown) and \(count - most) more" : shown
  }
}
