package import Foundation

/// Reads numbers and runs of bytes from front to back, and never beyond the end.
package struct ByteReader {
  /// Offset of the next byte, from the start of the file or part that is read.
  package private(set) var offset: Int

  /// Bytes that are left.
  package var remaining: Int { end - offset }

  private let bytes: Data
  private let end: Int
  private let path: String
  private let part: String

  /// - Parameters:
  ///   - bytes: what to read.
  ///   - path: the file, for messages.
  ///   - part: which part of the file `bytes` is, for messages; empty for the whole.
  ///   - offset: where to begin.
  package init(_ bytes: Data, path: String, part: String = "", offset: Int = 0) {
    self.bytes = bytes
    self.path = path
    self.part = part
    self.offset = offset
    end = bytes.count
  }

  /// The next `count` bytes, without a copy.
  ///
  /// - Throws: when there are fewer, or `count` is negative; `content` says what they were to be.
  package mutating func bytes(
    _ count: Int, _ content: @autoclosure () -> String
  ) throws(FileProblem) -> Data {
    guard count >= 0 else {
      throw problem("the length of \(content()) is negative: \(count)")
    }
    guard count <= remaining else {
      throw problem("\(content()) needs \(count) bytes, only \(remaining) are left")
    }
    defer { offset += count }
    let start = bytes.startIndex + offset
    return bytes[start..<(start + count)]
  }

  /// The next number, its bytes in little-endian order.
  package mutating func littleEndian<Value: FixedWidthInteger>(
    _ content: @autoclosure () -> String
  ) throws(FileProblem) -> Value {
    let width = MemoryLayout<Value>.size
    guard width <= remaining else {
      throw problem("\(content()) needs \(width) bytes, only \(remaining) are left")
    }
    defer { offset += width }
    return bytes.withUnsafeBytes {
      Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Value.self))
    }
  }

  /// The next number, its bytes in big-endian order.
  package mutating func bigEndian<Value: FixedWidthInteger>(
    _ content: @autoclosure () -> String
  ) throws(FileProblem) -> Value {
    (try littleEndian(content()) as Value).byteSwapped
  }

  /// The bytes before the next line feed, and steps over it.
  package mutating func line(_ content: @autoclosure () -> String) throws(FileProblem) -> Data {
    let start = bytes.startIndex + offset
    guard let feed = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else {
      throw problem("\(content()) does not end")
    }
    offset += feed + 1 - start
    return bytes[start..<feed]
  }

  /// A problem at the current place.
  package func problem(_ problem: String) -> FileProblem {
    FileProblem(path, at: part.isEmpty ? "byte \(offset)" : "\(part), byte \(offset)", problem)
  }
}
