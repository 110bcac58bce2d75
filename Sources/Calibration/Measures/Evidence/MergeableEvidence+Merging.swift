import ArrayFiles

extension MergeableEvidence {
  /// The evidence of several files as one.
  /// - Parameter paths: files that ``write(to:)`` has written, in any order.
  /// - Returns: the whole, and what a reader should know of how the files were put together, a line each; `nil`
  ///   without a file.
  /// - Throws: `FileProblem` for a file that is wrong, is named twice, holds samples that another holds, or does not go
  ///   with those before it.
  public static func merging(
    _ paths: [String]
  ) throws -> (state: MergeableEvidence, notes: [String])? {
    var merging = Merging()
    for path in paths { try merging.add(path) }
    return try merging.whole.map { ($0, try merging.notes()) }
  }

  /// Files of which some are read; no more than one of them is in memory at a time.
  private struct Merging {
    private(set) var whole: MergeableEvidence?
    private var files = MergedFiles<Contents>()
    private var parts = MergedFiles<SampleDigest>()
    /// Who holds which answers of 0 and 1.
    private var answers: [SampleDigest: String] = [:]
    private var inputs: [(input: InputDescription, path: String)] = []
    private var norm: (norm: CalibrationNorm, path: String)?
    private var doubts: [String] = []

    mutating func add(_ path: String) throws {
      try files.add(path)
      let state = try MergeableEvidence.read(path)
      try check(state, path)
      if let contents = Contents(state) {
        try files.add(contents, of: path) {
          try MergeableEvidence.read($0).figures == state.figures
        }
      }
      for part in state.digests { try add(part, path) }
      if state.hasUnknownSamples {
        doubts.append(
          "\(path): it does not say which samples it holds, as an earlier version wrote it; whether another file "
            + "holds some of them as well cannot be told")
      }
      try whole?.merge(state)
      if whole == nil { whole = state }
    }

    /// Whether the file goes with those before it.
    private mutating func check(_ state: MergeableEvidence, _ path: String) throws(FileProblem) {
      let input = InputDescription(classNames: state.classNames)
      _ = try InputDescription.notes(adding: input, in: path, to: inputs)
      inputs.append((input, path))
      if let own = state.norm, let norm, norm.norm != own {
        throw FileProblem(
          path,
          "measured with --norm \(own.rawValue), but \(norm.path) with --norm \(norm.norm.rawValue); measure both "
            + "with the same")
      }
      if let own = state.norm, norm == nil { norm = (own, path) }
      do { try whole?.requireMergeable(state) } catch { throw FileProblem(path, "\(error)") }
    }

    private mutating func add(_ part: SampleDigest, _ path: String) throws {
      guard part.hasAnswersAlone else { return try parts.add(part, of: path) }
      if let holder = answers.updateValue(path, forKey: part), holder != path {
        doubts.append(
          "\(path): holds the same \(part.samples) answers of 0 and 1 as \(holder), which other samples may have "
            + "as well; if they are the same samples, they count twice")
      }
    }

    func notes() throws -> [String] {
      try InputDescription.notes(matching: inputs) + (inputs.count > 1 ? doubts : [])
    }
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
