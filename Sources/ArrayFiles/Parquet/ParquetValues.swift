import Foundation

/// The values of a page, by row.
struct ParquetValues: Sendable {
  /// `nil` where a row has no value; empty for a column of bytes.
  private(set) var integers: [Int64?] = []
  private var content = Data()
  /// Of each row in `content`; `nil` where it has no value.
  private var ranges: [Range<Int>?] = []

  /// Values one after the other; before each one of bytes stands its length.
  init(
    plain data: Data, count: Int, type: Int, _ problem: (String) -> FileProblem
  ) throws(FileProblem) {
    let width = type == 1 ? 4 : type == 2 ? 8 : 4
    guard count >= 0, count <= data.count / width || count == 0 else {
      throw problem("\(count) values in \(data.count) bytes")
    }
    guard type == 6 else {
      integers = data.withUnsafeBytes { bytes in
        (0..<count).map {
          type == 1
            ? Int64(
              Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Int32.self)))
            : Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self))
        }
      }
      return
    }
    content = data
    ranges.reserveCapacity(count)
    var place = 0
    for _ in 0..<count {
      guard place + 4 <= data.count else { throw problem("its values end early") }
      let length = data.withUnsafeBytes {
        UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: UInt32.self))
      }
      place += 4
      guard Int(length) <= data.count - place else { throw problem("its values end early") }
      ranges.append(place..<place + Int(length))
      place += Int(length)
    }
  }

  private init(integers: [Int64?], content: Data, ranges: [Range<Int>?]) {
    self.integers = integers
    self.content = content
    self.ranges = ranges
  }

  private var isBytes: Bool { integers.isEmpty }

  /// As many rows without a value.
  func none(_ rows: Int) -> ParquetValues {
    ParquetValues(
      integers: [Int64?](repeating: nil, count: rows), content: Data(),
      ranges: [Range<Int>?](repeating: nil, count: rows))
  }

  /// The values of some numbers; `nil` for a number that there is not.
  func choosing(_ numbers: [Int]) -> ParquetValues? {
    let count = max(integers.count, ranges.count)
    guard numbers.allSatisfy({ $0 < count }) else { return nil }
    return ParquetValues(
      integers: isBytes ? [] : numbers.map { integers[$0] }, content: content,
      ranges: isBytes ? numbers.map { ranges[$0] } : [])
  }

  /// The values in the rows that have one.
  func placed(_ isPresent: [Bool]) -> ParquetValues {
    guard isPresent.contains(false) else { return self }
    func spread<Value>(_ values: [Value?]) -> [Value?] {
      var next = 0
      return isPresent.map { present in
        guard present, next < values.count else { return nil }
        defer { next += 1 }
        return values[next]
      }
    }
    guard isPresent.contains(true) else { return none(isPresent.count) }
    return ParquetValues(
      integers: isBytes ? [] : spread(integers), content: content,
      ranges: isBytes ? spread(ranges) : [])
  }

  /// The bytes of a row; `nil` where it has none.
  func bytes(_ row: Int) -> Data? {
    ranges[row].map { range in
      Data(content[content.startIndex + range.lowerBound..<content.startIndex + range.upperBound])
    }
  }
}
