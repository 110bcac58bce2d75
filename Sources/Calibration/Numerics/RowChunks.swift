import Dispatch
import Foundation

/// Rows cut into ranges that depend on nothing but their number and width.
///
/// Parts are always combined in order of the rows, so that a result is the same on one core and on
/// sixty-four.
enum RowChunks {
  /// Runs `body` for each range, on all cores, and returns its results in the order of the rows.
  static func map<Part>(rows: Int, columns: Int, _ body: (Range<Int>) -> Part) -> [Part] {
    map(ranges(rows: rows, columns: columns), body)
  }

  /// As `map`, but hands each result over, in the order of the rows, while no more than some are in memory.
  static func forEach<Part>(
    rows: Int, columns: Int, atOnce: Int, _ body: (Range<Int>) -> Part, take: (Part) -> Void
  ) {
    let ranges = ranges(rows: rows, columns: columns)
    let size = max(atOnce, ProcessInfo.processInfo.activeProcessorCount)
    for start in stride(from: 0, to: ranges.count, by: size) {
      for part in map(Array(ranges[start..<min(start + size, ranges.count)]), body) { take(part) }
    }
  }

  private static func map<Part>(_ ranges: [Range<Int>], _ body: (Range<Int>) -> Part) -> [Part] {
    guard ranges.count > 1 else { return ranges.map(body) }
    // Safe without a lock: each index is visited once, and only its own slot is written.
    nonisolated(unsafe) let slots = UnsafeMutableBufferPointer<Part?>.allocate(
      capacity: ranges.count)
    slots.initialize(repeating: nil)
    defer {
      slots.deinitialize()
      slots.deallocate()
    }
    withoutActuallyEscaping(body) { body in
      // Bodies read shared memory and write only to the rows of their range.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: ranges.count) { index in
        slots[index] = body(ranges[index])
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
