public import Foundation

/// A ZIP archive, read from a mapped file; nothing is ever unpacked to the disk.
///
/// Stored and deflated entries are read, ZIP64 too, and checksums are verified; encrypted and
/// multi-part archives are not read. Source: PKWARE's APPNOTE.TXT 6.3.10.
public struct ZIPArchive: Sendable {
  /// One file of the archive, as the central directory has it.
  public struct Entry: Sendable {
    /// The entry's path in the archive.
    public let name: String
    /// Size of the content, in bytes.
    public let byteCount: Int
    /// Size in the archive, in bytes.
    public let compressedByteCount: Int
    /// CRC-32 of the content, as the directory has it.
    public let checksum: UInt32
    let method: UInt16
    let isEncrypted: Bool
    let headerOffset: Int
  }

  /// The archive's path, as given.
  public let path: String
  /// The entries in the order of the central directory. Names are unique.
  public let entries: [Entry]

  private let bytes: Data
  private let positions: [String: Int]

  /// Maps the file and reads its directory.
  public init(path: String) throws(FileProblem) {
    try self.init(try MappedFile(path: path).bytes, path: path)
  }

  /// Reads the directory of the archive in `bytes`; `path` names it in messages.
  public init(_ bytes: Data, path: String) throws(FileProblem) {
    self.bytes = bytes
    self.path = path
    entries = try ZIPDirectory(bytes, path: path).entries
    var positions: [String: Int] = [:]
    for (position, entry) in entries.enumerated() {
      guard positions.updateValue(position, forKey: entry.name) == nil else {
        throw FileProblem(path, "two entries of the archive are named '\(entry.name)'")
      }
    }
    self.positions = positions
  }

  /// The entry of that name.
  public subscript(name: String) -> Entry? {
    positions[name].map { entries[$0] }
  }

  /// The entry's content: a slice of the mapping when it is stored, else decompressed.
  ///
  /// - Parameters:
  ///   - entry: one of this archive's.
  ///   - limit: the most bytes that may be decompressed, against archives that explode.
  ///   - verifyingChecksum: false only for writers that are known to leave checksums out.
  /// - Returns: `entry.byteCount` bytes.
  /// - Throws: `FileProblem` when the entry is damaged, too large, encrypted, or packed by a method
  ///   other than DEFLATE.
  public func contents(
    of entry: Entry, limit: Int = 1 << 32, verifyingChecksum: Bool = true
  ) throws(FileProblem) -> Data {
    let packed = try packedBytes(of: entry)
    let content: Data
    switch entry.method {
    case 0:
      guard entry.byteCount == entry.compressedByteCount else {
        throw problem(entry, "it is stored, but its two sizes differ")
      }
      content = packed
    case 8: content = try inflated(packed, entry, limit: limit)
    default:
      throw problem(
        entry, "it is packed by method \(entry.method), stored and deflated entries are read")
    }
    if verifyingChecksum {
      let found = Inflation.checksum([content])
      guard found == entry.checksum else {
        throw problem(
          entry,
          "its checksum is \(hexadecimal(found)), the directory says \(hexadecimal(entry.checksum))"
            + ": the file is damaged")
      }
    }
    return content
  }

  /// How the entry's content begins; its checksum is not verified.
  /// - Parameters:
  ///   - entry: one of this archive's.
  ///   - byteCount: the most bytes that are wanted.
  /// - Returns: that many bytes, or all of them.
  /// - Throws: `FileProblem` when the beginning is damaged, encrypted, or packed by a method other than DEFLATE.
  func head(of entry: Entry, byteCount: Int) throws(FileProblem) -> Data {
    guard entry.method == 8, entry.byteCount > byteCount else {
      return entry.method == 0
        ? try packedBytes(of: entry).prefix(byteCount)
        : try contents(of: entry, verifyingChecksum: false)
    }
    let packed = try packedBytes(of: entry)
    do { return try Inflation.head(packed, byteCount: byteCount) } catch {
      throw problem(entry, "its compressed data are damaged")
    }
  }

  /// Where the entry's packed bytes begin in the file; its local header is checked on the way.
  private func packedBytes(of entry: Entry) throws(FileProblem) -> Data {
    guard !entry.isEncrypted else { throw problem(entry, "it is encrypted") }
    guard entry.headerOffset <= bytes.count else {
      throw problem(entry, "its header lies at \(entry.headerOffset), beyond the end of the file")
    }
    var reader = ByteReader(bytes, path: path, offset: entry.headerOffset)
    guard (try reader.littleEndian("a local header") as UInt32) == 0x0403_4b50 else {
      throw problem(entry, "there is no local header where the directory says")
    }
    _ = try reader.bytes(22, "a local header")
    let nameLength: UInt16 = try reader.littleEndian("a local header")
    let extraLength: UInt16 = try reader.littleEndian("a local header")
    let name = try reader.bytes(Int(nameLength), "an entry's name")
    guard String(decoding: name, as: UTF8.self) == entry.name else {
      throw problem(entry, "its local header has another name than the directory")
    }
    _ = try reader.bytes(Int(extraLength), "an entry's extra field")
    return try reader.bytes(entry.compressedByteCount, "the entry '\(entry.name)'")
  }

  private func inflated(
    _ packed: Data, _ entry: Entry, limit: Int
  ) throws(FileProblem) -> Data {
    guard entry.byteCount <= limit else {
      throw problem(entry, "it unpacks to \(entry.byteCount) bytes, at most \(limit) are read")
    }
    guard entry.byteCount / Inflation.maximumRatio <= packed.count else {
      throw problem(
        entry, "it claims \(entry.byteCount) bytes from \(packed.count), more than is possible")
    }
    do {
      return try Inflation.raw(packed, byteCount: entry.byteCount)
    } catch {
      switch error {
      case .damaged(let reason): throw problem(entry, "its compressed data are damaged: \(reason)")
      case .truncated:
        throw problem(entry, "it has fewer than the \(entry.byteCount) bytes it claims")
      case .tooLarge:
        throw problem(entry, "it has more than the \(entry.byteCount) bytes it claims")
      }
    }
  }

  private func problem(_ entry: Entry, _ problem: String) -> FileProblem {
    FileProblem(path, at: "entry '\(entry.name)'", problem)
  }

  private func hexadecimal(_ checksum: UInt32) -> String {
    String(checksum, radix: 16)
  }
}
