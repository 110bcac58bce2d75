internal import ArrayFiles
internal import Foundation

/// The content of a list file, unpacked where gzip has packed it, and what it is where it is no text.
enum ListBytes {
  /// - Throws: `FileProblem` for a file that cannot be read, and for one that is no UTF-8 text by its first bytes.
  static func read(_ path: String) throws(FileProblem) -> Data {
    let bytes = try MappedFile(path: path).bytes
    let text = bytes.starts(with: gzip) ? try unpacked(bytes, path) : bytes
    try refuseOthers(text, path: path)
    return text
  }

  private static func unpacked(_ bytes: Data, _ path: String) throws(FileProblem) -> Data {
    do { return try GZIPFile.parse(bytes, path: path) } catch {
      throw FileProblem(path, "it is compressed by gzip, and \(error.problem)")
    }
  }

  /// The ending of a list's name, that before `.gz` where it has both; in small letters.
  static func ending(_ path: String) -> String {
    let ending = FolderListing.ending(ofFile: path)
    return ending == "gz" ? FolderListing.ending(ofFile: String(path.dropLast(3))) : ending
  }

  /// - Throws: `FileProblem` that says what the file is instead of text.
  static func refuseOthers(
    _ bytes: some Sequence<UInt8>, path: String
  ) throws(FileProblem) {
    let start = Array(bytes.prefix(64))
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
      throw FileProblem(path, "the text is UTF-16; save the file as UTF-8")
    }
    if let words = ForeignFile.words(Data(start), path: path, for: .lines) {
      throw FileProblem(path, words)
    }
    guard let place = start.firstIndex(of: 0) else { return }
    // Letters of the Latin alphabet have a zero in every second byte of UTF-16.
    let zeros = start.indices.filter { start[$0] == 0 }
    let isWide = zeros.count * 3 >= start.count && Set(zeros.map { $0 % 2 }).count == 1
    throw FileProblem(
      path,
      isWide
        ? "the text is UTF-16; save the file as UTF-8"
        : "it is no text: byte \(place) is zero; expected a text of lines, in UTF-8")
  }

  private static let gzip: [UInt8] = [0x1F, 0x8B]
}
