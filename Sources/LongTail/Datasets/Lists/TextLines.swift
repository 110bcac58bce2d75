internal import ArrayFiles
internal import Foundation

/// A text file by its lines, whatever system wrote it.
struct TextLines {
  let path: String
  private let units: [UInt8]
  private let ranges: [Range<Int>]

  /// Without line ends: `\n`, `\r\n` or `\r`. A last line that is empty is none. Each is made when it is asked for, so that
  /// millions of them are not there at once.
  var lines: some RandomAccessCollection<String> {
    ranges.lazy.map { String(decoding: units[$0], as: UTF8.self) }
  }

  /// What gzip has packed is unpacked.
  /// - Throws: `FileProblem` for a file that cannot be read or is not UTF-8, with the line.
  init(_ path: String) throws(FileProblem) {
    try self.init(try ListBytes.read(path), path: path)
  }

  /// As ``init(_:)``, from the bytes of a whole file; `path` names it in messages.
  init(_ bytes: Data, path: String) throws(FileProblem) {
    self.path = path
    try ListBytes.refuseOthers(bytes, path: path)
    var units = Array(bytes)
    if units.starts(with: [0xEF, 0xBB, 0xBF]) { units.removeFirst(3) }
    self.units = units
    ranges = Self.ranges(units)
    guard !units.allSatisfy({ $0 < 0x80 }) else { return }
    for (index, range) in ranges.enumerated()
    where String(validating: units[range], as: UTF8.self) == nil {
      throw FileProblem(
        path, at: "line \(index + 1)",
        "“\(FolderListing.escaped(units[range].prefix(80)))” is not UTF-8; save the file as UTF-8")
    }
  }

  private static func ranges(_ units: [UInt8]) -> [Range<Int>] {
    let feed = UInt8(ascii: "\n")
    let carriage = UInt8(ascii: "\r")
    var ranges: [Range<Int>] = []
    var start = 0
    while start < units.count {
      let end = units[start...].firstIndex { $0 == feed || $0 == carriage } ?? units.count
      ranges.append(start..<end)
      let isPair = end + 1 < units.count && units[end] == carriage && units[end + 1] == feed
      start = end + (isPair ? 2 : 1)
    }
    return ranges
  }
}
