internal import ArrayFiles
internal import Foundation

/// Lines whose beginning is no part of a picture's path: comments, and numbers of the lines.
struct MistakenLines {
  private let list: LabelledList
  /// Where an entry's picture lies.
  private let place: (String) -> String

  /// - Parameters:
  ///   - list: the list.
  ///   - place: where the picture of an entry's path lies.
  init(_ list: LabelledList, place: @escaping (String) -> String) {
    self.list = list
    self.place = place
  }

  /// - Throws: `FileProblem` for a line that begins with `#` and is no picture's, and once for lines that are all numbered.
  func refuse() throws(FileProblem) {
    let hash = UInt8(ascii: "#")
    if let entry = list.entries.first(where: { $0.path.utf8.first == hash && !isFile($0.path) }) {
      throw FileProblem(
        list.path, at: "line \(entry.line)",
        "there is no picture “\(entry.path)”; a line with # before it is read as any other, so take comments out"
      )
    }
    guard let first = list.entries.first, let path = Self.behindNumber(first.path),
      list.entries.allSatisfy({ entry in
        Self.behindNumber(entry.path).map(isFile) ?? false && !isFile(entry.path)
      })
    else { return }
    throw FileProblem(
      list.path, at: "line \(first.line)",
      "there is no picture “\(first.path)”, but “\(path)”: every line begins with a number; say path=2,label=3 where lines "
        + "are “number path label”")
  }

  private func isFile(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: place(path))
  }

  /// What follows a whole number and spaces; `nil` for another path.
  private static func behindNumber(_ path: String) -> String? {
    let words = path.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    guard words.count == 2, Int(words[0]) != nil else { return nil }
    return words[1].trimmingCharacters(in: .whitespaces)
  }
}
