internal import ArrayFiles
internal import Foundation

/// The files that a part of a source of several files is made of: one of them, a folder with them, or a name with
/// `{000..012}` in it.
enum ShardNames {
  /// - Parameters:
  ///   - text: as the user gave it.
  ///   - ending: of the files in a folder, such as `tar`.
  /// - Returns: paths in the order of their names.
  /// - Throws: `FileProblem` where no such file is, ``DatasetProblem`` for a range that does not read.
  static func paths(_ text: String, ending: String) throws -> [String] {
    if PartFolders.isFolder(text) {
      let names = try FileManager.default.contentsOfDirectory(atPath: text)
        .filter { $0.hasSuffix("." + ending) && !$0.hasPrefix(".") }.sorted()
      guard !names.isEmpty else {
        throw FileProblem(text, "no file whose name ends in .\(ending) is in this folder")
      }
      return names.map { FolderListing.path($0, in: text) }
    }
    let paths = FileManager.default.fileExists(atPath: text) ? [text] : try expanded(text)
    if let missing = paths.first(where: { !FileManager.default.fileExists(atPath: $0) }) {
      throw FileProblem.system(missing, cannot: "open the file", code: ENOENT)
    }
    return paths
  }

  /// `train-{00..03}.tar` as four names.
  private static func expanded(_ text: String) throws -> [String] {
    guard let match = text.firstMatch(of: /\{(\d+)\.\.(\d+)\}/) else { return [text] }
    guard let first = Int(match.1), let last = Int(match.2), first <= last, last - first < 1_000_000
    else {
      throw DatasetProblem("“\(match.0)” is no range of file numbers; expected such as {000..012}")
    }
    let width = match.1.count
    return (first...last).map { number in
      let digits = String(number)
      let zeros = String(repeating: "0", count: max(0, width - digits.count))
      return text.replacingCharacters(in: match.range, with: zeros + digits)
    }
  }

  /// The files of one folder by the part that their names begin with, such as `train-00000-of-00003.parquet`.
  /// - Returns: all as the training part where no name begins so; without a training part those to measure a model on, as
  ///   the test part.
  /// - Throws: ``DatasetProblem`` where some do, and one file's part is not told.
  static func parts(of paths: [String], source: String) throws -> [DatasetPart: [String]] {
    func word(_ path: String) -> String {
      (path as NSString).lastPathComponent.prefix { $0.isLetter }.lowercased()
    }
    let parts = Dictionary(grouping: paths) { PartName.part(word($0)) }
    guard parts.keys.contains(where: { $0 != nil }) else { return [.training: paths] }
    if let other = parts[nil]?.first {
      throw DatasetProblem(
        "\(source): names of other files begin with a part's name, such as train, but not \(other); say which are which: \(source):train=…,test=…"
      )
    }
    for (part, paths) in parts {
      let words = Set(paths.map(word)).sorted()
      guard let part, words.count > 1 else { continue }
      throw DatasetProblem(
        "\(source): files whose names begin with \(words.listed(most: 4)) could all be the \(part.rawValue) part; say which "
          + "are which: \(source):train=…,test=…")
    }
    if parts[.training] == nil, let measured = parts[.test] ?? parts[.validation] {
      return [.test: measured]
    }
    return Dictionary(
      uniqueKeysWithValues: parts.compactMap { key, value in key.map { ($0, value) } })
  }
}

/// Pictures of some files, and their labels in the same order.
struct ShardContent {
  let pictures: any PictureContainer
  let labels: LabelledList
  /// What the files call their classes, in the order of the numbers that labels are; `nil` where they do not say.
  var classNames: [String]?
}
