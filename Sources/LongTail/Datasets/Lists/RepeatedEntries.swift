internal import ArrayFiles

/// Lines of a list that name a picture which another line has named.
struct RepeatedEntries {
  /// Pairs of an earlier line and a later one.
  private var lines: [(first: Int, later: Int)] = []
  private let list: LabelledList

  private static let shown = 3

  /// - Parameters:
  ///   - list: the list.
  ///   - paths: where each entry's picture lies.
  ///   - labels: of the entries.
  /// - Throws: `FileProblem` that names the line which gives a picture another label.
  init(_ list: LabelledList, paths: [String], labels: [Int]) throws(FileProblem) {
    self.list = list
    let paths = paths.map(Self.plain)
    // A list that names each picture once is told by hashes, in a third of the time of a dictionary.
    guard paths.map(\.hashValue).hasRepeats else { return }
    var places: [String: Int] = [:]
    places.reserveCapacity(paths.count)
    for (place, path) in paths.enumerated() {
      guard let first = places[path] else {
        places[path] = place
        continue
      }
      let (one, other) = (list.entries[first], list.entries[place])
      guard labels[first] == labels[place] else {
        throw FileProblem(
          list.path, at: "line \(other.line)",
          "“\(other.path)” has the label “\(other.label)” here and “\(one.label)” in line \(one.line); expected "
            + "one label a picture")
      }
      lines.append((one.line, other.line))
    }
  }

  /// Without the parts of a path that lead nowhere.
  private static func plain(_ path: String) -> String {
    // Of a million paths hardly one has such parts: its bytes tell.
    let (slash, dot) = (UInt8(ascii: "/"), UInt8(ascii: "."))
    let mayLeadNowhere = path.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.indices.dropFirst().contains {
        bytes[$0] == slash && (bytes[$0 - 1] == slash || bytes[$0 - 1] == dot)
      }
    }
    guard mayLeadNowhere ?? true else { return path }
    let start = path.hasPrefix("/") ? "/" : ""
    return start + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  /// Says how many such lines there are; empty without any.
  var remarks: [String] {
    guard !lines.isEmpty else { return [] }
    let examples = lines.prefix(Self.shown).map { "line \($0.later) is line \($0.first)" }
    return [
      "\(list.path): \(lines.count) line\(lines.count == 1 ? "" : "s") with a picture of an earlier line and its "
        + "label; each counts as a sample: \(examples.joined(separator: ", "))"
        + (lines.count > Self.shown ? ", …" : "")
    ]
  }
}
