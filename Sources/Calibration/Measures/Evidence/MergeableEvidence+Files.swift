import ArrayFiles
import Foundation

extension MergeableEvidence {
  /// The evidence of several files as one.
  /// - Parameter paths: files that ``write(to:)`` has written, in any order.
  /// - Returns: the whole; `nil` without a file.
  /// - Throws: `FileProblem` for a file that is wrong, is named twice, holds what another holds, or does not go with
  ///   those before it.
  public static func merging(_ paths: [String]) throws -> MergeableEvidence? {
    var merged: MergeableEvidence?
    var seen: Set<String> = []
    var holders: [Contents: String] = [:]
    for path in paths {
      guard seen.insert(URL(fileURLWithPath: path).standardizedFileURL.path).inserted else {
        throw FileProblem(path, "is named twice; its samples would count twice")
      }
      let state = try read(path)
      do {
        try merged?.merge(state)
      } catch {
        throw FileProblem(path, "\(error)")
      }
      if let contents = Contents(state) {
        if let holder = holders[contents], try read(holder) == state {
          throw FileProblem(path, "holds the same samples as \(holder); they would count twice")
        }
        holders[contents] = path
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
