/// Finds out whether predictions that others are measured on are those that they are fitted to: every figure would be
/// better than it is, and look like any other.
package enum SharedSamples {
  /// A doubt where more than half of the rows that are measured have a row of the same label and the same scores, bit for
  /// bit, among those that are fitted to. Rows that repeat each other, as rounded ones of few classes do, tell nothing.
  /// - Parameters:
  ///   - measured: what is measured, and where it is.
  ///   - fitted: what is fitted to, and where it is.
  /// - Returns: one line, or none.
  static func warnings(
    measured: (predictions: Predictions, path: String),
    fitted: (predictions: Predictions, path: String)
  ) -> [String] {
    let rows = hashes(measured.predictions)
    guard 2 * rows.count > measured.predictions.labels.count else { return [] }
    let shared = rows.intersection(hashes(fitted.predictions)).count
    guard 2 * shared > rows.count else { return [] }
    return [
      "\(measured.path): \(shared) of its samples are in \(fitted.path) too, with the same scores and labels: what is "
        + "fitted to them and measured on them looks better than it is"
    ]
  }

  /// As ``warnings(measured:fitted:)``, where rows are too many to be looked at twice: of one folder or file, whatever
  /// paths lead to it.
  package static func warnings(measured path: String, fitted other: String) -> [String] {
    guard PredictionRows.isSameFile(path, other) else { return [] }
    return [
      "\(path): these are the samples of \(other): what is fitted to them and measured on them looks better than it is"
    ]
  }

  /// One number for each different row with its label; answers that are certain are left out, which other samples may
  /// have as well.
  private static func hashes(_ predictions: Predictions) -> Set<Int> {
    let (logits, labels) = (predictions.logits, predictions.labels)
    var hashes: Set<Int> = []
    hashes.reserveCapacity(labels.count)
    logits.withUnsafeValues { values in
      for (row, label) in labels.enumerated() {
        let scores = values[row * logits.classes..<(row + 1) * logits.classes]
        // Of probabilities, 0 is log(1e-20).
        guard scores.count(where: { $0 > -46 }) > 1 else { continue }
        var hasher = Hasher()
        hasher.combine(label)
        hasher.combine(bytes: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: scores)))
        hashes.insert(hasher.finalize())
      }
    }
    return hashes
  }
}
