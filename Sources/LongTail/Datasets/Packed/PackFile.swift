internal import ArrayFiles
internal import Foundation

/// What lies where in a file of packed pictures, all numbers little-endian:
///
/// - 128 bytes: `LONGTAIL`, `PACKED01`, where the index begins and its length (64 bits each, 0 until the file is finished),
///   SHA-256 of the index, SHA-256 of what the pack is made of.
/// - The pictures, one after the other: length and CRC-32 (32 bits each), then the bytes of a JPEG or PNG file. A length of 0
///   and all bits of the CRC stand for a picture that could not be read.
/// - The index: ``PackIndex``.
enum PackFile {
  static let magic = Array("LONGTAILPACKED01".utf8)
  static let headerBytes = 128
  static let recordBytes = 8

  struct Header: Equatable {
    var indexOffset = 0
    var indexLength = 0
    /// 32 bytes.
    var indexDigest = [UInt8](repeating: 0, count: 32)
    /// 32 bytes.
    let origin: [UInt8]

    init(origin: [UInt8]) {
      self.origin = origin
    }

    /// - Throws: `FileProblem` for another file.
    init(_ bytes: Data, path: String) throws {
      guard bytes.count >= PackFile.headerBytes, bytes.starts(with: PackFile.magic) else {
        throw FileProblem(
          path, "it is no file of packed pictures: it does not begin with LONGTAILPACKED01")
      }
      var reader = ByteReader(bytes, path: path, offset: PackFile.magic.count)
      let place: UInt64 = try reader.littleEndian("the place of the index")
      let length: UInt64 = try reader.littleEndian("the length of the index")
      guard let start = Int(exactly: place), let count = Int(exactly: length) else {
        throw FileProblem(path, "the index cannot lie at byte \(place) with \(length) bytes")
      }
      indexOffset = start
      indexLength = count
      indexDigest = Array(try reader.bytes(32, "the digest of the index"))
      origin = Array(try reader.bytes(32, "the digest of the origin"))
    }

    var encoded: Data {
      var data = Data(PackFile.magic)
      data.append(littleEndian: UInt64(indexOffset))
      data.append(littleEndian: UInt64(indexLength))
      data.append(contentsOf: indexDigest)
      data.append(contentsOf: origin)
      data.append(Data(count: PackFile.headerBytes - data.count))
      return data
    }
  }

  /// How one picture lies in the file.
  struct Record: Equatable {
    /// Of the picture's own bytes.
    let place: Int
    /// 0 where it could not be read.
    let length: Int
    let checksum: UInt32

    static let unreadable = UInt32.max

    var end: Int { place + length }
  }
}

extension Data {
  /// The number's bytes, the lowest first.
  mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }

  /// The number at an offset from the start, its lowest byte first.
  func littleEndian<Number: FixedWidthInteger>(at offset: Int) -> Number {
    withUnsafeBytes {
      Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
  }
}
