public import Foundation

/// Unnormalised class scores, `[samples, classes]`, row-major.
///
/// A type of its own, so that nobody hands scores to something that wants probabilities. The values lie
/// in an array or in a mapped file.
public struct Logits: Sendable {
  private enum Storage: Sendable {
    case array([Float])
    case bytes(Data)
  }

  private let storage: Storage
  /// Columns, at least 2.
  public let classes: Int
  /// Rows, one a sample.
  public let samples: Int

  /// - Precondition: `values.count` is a multiple of `classes`, and `classes ≥ 2`.
  public init(_ values: [Float], classes: Int) {
    storage = .array(values)
    self.classes = classes
    samples = Self.rows(of: values.count, classes: classes)
  }

  /// How many rows so many values fill.
  /// - Precondition: they fill rows of `classes` values, and `classes ≥ 2`.
  static func rows(of count: Int, classes: Int) -> Int {
    precondition(classes >= 2, "\(classes) classes; at least 2 are needed")
    precondition(
      count % classes == 0, "\(count) values do not fill rows of \(classes) classes")
    return count / classes
  }

  /// Float32 values in native byte order, not copied: the bytes of a mapped file stay in the file.
  /// - Precondition: the bytes fill rows of `classes` values, and `classes ≥ 2`.
  public init(bytes: Data, classes: Int) {
    precondition(classes >= 2, "\(classes) classes; at least 2 are needed")
    let rowSize = classes * MemoryLayout<Float>.size
    precondition(
      bytes.count % rowSize == 0, "\(bytes.count) bytes do not fill rows of \(classes) classes")
    let aligned = bytes.withUnsafeBytes {
      Int(bitPattern: $0.baseAddress) % MemoryLayout<Float>.alignment == 0
    }
    storage =
      aligned
      ? .bytes(bytes)
      : .array(
        bytes.withUnsafeBytes { raw in
          (0..<raw.count / 4).map { raw.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
        })
    self.classes = classes
    samples = bytes.count / rowSize
  }

  /// `samples × classes` values, row-major. −∞ is allowed (a class that is excluded); NaN and +∞ are not.
  public var values: [Float] {
    switch storage {
    case .array(let values): values
    case .bytes: withUnsafeValues { [Float]($0) }
    }
  }

  /// Lends all values, row-major, without a copy.
  public func withUnsafeValues<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    switch storage {
    case .array(let values): try values.withUnsafeBufferPointer(body)
    case .bytes(let data):
      try data.withUnsafeBytes { try body($0.assumingMemoryBound(to: Float.self)) }
    }
  }
}

extension Logits: Hashable {
  /// The same shape and the same numbers; NaN, which logits do not have, equals nothing.
  public static func == (a: Logits, b: Logits) -> Bool {
    a.classes == b.classes && a.samples == b.samples
      && a.withUnsafeValues { first in b.withUnsafeValues { first.elementsEqual($0) } }
  }

  /// Of the shape and the first row alone, so that no large table is read through.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(classes)
    hasher.combine(samples)
    withUnsafeValues { values in
      for value in values.prefix(classes) { hasher.combine(value) }
    }
  }
}
