public import Foundation

/// Files compressed by bzip2 (Seward, 1996): of one stream or several.
public enum BZIP2File {
  /// The whole content, decompressed; its checksums are verified.
  ///
  /// - Parameters:
  ///   - path: the compressed file.
  ///   - limit: the most bytes that the content may have.
  /// - Returns: the content.
  /// - Throws: when the file is not bzip2, damaged, truncated, or larger than `limit` unpacked.
  public static func read(_ path: String, limit: Int = 1 << 30) throws(FileProblem) -> Data {
    try parse(try MappedFile(path: path).bytes, path: path, limit: limit)
  }

  /// As `read`, from the bytes of a whole file; `path` names it in messages.
  public static func parse(
    _ bytes: Data, path: String, limit: Int = 1 << 30
  ) throws(FileProblem) -> Data {
    var reader = BitReader(bytes, path: path)
    var content: [UInt8] = []
    repeat {
      guard try reader.bits(24) == 0x42_5A68, case let level = try reader.bits(8) - 0x30,
        1...9 ~= level
      else { throw FileProblem(path, "it is not a bzip2 file: it does not begin with BZh1 … BZh9") }
      var combined: UInt32 = 0
      while true {
        let magic = try reader.bits(24) << 24 | reader.bits(24)
        let sum = UInt32(try reader.bits(32))
        if magic == 0x1772_4538_5090 {
          guard sum == combined else { throw reader.damaged("the checksum of all blocks differs") }
          break
        }
        guard magic == 0x3141_5926_5359 else { throw reader.damaged("no block begins there") }
        let start = content.count
        try BZIP2Block.read(&reader, most: level * 100_000, into: &content, limit: limit)
        guard BZIP2Block.checksum(content[start...]) == sum else {
          throw reader.damaged("the checksum of a block differs")
        }
        combined = (combined << 1 | combined >> 31) ^ sum
      }
      reader.skipToByte()
    } while !reader.isAtEnd
    return Data(content)
  }
}

/// Bits from front to back, the highest of a byte first.
struct BitReader {
  private let bytes: [UInt8]
  private let path: String
  private var next = 0
  private var held: UInt64 = 0
  private var count = 0

  init(_ bytes: Data, path: String) {
    self.bytes = [UInt8](bytes)
    self.path = path
  }

  var isAtEnd: Bool { count == 0 && next == bytes.count }

  /// - Parameter wanted: 0 … 32.
  /// - Returns: the next bits as a number.
  /// - Throws: when there are fewer.
  mutating func bits(_ wanted: Int) throws(FileProblem) -> Int {
    while count < wanted {
      guard next < bytes.count else {
        throw FileProblem(path, "the file is truncated: its compressed data do not end")
      }
      held = held << 8 | UInt64(bytes[next])
      next += 1
      count += 8
    }
    count -= wanted
    let value = held >> UInt64(count)
    held &= (1 << UInt64(count)) - 1
    return Int(value)
  }

  mutating func skipToByte() {
    count -= count % 8
    held &= (1 << UInt64(count)) - 1
  }

  func damaged(_ reason: String) -> FileProblem {
    FileProblem(path, at: "byte \(next)", "the compressed data are damaged: \(reason)")
  }

  func tooLarge(_ limit: Int) -> FileProblem {
    FileProblem(path, "it unpacks to more than \(limit) bytes")
  }
}
