internal import ArrayFiles
internal import Foundation

/// A folder of data that is one part, or holds a subfolder a part.
struct PartFolders: Sendable, Codable, Equatable {
  let training: String
  /// `nil` when there is only one part.
  let test: String?

  /// - Parameters:
  ///   - location: the folder as the user gave it.
  ///   - testNames: names that a test part may have, the preferred one first.
  /// - Throws: `FileProblem` when there is no such folder.
  init(_ location: String, testNames: [String] = ["test", "val"]) throws {
    try Self.requireFolder(location)
    let train = (location as NSString).appendingPathComponent("train")
    guard Self.isFolder(train) else {
      training = location
      test = nil
      return
    }
    training = train
    test = testNames.map { (location as NSString).appendingPathComponent($0) }
      .first(where: Self.isFolder)
  }

  func folder(_ part: DatasetPart) -> String? {
    part == .training ? training : test
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// - Throws: `FileProblem` when there is no such folder.
  static func requireFolder(_ location: String) throws {
    guard FileManager.default.fileExists(atPath: location) else {
      throw FileProblem(location, "there is no such folder")
    }
    guard isFolder(location) else {
      throw FileProblem(location, "it is a file, a folder was expected")
    }
  }

  /// Names in a folder, sorted, without hidden ones.
  static func names(in folder: String) throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { !$0.hasPrefix(".") }.sorted()
    } catch {
      throw FileProblem(folder, "the folder cannot be read")
    }
  }
}
