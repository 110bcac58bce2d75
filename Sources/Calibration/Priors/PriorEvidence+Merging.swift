import ArrayFiles
import Foundation

extension PriorEvidence {
  /// The evidence of several files as one, their batches in the files' order.
  /// - Parameter paths: files that ``write(to:)`` has written.
  /// - Returns: the whole; `nil` without a file.
  /// - Throws: `FileProblem` for a file that is wrong, is named twice, holds a batch that another holds, or does not go
  ///   with those before it.
  public static func merging(_ paths: [String]) throws -> PriorEvidence? {
    var merged: PriorEvidence?
    var files = MergedFiles<Logits>()
    for path in paths {
      try files.add(path)
      let state = try read(path)
      do {
        try merged?.requireMergeable(state)
      } catch {
        throw FileProblem(path, "\(error)")
      }
      for batch in state.batches where !batch.hasAnswersAlone { try files.add(batch, of: path) }
      merged = try merged?.merging(state) ?? state
    }
    return merged
  }
}

extension Logits {
  /// Whether all rows are of probabilities of 0 and 1, which other samples may have as well.
  var hasAnswersAlone: Bool {
    let zero = Float(log(1e-20))
    return withUnsafeValues { values in
      values.allSatisfy { $0 == 0 || $0 == zero || $0 == -.infinity }
    }
  }
}
