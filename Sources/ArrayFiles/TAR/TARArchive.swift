package import Foundation

/// What lies where in a tar archive (POSIX ustar and pax, and GNU's long names), found by its headers alone.
package struct TARArchive: Sendable {
  /// A regular file in the archive.
  package struct Entry: Sendable, Equatable {
    package let name: String
    /// Of its first byte in the archive.
    package let offset: Int
    package let length: Int
  }

  /// The archive's path.
  package let path: String
  /// Regular files, in order; the last of those with equal names counts for tar, all are here.
  package let entries: [Entry]
  /// The whole archive.
  private let bytes: Data

  private static let block = 512

  /// Reads the headers of the archive at a path.
  /// - Throws: `FileProblem` for a file that is no tar archive, or ends early.
  package init(path: String) throws(FileProblem) {
    try self.init(MappedFile(path: path).bytes, path: path)
  }

  /// From the bytes of a whole archive; `path` names it in messages.
  package init(_ bytes: Data, path: String) throws(FileProblem) {
    self.path = path
    self.bytes = bytes
    if GZIPFile.isCompressed(bytes) {
      throw FileProblem(
        path,
        "it is compressed, so that nothing in it can be found without all before it; unpack it (gunzip)"
      )
    }
    entries = try Self.entries(bytes, path: path)
  }

  /// The content of a file in it.
  package func content(_ entry: Entry) -> Data {
    let start = bytes.startIndex + entry.offset
    return Data(bytes[start..<start + entry.length])
  }

  private static func entries(_ bytes: Data, path: String) throws(FileProblem) -> [Entry] {
    var entries: [Entry] = []
    var offset = 0
    // What extended headers say of the next entry.
    var longName: String?
    var longSize: Int?
    while offset + block <= bytes.count {
      let header = bytes[bytes.startIndex + offset..<bytes.startIndex + offset + block]
      // Two blocks of zeros end an archive; one is taken for it.
      if header.allSatisfy({ $0 == 0 }) { return entries }
      guard checksumIsRight(header) else {
        throw FileProblem(
          path, at: "byte \(offset)", "here is no header of a tar archive: its checksum is another")
      }
      guard let size = longSize ?? number(header, 124, 12) else {
        throw FileProblem(path, at: "byte \(offset)", "the size of an entry does not read")
      }
      let start = offset + block
      guard size <= bytes.count - start else {
        throw FileProblem(
          path, at: "byte \(offset)",
          "the archive is truncated: \(size) bytes of an entry, only \(bytes.count - start) are left"
        )
      }
      let content = bytes[bytes.startIndex + start..<bytes.startIndex + start + size]
      switch header[header.startIndex + 156] {
      case UInt8(ascii: "0"), 0, UInt8(ascii: "7"):
        entries.append(Entry(name: longName ?? name(header), offset: start, length: size))
        (longName, longSize) = (nil, nil)
      case UInt8(ascii: "L"):
        longName = String(decoding: content.prefix { $0 != 0 }, as: UTF8.self)
      case UInt8(ascii: "x"):
        let fields = extendedFields(content)
        longName = fields["path"] ?? longName
        longSize = fields["size"].flatMap { Int($0) }
        if let longSize, longSize < 0 {
          throw FileProblem(path, at: "byte \(offset)", "an entry of \(longSize) bytes")
        }
      // Names of links, headers for all that follows, folders, links and devices.
      default: (longName, longSize) = (nil, nil)
      }
      offset = start + (size + block - 1) / block * block
    }
    guard !entries.isEmpty, offset >= bytes.count || bytes.count - offset < block else {
      throw FileProblem(path, "it is no tar archive: it has no entry")
    }
    return entries
  }

  /// Octal digits, or where the first bit is set a number in big-endian order.
  private static func number(_ header: Data, _ offset: Int, _ count: Int) -> Int? {
    let field = header[header.startIndex + offset..<header.startIndex + offset + count]
    guard let first = field.first, first & 0x80 != 0 else {
      let digits = field.drop { $0 == 0x20 }.prefix { $0 != 0 && $0 != 0x20 }
      return digits.isEmpty ? 0 : Int(String(decoding: digits, as: UTF8.self), radix: 8)
    }
    var value = Int(first & 0x7F)
    for byte in field.dropFirst() {
      let (shifted, overflow) = value.multipliedReportingOverflow(by: 256)
      guard !overflow, shifted <= Int.max - 255 else { return nil }
      value = shifted + Int(byte)
    }
    return value
  }

  /// The sum of the header's bytes, its own eight taken as spaces.
  private static func checksumIsRight(_ header: Data) -> Bool {
    var sum = 0
    for (place, byte) in header.enumerated() { sum += 148..<156 ~= place ? 0x20 : Int(byte) }
    return number(header, 148, 8) == sum
  }

  private static func name(_ header: Data) -> String {
    func text(_ offset: Int, _ count: Int) -> String {
      let field = header[header.startIndex + offset..<header.startIndex + offset + count]
      return String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    }
    let isPOSIX = text(257, 6) == "ustar"
    let folder = isPOSIX ? text(345, 155) : ""
    return folder.isEmpty ? text(0, 100) : folder + "/" + text(0, 100)
  }

  /// Records “length key=value” with a line end, the length being that of the whole record.
  private static func extendedFields(_ content: Data) -> [String: String] {
    var fields: [String: String] = [:]
    var rest = content
    while let space = rest.firstIndex(of: 0x20),
      let length = Int(String(decoding: rest[..<space], as: UTF8.self)),
      length > space - rest.startIndex + 1, length <= rest.count
    {
      let record = rest[rest.index(after: space)..<rest.startIndex + length - 1]
      if let equals = record.firstIndex(of: UInt8(ascii: "=")) {
        let key = String(decoding: record[..<equals], as: UTF8.self)
        fields[key] = String(decoding: record[record.index(after: equals)...], as: UTF8.self)
      }
      rest = rest[(rest.startIndex + length)...]
    }
    return fields
  }
}
