import Dispatch
import Foundation

/// Rows cut into ranges that depend on nothing but their number and width.
///
/// Parts are always combined in order of the rows, so that a result is the same on one core and on
/// sixty-four.
enum RowChunks {
  /// Runs `body` for each range, on all cores, and returns its results in the order of the rows.
  static func map<Part>(rows: Int, columns: Int, _ body: (Range<Int>) -> Part) -> [Part] {
    let ranges = ranges(rows: rows, columns: columns)
    return map(ranges.count) { body(ranges[$0]) }
  }

  /// As `map`, but hands each result over, in the order of the rows, while no more than some are in memory.
  static func forEach<Part>(
    rows: Int, columns: Int, atOnce: Int, _ body: (Range<Int>) -> Part, take: (Part) -> Void
  ) {
    let ranges = ranges(rows: rows, columns: columns)
    let size = max(atOnce, AvailableProcessors.count)
    for start in stride(from: 0, to: ranges.count, by: size) {
      let some = Array(ranges[start..<min(start + size, ranges.count)])
      for part in map(some.count, { body(some[$0]) }) { take(part) }
    }
  }

  /// Runs `body` for each number below a count, on all cores, and returns its results in that order.
  static func map<Part>(_ count: Int, _ body: (Int) -> Part) -> [Part] {
    guard count > 1 else { return (0..<count).map(body) }
    // Safe without a lock: each index is visited once, and only its own slot is written.
    nonisolated(unsafe) let slots = UnsafeMutableBufferPointer<Part?>.allocate(
      capacity: count)
    slots.initialize(repeating: nil)
    defer {
      slots.deinitialize()
      slots.deallocate()
    }
    withoutActuallyEscaping(body) { body in
      // Bodies read shared memory and write only to what belongs to their number.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: count) { index in
        slots[index] = body(index)
      }
    }
    return slots.compactMap { $0 }
  }

  /// At most 64 ranges, so that the parts of a large state stay small together; at least some ten
  /// thousand values in each, so that starting a thread is worth it.
  static func ranges(rows: Int, columns: Int) -> [Range<Int>] {
    let size = max(1, 16_384 / max(columns, 1), (rows + 63) / 64)
    return stride(from: 0, to: rows, by: size).map { $0..<min($0 + size, rows) }
  }
}
