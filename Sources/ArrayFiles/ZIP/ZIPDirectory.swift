import Foundation

/// The central directory at the end of a ZIP archive.
struct ZIPDirectory {
  private(set) var entries: [ZIPArchive.Entry] = []

  private let bytes: Data
  private let path: String

  /// Where the directory lies and how much it holds, from the record that ends the archive.
  private struct Extent {
    var entryCount: Int
    var byteCount: Int
    var offset: Int
    /// Where the ending records begin, which the directory may not reach.
    var end: Int
  }

  init(_ bytes: Data, path: String) throws(FileProblem) {
    self.bytes = bytes
    self.path = path
    let extent = try findExtent()
    guard extent.offset <= extent.end, extent.byteCount <= extent.end - extent.offset else {
      throw FileProblem(path, "the archive's directory lies outside the file")
    }
    // 46 bytes at least for each entry: a false count cannot reserve memory.
    guard extent.entryCount <= extent.byteCount / 46 else {
      throw FileProblem(
        path, "the archive claims \(extent.entryCount) entries in \(extent.byteCount) bytes")
    }
    var reader = ByteReader(
      bytes.dropFirst(extent.offset).prefix(extent.byteCount), path: path,
      part: "archive directory")
    entries.reserveCapacity(extent.entryCount)
    for _ in 0..<extent.entryCount { entries.append(try readEntry(&reader)) }
    guard reader.remaining == 0 else {
      throw reader.problem("\(reader.remaining) bytes follow the last entry")
    }
  }

  private func findExtent() throws(FileProblem) -> Extent {
    for start in endRecords() {
      var reader = ByteReader(bytes, path: path, offset: start + 4)
      let disks: UInt32 = try reader.littleEndian("the end record")
      _ = try reader.littleEndian("the end record") as UInt16
      let entryCount: UInt16 = try reader.littleEndian("the end record")
      let byteCount: UInt32 = try reader.littleEndian("the end record")
      let offset: UInt32 = try reader.littleEndian("the end record")
      let commentLength: UInt16 = try reader.littleEndian("the end record")
      // The signature may also occur inside a comment; the true record's comment ends the file.
      guard reader.remaining == Int(commentLength) else { continue }
      if start >= 20, signature(at: start - 20) == 0x0706_4b50 {
        return try findLargeExtent(locator: start - 20)
      }
      guard disks == 0 else { throw FileProblem(path, "it is one part of a divided archive") }
      return Extent(
        entryCount: Int(entryCount), byteCount: Int(byteCount), offset: Int(offset), end: start)
    }
    throw FileProblem(
      path, "it is not a complete ZIP archive: the record that ends an archive is missing")
  }

  /// Where the record that ends the archive may begin: at its signature, the last first.
  private func endRecords() -> [Int] {
    let recordSize = 22
    let longestComment = Int(UInt16.max)
    let last = bytes.count - recordSize
    guard last >= 0 else { return [] }
    return bytes.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
      stride(from: last, through: max(0, last - longestComment), by: -1).filter { start in
        bytes[start] == 0x50 && bytes[start + 1] == 0x4b && bytes[start + 2] == 5
          && bytes[start + 3] == 6
      }
    }
  }

  /// ZIP64: the locator just before the end record points to a record with 64-bit numbers.
  private func findLargeExtent(locator: Int) throws(FileProblem) -> Extent {
    var reader = ByteReader(bytes, path: path, offset: locator + 8)
    let position = try size(reader.littleEndian("the ZIP64 locator"), "the ZIP64 record's offset")
    guard position <= locator - 56, signature(at: position) == 0x0606_4b50 else {
      throw FileProblem(path, "the ZIP64 record that the archive points to is missing")
    }
    reader = ByteReader(bytes, path: path, offset: position + 16)
    let disks: UInt64 = try reader.littleEndian("the ZIP64 record")
    guard disks == 0 else { throw FileProblem(path, "it is one part of a divided archive") }
    _ = try reader.littleEndian("the ZIP64 record") as UInt64
    return Extent(
      entryCount: try size(reader.littleEndian("the ZIP64 record"), "the number of entries"),
      byteCount: try size(reader.littleEndian("the ZIP64 record"), "the directory's size"),
      offset: try size(reader.littleEndian("the ZIP64 record"), "the directory's offset"),
      end: position)
  }

  private func readEntry(_ reader: inout ByteReader) throws(FileProblem) -> ZIPArchive.Entry {
    guard (try reader.littleEndian("an entry") as UInt32) == 0x0201_4b50 else {
      throw reader.problem("an entry of the directory was expected")
    }
    _ = try reader.bytes(4, "an entry")
    let flags: UInt16 = try reader.littleEndian("an entry")
    let method: UInt16 = try reader.littleEndian("an entry")
    _ = try reader.bytes(4, "an entry")
    let checksum: UInt32 = try reader.littleEndian("an entry")
    let compressed: UInt32 = try reader.littleEndian("an entry")
    let uncompressed: UInt32 = try reader.littleEndian("an entry")
    let nameLength: UInt16 = try reader.littleEndian("an entry")
    let extraLength: UInt16 = try reader.littleEndian("an entry")
    let commentLength: UInt16 = try reader.littleEndian("an entry")
    _ = try reader.bytes(8, "an entry")
    let offset: UInt32 = try reader.littleEndian("an entry")
    let name = String(
      decoding: try reader.bytes(Int(nameLength), "an entry's name"), as: UTF8.self)
    let extra = try reader.bytes(Int(extraLength), "an entry's extra field")
    _ = try reader.bytes(Int(commentLength), "an entry's comment")
    var large = try LargeSizes(extra, path: path, name: name)
    return ZIPArchive.Entry(
      name: name,
      // In this order: the ZIP64 field has only the numbers that do not fit, one after the other.
      byteCount: try size(large.value(uncompressed), "the size of '\(name)'"),
      compressedByteCount: try size(large.value(compressed), "the packed size of '\(name)'"),
      checksum: checksum, method: method, isEncrypted: flags & 1 != 0,
      headerOffset: try size(large.value(offset), "the offset of '\(name)'"))
  }

  private func signature(at offset: Int) -> UInt32? {
    guard offset >= 0, offset <= bytes.count - 4 else { return nil }
    return bytes.withUnsafeBytes {
      UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
  }

  private func size(_ value: UInt64, _ what: String) throws(FileProblem) -> Int {
    guard let size = Int(exactly: value) else {
      throw FileProblem(path, "\(what) is \(value), which no file reaches")
    }
    return size
  }

  /// The ZIP64 extra field of an entry: 64-bit numbers for those whose 32 bits are all set.
  private struct LargeSizes {
    private var reader: ByteReader

    init(_ extra: Data, path: String, name: String) throws(FileProblem) {
      var fields = ByteReader(extra, path: path, part: "extra field of '\(name)'")
      reader = ByteReader(Data(), path: path, part: "ZIP64 field of '\(name)'")
      // Some writers pad with up to three bytes that are no field.
      while fields.remaining >= 4 {
        let kind: UInt16 = try fields.littleEndian("a field's kind")
        let length: UInt16 = try fields.littleEndian("a field's length")
        let content = try fields.bytes(Int(length), "a field")
        if kind == 1 {
          reader = ByteReader(content, path: path, part: "ZIP64 field of '\(name)'")
        }
      }
    }

    mutating func value(_ short: UInt32) throws(FileProblem) -> UInt64 {
      short == .max ? try reader.littleEndian("a 64-bit number") : UInt64(short)
    }
  }
}
