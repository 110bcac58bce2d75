internal import ArrayFiles
internal import Foundation

/// One part of a data set that has a folder a class.
struct ClassFolders {
  let folder: String
  private let classes: [FolderListing.Entry]
  private let loose: LoosePictures

  /// The classes' names, in order.
  var names: [String] { classes.map(\.name) }

  /// - Parameters:
  ///   - folder: where the class folders lie.
  ///   - otherReading: how else this could be meant, for messages.
  /// - Throws: `FileProblem` when it cannot be read, has no folder, or two of one name.
  init(_ folder: String, otherReading: String = "") throws {
    self.folder = folder
    let listing = try FolderListing(folder)
    classes = listing.folders
    loose = LoosePictures(listing)
    guard !classes.isEmpty else {
      throw FileProblem(
        folder,
        (loose.count == 0
          ? "no class folder with pictures is in this folder"
          : "\(loose.count) pictures lie in this folder itself; expected a folder a class with its pictures")
          + (otherReading.isEmpty ? "" : ". \(otherReading)"))
    }
    for (first, second) in zip(classes, classes.dropFirst()) where first.name == second.name {
      let bytes = [first, second].map { FolderListing.escaped($0.name.utf8) }
      throw FileProblem(
        folder,
        "two folders have one name in two spellings: “\(bytes[0])” and “\(bytes[1])”; rename one or put "
          + "their pictures together")
    }
  }

  /// What is in the folders.
  struct Content {
    var paths: [String] = []
    /// Positions in the class names, one a path.
    var labels: [Int] = []
    var remarks: [String] = []
  }

  /// - Parameters:
  ///   - classNames: those of the training part.
  ///   - everyClass: whether a class without a picture is an error.
  ///   - definesClasses: whether nothing but these folders tells what the classes are.
  ///   - mayHoldParts: whether all folders in a class, those called train and test too, hold pictures of it.
  /// - Returns: the pictures' files, class after class.
  /// - Throws: `FileProblem` that names a class folder which is empty, or which the training part has not, and for levels
  ///   of folders that may each be the classes.
  func pictures(
    classNames: [String], everyClass: Bool, definesClasses: Bool, mayHoldParts: Bool = false
  ) throws -> Content {
    var search = try PictureSearch(part: folder, classes: classes)
    let numbers = Dictionary(uniqueKeysWithValues: zip(classNames, classNames.indices))
    var content = Content()
    var leftOut = LeftOutPictures()
    let found = try classes.map { try search.pictures(in: $0) }
    if !mayHoldParts {
      try refuseWrapping(found, classNames: classNames, everyClass: everyClass)
    }
    for (entry, pictures) in zip(classes, found) {
      leftOut.add(pictures, class: entry.name)
      guard let label = numbers[entry.name] else {
        if pictures.paths.isEmpty { continue }
        throw stranger(entry, classNames)
      }
      if pictures.paths.isEmpty, everyClass {
        throw FileProblem(
          entry.path,
          "no picture is in this class folder; expected files ending in \(PictureEndings.read.sorted().joined(separator: ", "))"
            + LeftOutPictures.words(pictures.leftOut, before: "; there are "))
      }
      content.paths += pictures.paths
      content.labels += [Int](repeating: label, count: pictures.paths.count)
    }
    if !mayHoldParts { try refusePartsWithin(found) }
    let levels =
      definesClasses && !mayHoldParts ? FolderLevels(folder, classes: classes, found) : nil
    try levels?.refuseRepeated()
    content.remarks =
      loose.remark(in: folder, beside: "the class folders") + leftOut.remark(in: folder)
      + linkRemark(search.notFollowed) + (levels?.remark.map { [$0] } ?? [])
      + ClassSpelling.remarks(names, in: folder)
    return content
  }

  private func stranger(_ entry: FolderListing.Entry, _ classNames: [String]) -> FileProblem {
    FileProblem(
      entry.path,
      "the training part has no class of this name"
        + ClassSpelling.hint(entry.name, among: classNames))
  }

  /// - Throws: `FileProblem` with both readings where the only folder with pictures may be no class.
  private func refuseWrapping(
    _ found: [PictureSearch.Found], classNames: [String], everyClass: Bool
  ) throws {
    let full = found.indices.filter { !found[$0].paths.isEmpty || !found[$0].leftOut.isEmpty }
    guard full.count == 1, found[full[0]].own == 0 else { return }
    let only = classes[full[0]]
    let isAlone = classes.count == 1 && classNames.count == 1
    guard isAlone || everyClass || !classNames.contains(only.name),
      let wrapped = try WrappedFolders(below: only.path)
    else { return }
    let place = wrapped.path == only.path ? "" : " of \(wrapped.path)"
    throw FileProblem(
      folder,
      "the only folder with pictures in it is “\(only.name)”, which has none of its own but the folders\(place) "
        + "\(wrapped.names.listed(most: 6)); expected a folder a class here, so \(wrapped.path) may be what is meant, "
        + "or “\(only.name)” is one class: \(ImageFolder.name):\(folder),parts=no takes it for one")
  }

  /// `cat/train`, `cat/test`, `dog/train`, …: what is for testing would be trained on.
  private func refusePartsWithin(_ found: [PictureSearch.Found]) throws {
    for (entry, pictures) in zip(classes, found) {
      let parts = pictures.folders.filter { PartName.part($0) != nil }
      guard Set(parts.compactMap { PartName.part($0) }).count > 1 else { continue }
      throw FileProblem(
        entry.path,
        "the folders \(parts.map { "“\($0)”" }.joined(separator: ", ")) in this class may be parts of the data, which "
          + "are expected above the classes (\(parts[0])/\(entry.name)), or hold pictures of the class alike: "
          + "\(ImageFolder.name):\(folder),parts=no takes them together")
    }
  }

  private func linkRemark(_ links: [String]) -> [String] {
    guard !links.isEmpty else { return [] }
    let shown = links.listed(most: 1)
    return ["\(shown): not followed, for the link leads to a folder that is read anyway"]
  }
}

/// Counts of pictures that are not read because they are no JPEG or PNG.
struct LeftOutPictures {
  private var byEnding: [String: Int] = [:]
  private var most = (name: "", leftOut: 0, all: 0)

  mutating func add(_ found: PictureSearch.Found, class name: String) {
    let count = found.leftOut.values.reduce(0, +)
    byEnding.merge(found.leftOut, uniquingKeysWith: +)
    if count > most.leftOut { most = (name, count, count + found.paths.count) }
  }

  /// One line with all counts; empty when nothing was left out.
  func remark(in folder: String) -> [String] {
    guard !byEnding.isEmpty else { return [] }
    let count = byEnding.values.reduce(0, +)
    return [
      "\(folder): \(count) file\(count == 1 ? "" : "s") that \(count == 1 ? "is" : "are") no JPEG or PNG by name "
        + "\(count == 1 ? "was" : "were") left out (\(Self.list(byEnding))), most in “\(most.name)”: "
        + "\(most.leftOut) of \(most.all)"
    ]
  }

  /// Counts by ending after some words; empty when there are none.
  static func words(_ byEnding: [String: Int], before: String) -> String {
    byEnding.isEmpty ? "" : before + list(byEnding)
  }

  private static func list(_ byEnding: [String: Int]) -> String {
    byEnding.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.map { ending, count in
      "\(count) \(ending.isEmpty ? "without an ending" : ".\(ending)")"
    }.joined(separator: ", ")
  }
}
