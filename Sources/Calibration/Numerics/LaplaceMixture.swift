import Foundation

/// A little of the uniform distribution in others, by Laplace's rule: no probability is 0, so that one
/// surprising label does not cost an infinite likelihood.
enum LaplaceMixture {
  /// 1 / (samples + 1)
  static func share(samples: Int) -> Double { 1 / Double(samples + 1) }

  /// (1 − share) · p + share / classes
  static func mixed(_ probabilities: Probabilities, share: Double) -> Probabilities {
    guard share > 0 else { return probabilities }
    let classes = probabilities.classes
    let least = share / Double(classes)
    return Probabilities(
      probabilities.values.map { (1 - share) * $0 + least }, classes: classes)
  }

  /// Logarithms of the mixture with softmax(z / T), finite.
  struct Inputs {
    let temperature: Double
    /// Above 0.
    let uniformShare: Double

    /// - Parameters:
    ///   - row: logits.
    ///   - buffer: for as many.
    ///   - target: receives as many.
    @inline(__always)
    func copy(
      _ row: UnsafePointer<Float>, _ buffer: borrowing RowBuffer,
      to target: UnsafeMutablePointer<Double>
    ) {
      let count = buffer.count
      buffer.load(row)
      buffer.softmax(scale: 1 / temperature, into: target)
      let least = uniformShare / Double(count)
      var index = 0
      while index + 4 <= count {
        let place = UnsafeMutableRawPointer(target + index)
        let mixed = place.loadUnaligned(as: SIMD4<Double>.self) * (1 - uniformShare) + least
        place.storeBytes(of: logarithm(mixed), as: SIMD4<Double>.self)
        index += 4
      }
      while index < count {
        target[index] = logarithm(SIMD4(repeating: target[index] * (1 - uniformShare) + least))[0]
        index += 1
      }
    }

    /// All inputs in single precision.
    func inputs(_ logits: Logits) -> Logits {
      let classes = logits.classes
      let values = [Float](unsafeUninitializedCapacity: logits.samples * classes) {
        target, count in
        logits.withUnsafeValues { source in
          _ = RowChunks.map(rows: logits.samples, columns: classes) { rows in
            guard let base = source.baseAddress, let target = target.baseAddress else { return }
            let buffer = RowBuffer(count: classes)
            let row = LaneRow(count: classes)
            for index in rows {
              copy(base + index * classes, buffer, to: row.scalars)
              row.store(to: target + index * classes)
            }
          }
        }
        count = logits.samples * classes
      }
      return Logits(values, classes: classes)
    }
  }
}
