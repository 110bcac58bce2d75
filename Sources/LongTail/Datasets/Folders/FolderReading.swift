internal import ArrayFiles
internal import Foundation

/// Decides whether the folders in a folder are parts of the data. What can be read in two ways is refused,
/// so that no class is taken for a part, nor a part for a class, without a word.
struct FolderReading {
  let folder: String
  let source: String
  let content: PartFolders.Content

  /// - Parameter areParts: what the user says of it; found out when `nil`.
  /// - Returns: the parts, or the whole folder as the training part. Without a training part they can be measured alone.
  /// - Throws: `FileProblem` with both readings and how to choose.
  func folders(areParts: Bool?) throws -> PartFolders {
    try PartFolders.requirePlace(folder, content)
    guard areParts != false, PartFolders.isFolder(folder) else {
      return PartFolders(training: folder, areClasses: areParts == false)
    }
    let listing = try FolderListing(folder)
    var parts: [DatasetPart: FolderListing.Entry] = [:]
    for entry in listing.folders {
      guard let part = PartName.part(entry.name) else { continue }
      if let other = parts.updateValue(entry, forKey: part) {
        throw problem(
          "“\(other.name)” and “\(entry.name)” could both be the \(part.rawValue) part",
          [.naming, .no])
      }
    }
    let others = listing.folders.filter { PartName.part($0.name) == nil }
    guard !parts.isEmpty else {
      if areParts == true { throw problem("none of its folders is called train", [.naming, .no]) }
      try refuseParts(others)
      return PartFolders(training: folder)
    }
    let beside = try namesBeside(others, listing)
    guard let training = parts[.training] else {
      return try measuredAlone(
        parts, beside, areParts: areParts, unused: unused(others, listing))
    }
    if areParts == nil, !beside.isEmpty {
      throw problem(
        "“\(training.name)” is the training part, and then \(quoted(beside)) would not be used; or "
          + "“\(training.name)” is a class like the others", [.yes, .no])
    }
    return resolved(parts, training: training, unused: unused(others, listing))
  }

  /// What stands beside the parts and would be data if they were none.
  private func namesBeside(
    _ others: [FolderListing.Entry], _ listing: FolderListing
  ) throws -> [String] {
    switch content {
    case .classFolders:
      return try others.filter { try PictureSearch.holdsPictures($0.path) }.map(\.name)
    case .arrays:
      return listing.entries.contains { $0.kind == .file && $0.ending == "npy" }
        ? ["the arrays in \(folder) itself"] : []
    }
  }

  private func resolved(
    _ parts: [DatasetPart: FolderListing.Entry], training: FolderListing.Entry, unused: [String]
  ) -> PartFolders {
    let other = words(for: .no)
    if parts[.test] == nil, let validation = parts[.validation] {
      return PartFolders(
        training: training.path, test: validation.path,
        remarks: unused + [
          "\(folder) has no test folder: “\(validation.name)” serves as the test part, and validation "
            + "samples are drawn from “\(training.name)”"
        ], otherReading: other)
    }
    return PartFolders(
      training: training.path, validation: parts[.validation]?.path, test: parts[.test]?.path,
      remarks: unused, otherReading: other)
  }

  private func unused(_ others: [FolderListing.Entry], _ listing: FolderListing) -> [String] {
    guard content == .classFolders else { return [] }
    var remarks: [String] = []
    if !others.isEmpty {
      remarks.append("\(folder): \(quoted(others.map(\.name))) beside the parts: not used")
    }
    return remarks + LoosePictures(listing).remark(in: folder, beside: "the parts")
  }

  /// Parts to measure a model on, among them none to learn from.
  /// - Throws: `FileProblem` where they may be classes.
  private func measuredAlone(
    _ parts: [DatasetPart: FolderListing.Entry], _ beside: [String], areParts: Bool?,
    unused: [String]
  ) throws(FileProblem) -> PartFolders {
    let names = parts.values.map(\.name).sorted()
    guard beside.isEmpty || areParts == true else {
      throw problem(
        "\(quoted(names)) beside \(quoted(beside)) may be \(names.count == 1 ? "a part" : "parts") of "
          + "the data, but there is no training part; or \(names.count == 1 ? "a class" : "classes")",
        [.no, .naming])
    }
    let problem = problem(
      "\(quoted(names)) look\(names.count == 1 ? "s like a part" : " like parts") of the data, but there is no folder train",
      [.naming, .alone, .no])
    guard let test = parts[.test] ?? parts[.validation] else { throw problem }
    let remarks =
      parts[.test] == nil
      ? ["\(folder) has no test folder: “\(test.name)” serves as the test part"] : []
    return PartFolders(
      test: test.path, withoutTraining: problem, remarks: remarks + unused,
      otherReading: words(for: .no))
  }

  /// Classes are not called `train2017` and `val2017`, nor `trainA` and `testA`, whatever lies beside them.
  private func refuseParts(_ folders: [FolderListing.Entry]) throws {
    let names = folders.map(\.name)
    let alike = names.filter { PartName.resemblance($0) != nil }
    guard content == .classFolders, alike.count >= 2,
      alike.count == names.count || PartName.haveCounterparts(alike)
    else { return }
    throw problem("\(quoted(alike)) may be parts of the data, or classes", [.naming, .no])
  }

  private enum WayOut {
    case yes, no, naming, alone
  }

  private func problem(_ words: String, _ ways: [WayOut]) -> FileProblem {
    FileProblem(folder, "\(words). \(ways.map(self.words(for:)).joined(separator: "; "))")
  }

  private func words(for way: WayOut) -> String {
    switch way {
    case .yes: "\(source):\(folder),parts=yes reads the parts"
    case .no:
      content == .classFolders
        ? "\(source):\(folder),parts=no takes every folder for a class"
        : "\(source):\(folder),parts=no reads what lies in \(folder) itself"
    case .naming: "\(source):train=FOLDER,validation=FOLDER,test=FOLDER names the parts"
    case .alone: "\(source):\(folder)/FOLDER reads one of them alone"
    }
  }

  private func quoted(_ names: [String]) -> String {
    names.map { $0.hasPrefix("the arrays") ? $0 : "“\($0)”" }.listed(most: 6)
  }
}

/// Pictures that lie beside folders, where none is looked for.
struct LoosePictures {
  private let names: [String]

  init(_ listing: FolderListing) {
    names = listing.entries.filter {
      $0.kind == .file && PictureEndings.all.contains($0.ending)
    }.map(\.name)
  }

  var count: Int { names.count }

  /// One line that counts them; empty when there are none.
  func remark(in folder: String, beside: String) -> [String] {
    guard !names.isEmpty else { return [] }
    let examples = names.prefix(3).joined(separator: ", ")
    return [
      "\(folder): \(names.count) picture\(names.count == 1 ? "" : "s") beside \(beside) "
        + "(\(examples)\(names.count > 3 ? ", …" : "")): not used, for no folder tells the class"
    ]
  }
}
