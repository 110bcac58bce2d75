import Foundation

/// Class probabilities, `[samples, classes]`, row-major; each row sums to one.
public struct Probabilities: Sendable, Equatable {
  /// `samples × classes` values in [0, 1], row-major.
  public let values: [Double]
  public let classes: Int
  public var samples: Int { classes == 0 ? 0 : values.count / classes }

  /// - Precondition: `values.count` is a multiple of `classes`, and `classes ≥ 2`.
  public init(_ values: [Double], classes: Int) {
    precondition(classes >= 2, "\(classes) classes; at least 2 are needed")
    precondition(
      values.count % classes == 0, "\(values.count) values do not fill rows of \(classes) classes")
    self.values = values
    self.classes = classes
  }

  /// log(max(p, 10⁻²⁰)): logits whose softmax is these probabilities.
  public var logarithms: Logits {
    Logits(values.map { Float(log(max($0, 1e-20))) }, classes: classes)
  }

  /// Probabilities written row range by row range, on all cores. `body` fills the rows of a range; its
  /// target begins at the first of them.
  static func filled(
    samples: Int, classes: Int, _ body: (Range<Int>, UnsafeMutablePointer<Double>) -> Void
  ) -> Probabilities {
    let values = [Double](unsafeUninitializedCapacity: samples * classes) { target, count in
      if let base = target.baseAddress {
        _ = RowChunks.map(rows: samples, columns: classes) { rows in
          body(rows, base + rows.lowerBound * classes)
        }
      }
      count = samples * classes
    }
    return Probabilities(values, classes: classes)
  }
}
