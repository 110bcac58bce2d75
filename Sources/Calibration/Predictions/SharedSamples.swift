/// Finds out whether predictions that others are measured on are those that they are fitted to: every figure would be
/// better than it is, and look like any other.
package enum SharedSamples {
  /// Scores of samples, with their labels where they are compared, and where they are.
  package typealias Scores = (rows: PredictionRows, labels: [Int], path: String)

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
    let rows = Rows(measured.predictions.logits, labels: measured.predictions.labels)
    return rows.shared(
      with: { Rows(fitted.predictions.logits, labels: fitted.predictions.labels) }
    ).map { shared in
      [
        "\(measured.path): \(shared) of its samples are in \(fitted.path) too, with the same scores and labels: \(flattery)"
      ]
    } ?? []
  }

  /// Likewise, of files that are read some rows at a time: a number a row is held in memory. Of one folder or file, whatever
  /// paths lead to it, the paths alone tell.
  package static func warnings(measured: Scores, fitted: Scores) -> [String] {
    guard !PredictionRows.isSameFile(measured.path, fitted.path) else {
      return ["\(measured.path): these are the samples of \(fitted.path): \(flattery)"]
    }
    let rows = Rows(measured.rows, labels: measured.labels)
    return rows.shared(with: { Rows(fitted.rows, labels: fitted.labels) }).map { shared in
      [
        "\(measured.path): \(shared) of its samples are in \(fitted.path) too, with the same scores and labels: \(flattery)"
      ]
    } ?? []
  }

  /// Likewise, of rows without labels whose classes are estimated.
  /// - Parameters:
  ///   - estimated: the rows, and where they are.
  ///   - known: rows whose labels the estimate learns from.
  /// - Returns: one line, or none.
  static func warnings(
    estimated: (logits: Logits, path: String), known: (logits: Logits, path: String)
  ) -> [String] {
    Rows(estimated.logits).shared(with: { Rows(known.logits) }).map { shared in
      [
        "\(estimated.path): \(shared) of its samples are in \(known.path) too, with the same scores: an estimate of the "
          + "classes of samples that it has learned from looks better than it is"
      ]
    } ?? []
  }

  private static let flattery =
    "what is fitted to them and measured on them looks better than it is"
}

/// Different rows of scores, a number each.
private struct Rows {
  private let samples: Int
  private var hashes: Set<Int> = []

  init(_ logits: Logits, labels: [Int]? = nil) {
    samples = logits.samples
    // Of probabilities, 0 is log(1e-20).
    add(logits, width: logits.classes, least: -46, labels: labels?[...])
  }

  init(_ rows: PredictionRows, labels: [Int]) {
    samples = rows.samples
    let least: Float = rows.kind == .logits ? -46 : 1e-20
    for range in rows.ranges() {
      add(
        rows.matrix(range), width: rows.experts * rows.classes, least: least,
        labels: labels[range])
    }
  }

  /// How many of these rows are among others too, where these are more than half of them; `nil` where they are not, or too
  /// many repeat each other.
  func shared(with others: () -> Rows) -> Int? {
    guard 2 * hashes.count > samples else { return nil }
    let shared = hashes.intersection(others().hashes).count
    return 2 * shared > hashes.count ? shared : nil
  }

  /// Answers that are certain are left out, which other samples may have as well.
  private mutating func add(
    _ matrix: Logits, width: Int, least: Float, labels: ArraySlice<Int>?
  ) {
    matrix.withUnsafeValues { values in
      for (row, start) in stride(from: 0, to: values.count, by: width).enumerated() {
        let scores = values[start..<start + width]
        guard scores.count(where: { $0 > least }) > 1 else { continue }
        var hasher = Hasher()
        if let labels { hasher.combine(labels[labels.startIndex + row]) }
        hasher.combine(bytes: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: scores)))
        hashes.insert(hasher.finalize())
      }
    }
  }
}
