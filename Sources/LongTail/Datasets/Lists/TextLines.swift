internal import ArrayFiles
internal import Foundation

/// A text file by its lines, whatever system wrote it.
struct TextLines {
  let path: String
  /// Without line ends: `\n`, `\r\n` or `\r`. A last line that is empty is none.
  let lines: [String]

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
    let feed = UInt8(ascii: "\n")
    let carriage = UInt8(ascii: "\r")
    var lines: [String] = []
    var start = 0
    while start < units.count {
      let end = units[start...].firstIndex { $0 == feed || $0 == carriage } ?? units.count
      guard let line = String(validating: units[start..<end], as: UTF8.self) else {
        throw FileProblem(
          path, at: "line \(lines.count + 1)",
          "“\(FolderListing.escaped(units[start..<end].prefix(80)))” is not UTF-8; save the file as UTF-8"
        )
      }
      lines.append(line)
      let isPair = end + 1 < units.count && units[end] == carriage && units[end + 1] == feed
      start = end + (isPair ? 2 : 1)
    }
    self.lines = lines
  }
}
