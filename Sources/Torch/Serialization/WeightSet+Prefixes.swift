public import ArrayFiles

extension WeightSet {
  /// The weights, without what stands before their names.
  /// - Parameters:
  ///   - prefixes: taken off the front of every name that begins with it, one after the other.
  ///   - path: the file, for messages.
  /// - Returns: names and arrays, in the order of the file.
  /// - Throws: `FileProblem` when no name begins with a prefix, one would be empty, or two would be the same
  ///   without it.
  public func tensors(
    withoutPrefixes prefixes: [String], of path: String
  ) throws(FileProblem) -> [(name: String, array: NumericArray)] {
    var tensors = tensors
    for prefix in prefixes {
      guard tensors.contains(where: { $0.name.hasPrefix(prefix) }) else {
        throw FileProblem(
          path, "no name begins with “\(prefix)”; the first is “\(tensors.first?.name ?? "")”")
      }
      tensors = tensors.map { name, array in
        (name: name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name, array: array)
      }
      var seen: Set<String> = []
      for (name, _) in tensors {
        guard !name.isEmpty, seen.insert(name).inserted else {
          throw FileProblem(
            path,
            name.isEmpty
              ? "the name “\(prefix)” would be empty without its prefix"
              : "“\(name)” would be there twice without the prefix “\(prefix)”")
        }
      }
    }
    return tensors
  }
}
