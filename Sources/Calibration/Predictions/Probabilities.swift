import Foundation

/// Class probabilities, `[samples, classes]`, row-major; each row sums to one.
///
/// They lie in an array, or as float32 in a mapped file.
public struct Probabilities: Sendable {
  private enum Storage: Sendable {
    case doubles([Double])
    case floats(Logits)
  }

  private let storage: Storage
  /// Columns, at least 2.
  public let classes: Int
  /// Rows, one a sample.
  public let samples: Int

  /// - Precondition: `values.count` is a multiple of `classes`, and `classes ≥ 2`.
  public init(_ values: [Double], classes: Int) {
    storage = .doubles(values)
    self.classes = classes
    samples = Logits.rows(of: values.count, classes: classes)
  }

  /// Probabilities that are not copied: the matrix holds them as float32.
  init(unscaled matrix: Logits) {
    storage = .floats(matrix)
    classes = matrix.classes
    samples = matrix.samples
  }

  /// `samples × classes` values in [0, 1], row-major.
  public var values: [Double] {
    switch storage {
    case .doubles(let values): values
    case .floats(let matrix): matrix.withUnsafeValues { $0.map(Double.init) }
    }
  }

  /// Where the rows are, without a copy.
  enum Rows {
    case doubles(UnsafePointer<Double>)
    case floats(UnsafePointer<Float>)
  }

  /// Lends all rows without a copy; `nil` for none.
  func withUnsafeRows<Result>(_ body: (Rows?) throws -> Result) rethrows -> Result {
    switch storage {
    case .doubles(let values):
      try values.withUnsafeBufferPointer { try body($0.baseAddress.map { .doubles($0) }) }
    case .floats(let matrix):
      try matrix.withUnsafeValues { try body($0.baseAddress.map { .floats($0) }) }
    }
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

extension Probabilities: Equatable {
  /// The same shape and the same numbers, however they are stored.
  public static func == (a: Probabilities, b: Probabilities) -> Bool {
    a.classes == b.classes && a.samples == b.samples && a.values == b.values
  }
}
