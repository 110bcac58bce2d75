import ArrayFiles
import Foundation

/// What is taken off logits of double precision before they are rounded to single precision.
///
/// Scores such as log-likelihoods may lie so far from zero that rounding would change their differences.
/// Softmax does not see what is taken off all logits of a row. Calibrators that multiply logits do: so
/// samples with a common distance from zero all lose the same number, and a calibrator remembers it.
public enum LogitShift: Sendable, Equatable {
  /// The same number for every row.
  case common(Double)
  /// The largest logit of each row.
  case rowMaximum

  /// Up to here single precision tells logits apart to 0.0001, and nothing is taken off.
  static let reach = 2048.0

  /// What logits of double precision need beside others, of which the same must be taken off where that is
  /// possible.
  static func needed(by array: NumericArray, asFor other: LogitShift?) -> LogitShift? {
    guard other != .rowMaximum else { return other }
    let own = needed(by: array)
    if case .common(let first) = own, case .common(let second) = other,
      abs(first - second) < reach
    {
      return other
    }
    return own
  }

  /// What logits of double precision need.
  /// - Parameter array: float64, whose last axis is classes.
  /// - Returns: `nil` when none of them lies far from zero.
  static func needed(by array: NumericArray) -> LogitShift? {
    guard array.elementType == .float64, let classes = array.shape.last, classes > 0 else {
      return nil
    }
    let parts = array.bytes.withUnsafeBytes { bytes in
      // Read-only, from several threads.
      nonisolated(unsafe) let bytes = bytes
      return RowChunks.map(rows: array.count / classes, columns: classes) { rows in
        rows.reduce(into: Extent()) { $0.add(bytes, row: $1, classes: classes) }
      }
    }
    let lowest = parts.reduce(.infinity) { min($0, $1.lowest) }
    let highest = parts.reduce(-.infinity) { max($0, $1.highest) }
    guard lowest <= highest, max(abs(lowest), abs(highest)) >= reach else { return nil }
    guard highest - lowest < reach else { return .rowMaximum }
    let rows = parts.reduce(0) { $0 + $1.rows }
    let mean = parts.map { $0.means / Double(rows) }.compensatedSum()
    return mean.isFinite ? .common(mean.rounded()) : .rowMaximum
  }

  /// Where the rows of a part lie.
  private struct Extent {
    /// Of the rows' largest logits.
    var lowest = Double.infinity
    var highest = -Double.infinity
    /// Sum of the rows' means, without logits that are out of reach of the largest: networks' logits have a
    /// mean near zero, so that the distance is the mean, rounded.
    var means = 0.0
    var rows = 0

    mutating func add(_ bytes: UnsafeRawBufferPointer, row: Int, classes: Int) {
      let largest = LogitShift.largest(bytes, row: row, classes: classes)
      guard largest.isFinite else { return }
      lowest = min(lowest, largest)
      highest = max(highest, largest)
      rows += 1
      var sum = 0.0
      var count = 0.0
      for index in row * classes..<(row + 1) * classes {
        let value = bytes.loadUnaligned(fromByteOffset: index * 8, as: Double.self)
        guard value > largest - LogitShift.reach else { continue }
        sum += value - largest
        count += 1
      }
      means += largest + (count > 0 ? sum / count : 0)
    }
  }

  /// The logits in single precision, less what is taken off.
  /// - Parameter array: float64, whose last axis is classes.
  /// - Returns: row-major.
  func floats(_ array: NumericArray) -> [Float] {
    let classes = array.shape.last ?? 1
    return [Float](unsafeUninitializedCapacity: array.count) { target, count in
      array.bytes.withUnsafeBytes { bytes in
        for row in 0..<array.count / max(classes, 1) {
          let offset =
            switch self {
            case .common(let offset): offset
            case .rowMaximum: Self.largest(bytes, row: row, classes: classes)
            }
          for index in row * classes..<(row + 1) * classes {
            let value = bytes.loadUnaligned(fromByteOffset: index * 8, as: Double.self)
            // What is no logit stays what it is, for the message.
            target.initializeElement(
              at: index, to: Float(value.isFinite && offset.isFinite ? value - offset : value))
          }
        }
      }
      count = array.count
    }
  }

  private static func largest(
    _ bytes: UnsafeRawBufferPointer, row: Int, classes: Int
  ) -> Double {
    var largest = -Double.infinity
    for index in row * classes..<(row + 1) * classes {
      largest = max(largest, bytes.loadUnaligned(fromByteOffset: index * 8, as: Double.self))
    }
    return largest
  }
}

extension LogitShift: Codable {
  private enum Word: String, Codable {
    case rowMaximum = "row-maximum"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .common(number)
    } else {
      _ = try container.decode(Word.self)
      self = .rowMaximum
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .common(let number): try container.encode(number)
    case .rowMaximum: try container.encode(Word.rowMaximum)
    }
  }
}
