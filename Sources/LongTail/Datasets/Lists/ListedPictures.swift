internal import ArrayFiles
internal import Foundation

/// The files of a list's pictures, also where its paths leave out the endings that the files have.
struct ListedPictures {
  /// A file for each entry, in the list's order; that of a picture that is not there is as the list has it.
  private(set) var paths: [String]
  /// Says which endings were left out; empty where none was.
  private(set) var remarks: [String] = []

  /// - Parameters:
  ///   - list: the list.
  ///   - places: where its paths lead, in its order.
  /// - Throws: `FileProblem` that names the line of a path with several such files, or with words of a label behind a
  ///   picture's name, and a first line that may be the names of columns.
  init(_ list: LabelledList, places: [String]) throws(FileProblem) {
    paths = places
    var folders: [String: [String: [String]]] = [:]
    var counts: [String: Int] = [:]
    for (index, place) in places.enumerated() where !ListLine.isPicture(place) {
      guard !FileManager.default.fileExists(atPath: place) else { continue }
      let folder = place.parentFolder
      let names = folders[folder] ?? Self.pictures(in: folder)
      folders[folder] = names
      let found = names[(place as NSString).lastPathComponent] ?? []
      guard found.count < 2 else {
        throw FileProblem(
          list.path, at: "line \(list.entries[index].line)",
          "“\(list.entries[index].path)” has no ending, and \(found.listed(most: 4)) are there; expected the whole name"
        )
      }
      guard let name = found.first else {
        try Self.refuseWords(list, list.entries[index], place)
        continue
      }
      paths[index] = FolderListing.path(name, in: folder)
      counts[FolderListing.ending(ofFile: name), default: 0] += 1
    }
    try refuseHeader(list)
    guard !counts.isEmpty else { return }
    let endings = counts.sorted { $0.key < $1.key }.map { "\($0.value) .\($0.key)" }
    remarks = [
      "\(list.path): \(counts.values.reduce(0, +)) paths have no ending; the pictures of these names are taken: "
        + endings.joined(separator: ", ")
    ]
  }

  /// Whether a picture that can be read is there, also where its place leaves out the ending in small or in capital letters.
  static func isPicture(_ place: String) -> Bool {
    if ListLine.isPicture(place) { return FileManager.default.fileExists(atPath: place) }
    return PictureEndings.read.contains { ending in
      [ending, ending.uppercased()].contains {
        FileManager.default.fileExists(atPath: "\(place).\($0)")
      }
    }
  }

  /// Names of the pictures in a folder that can be read, by their names without endings; of a folder that cannot be
  /// read, none.
  private static func pictures(in folder: String) -> [String: [String]] {
    let names = (try? FolderListing.names(in: folder.isEmpty ? "." : folder)) ?? []
    var found: [String: [String]] = [:]
    for name in names {
      let ending = FolderListing.ending(ofFile: name)
      guard PictureEndings.read.contains(ending) else { continue }
      found[String(name.dropLast(ending.count + 1)), default: []].append(name)
    }
    return found
  }

  /// `cat/1.png red fox`: a label of several words without a tab.
  private static func refuseWords(
    _ list: LabelledList, _ entry: LabelledList.Entry, _ place: String
  ) throws(FileProblem) {
    for end in entry.path.indices where entry.path[end].isWhitespace {
      let start = String(entry.path[..<end])
      let file = String(place.dropLast(entry.path.count - start.count))
      guard ListLine.isPicture(start), FileManager.default.fileExists(atPath: file) else {
        continue
      }
      throw FileProblem(
        list.path, at: "line \(entry.line)",
        "there is no picture “\(entry.path)”, but “\(start)”; a label of several words, “\(entry.path.dropFirst(start.count + 1)) "
          + "\(entry.label)”, stands behind a tab")
    }
  }

  /// `file species` before pictures throughout.
  private func refuseHeader(_ list: LabelledList) throws(FileProblem) {
    guard let first = list.entries.first, list.entries.count > 1,
      !ListLine.isPicture(first.path), !FileManager.default.fileExists(atPath: paths[0]),
      list.entries.dropFirst().allSatisfy({ ListLine.isPicture($0.path) })
    else { return }
    throw FileProblem(
      list.path, at: "line \(first.line)",
      "there is no picture “\(first.path)”, and all other lines have the ending of one; if “\(first.path)” and "
        + "“\(first.label)” are names of columns, call them path and label, or take the line out")
  }
}
