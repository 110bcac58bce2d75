/// Several arrays of a file that may each be the one that is wanted.
extension ArrayCollection {
  /// Refuses a file that holds other numbers under two names of one array.
  /// - Parameter names: what the array may be called.
  /// - Throws: `FileProblem` for two of them that differ, and for one that cannot be read.
  func refuseSynonyms(_ names: [String]) throws(FileProblem) {
    let known = self.names
    let found = names.filter(known.contains)
    guard let first = found.first, let one = try stored(first)?.array else { return }
    for name in found.dropFirst() {
      guard let other = try stored(name)?.array,
        other.count != one.count || other.doubles() != one.doubles()
      else { continue }
      throw FileProblem(
        path,
        "the arrays '\(first)' \(one.shape) and '\(name)' \(other.shape) may both be meant; choose one by FILE:NAME, or leave "
          + "one of them out of the file")
    }
  }
}
