import ArrayFiles

extension MergeableEvidence {
  /// The evidence of several files as one.
  /// - Parameter paths: files that ``write(to:)`` has written, in any order.
  /// - Returns: the whole; `nil` without a file.
  /// - Throws: `FileProblem` for a file that is wrong, is named twice, holds what another holds, or does not go with
  ///   those before it.
  public static func merging(_ paths: [String]) throws -> MergeableEvidence? {
    var merged: MergeableEvidence?
    var files = MergedFiles<Contents>()
    for path in paths {
      try files.add(path)
      let state = try read(path)
      do {
        try merged?.merge(state)
      } catch {
        throw FileProblem(path, "\(error)")
      }
      if let contents = Contents(state) {
        try files.add(contents, of: path) { try read($0) == state }
      }
      if merged == nil { merged = state }
    }
    return merged
  }

  /// What two states of different samples do not share: their sums, to the last bit. Answers of 0 and 1 alone have
  /// whole sums, which other samples may have as well.
  private struct Contents: Hashable {
    let samples: Int
    let sums: [Double]

    init?(_ state: MergeableEvidence) {
      guard state.squares.value != state.squares.value.rounded() else { return nil }
      samples = state.samples
      sums = [state.likelihood.value, state.squares.value]
    }
  }
}
