/// softmax(z / T), in `Double`.
///
/// Relative to the largest logit of a row, so that nothing overflows: ±10⁴ is safe, and −∞ (a class
/// that is excluded) gives 0. A row that excludes every class gives the uniform distribution.
/// - Parameters:
///   - logits: `[samples, classes]`.
///   - temperature: T > 0; above 1 it makes the probabilities less extreme.
/// - Returns: `[samples, classes]`, rows sum to one.
public func softmax(_ logits: Logits, temperature: Double = 1) -> Probabilities {
  precondition(temperature > 0, "temperature \(temperature); it must be positive")
  let classes = logits.classes
  return Probabilities.filled(samples: logits.samples, classes: classes) { rows, target in
    logits.withUnsafeValues { values in
      guard let base = values.baseAddress else { return }
      let buffer = RowBuffer(count: classes)
      for row in rows {
        buffer.load(base + row * classes)
        buffer.softmax(
          scale: 1 / temperature, into: target + (row - rows.lowerBound) * classes)
      }
    }
  }
}
