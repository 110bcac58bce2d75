internal import ArrayFiles
internal import Foundation

/// A line of a list that is no table: the path of a picture, and its label behind the tab or, in a line without
/// one, behind the last space.
struct ListLine {
  let picture: String
  let label: String

  /// `nil` for an empty line.
  /// - Parameters:
  ///   - text: the line.
  ///   - path: the list.
  ///   - number: of the line, from 1.
  /// - Throws: `FileProblem` for a line without a label, and for one that can be read in two ways.
  init?(_ text: String, path: String, number: Int) throws(FileProblem) {
    if let plain = Self.plain(text) {
      (picture, label) = plain
      return
    }
    func problem(_ words: String) -> FileProblem {
      FileProblem(path, at: "line \(number)", words)
    }
    let text = Self.trimmed(text[...])
    guard !text.isEmpty else { return nil }
    guard let space = text.lastIndex(where: \.isWhitespace) else {
      throw problem(
        "no label after “\(text)”; expected “path label”"
          + (text.contains(",")
            ? " (a list with commas is called .csv, or read with path=1,label=2)" : ""))
    }
    let behindSpace = (
      picture: Self.trimmed(text[..<space]),
      label: String(text[text.index(after: space)...])
    )
    let quoted = Self.unquoted(behindSpace.picture)
    if quoted == nil, !Self.isPicture(behindSpace.picture),
      let words = Self.wordsBehindPicture(text), let numbers = ManyNumbers.problem(words)
    {
      throw problem(numbers)
    }
    // Several tabs in a row part two fields, as those do that bring labels under each other.
    let fields = text.utf8.split(separator: UInt8(ascii: "\t")).map { Self.trimmed(Substring($0)) }
      .filter { !$0.isEmpty }
    guard fields.count > 1, quoted == nil else {
      picture = quoted ?? behindSpace.picture
      label = behindSpace.label
      return
    }
    let behindTab = (picture: Self.unquoted(fields[0]) ?? fields[0], label: fields[1])
    // The label is no picture where it has one of the usual endings before its last space.
    let isClear = behindTab.label == behindSpace.label || !Self.isPicture(behindSpace.picture)
    guard fields.count == 2, isClear || Self.isPicture(behindTab.picture) else {
      let first = Self.reading(behindTab.picture, fields.dropFirst().joined(separator: " "))
      let second = Self.reading(
        behindSpace.picture.replacing("\t", with: " "), behindSpace.label)
      throw problem(
        "this may be \(first), or \(second); expected “path label” with one tab, or a path with tabs in double "
          + "quotes (a table of several columns is called .tsv)")
    }
    picture = behindTab.picture
    label = behindTab.label
  }

  /// Two words of visible ASCII with one space or tab between them, which can be read in one way only: what lists of millions
  /// of lines are made of. `nil` for other lines, and for a path that begins with a quote.
  private static func plain(_ text: String) -> (picture: String, label: String)? {
    let utf8 = text.utf8
    guard let first = utf8.first, first != UInt8(ascii: "\"") else { return nil }
    let found = utf8.withContiguousStorageIfAvailable { bytes -> Int? in
      var place: Int?
      for index in bytes.indices where !(0x21...0x7E ~= bytes[index]) {
        let isSeparator = bytes[index] == UInt8(ascii: " ") || bytes[index] == UInt8(ascii: "\t")
        guard isSeparator, place == nil else { return nil }
        place = index
      }
      return place.flatMap { $0 > 0 && $0 + 1 < bytes.count ? $0 : nil }
    }
    guard let offset = found ?? nil else { return nil }
    let place = utf8.index(utf8.startIndex, offsetBy: offset)
    return (String(text[..<place]), String(text[utf8.index(after: place)...]))
  }

  /// Without white space around it. Lists have millions of lines, and hardly one with any.
  static func trimmed(_ text: Substring) -> String {
    let visible: ClosedRange<UInt8> = 0x21...0x7E
    guard let first = text.utf8.first, visible ~= first, let last = text.utf8.last, visible ~= last
    else { return text.trimmingCharacters(in: .whitespaces) }
    return String(text)
  }

  /// What follows the first word that is a picture's name; `nil` without such a word.
  private static func wordsBehindPicture(_ text: String) -> [String]? {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let place = words.firstIndex(where: isPicture) else { return nil }
    return Array(words[(place + 1)...])
  }

  private static func reading(_ picture: String, _ label: String) -> String {
    "the path “\(picture)” with the label “\(label)”"
  }

  static func isPicture(_ path: String) -> Bool {
    PictureEndings.all.contains(FolderListing.ending(ofFile: path))
  }

  /// The path in double quotes; `nil` for one without.
  private static func unquoted(_ path: String) -> String? {
    guard path.count >= 2, path.hasPrefix("\""), path.hasSuffix("\"") else { return nil }
    return String(path.dropFirst().dropLast())
  }
}
