import ArrayFiles
import Foundation

/// What a folder of augmented data was made of: `augmentation.json`. It tells whether work that was broken off can go on.
struct AugmentationRecord: Codable, Equatable {
  static let fileName = "augmentation.json"

  /// SHA-256 of the weights whose maps show foregrounds.
  let weights: String
  /// SHA-256 of the samples that were selected.
  let split: String
  /// Of the run's data.
  let data: String
  /// Samples of each class that pictures are made of.
  let classCounts: [Int]
  /// Pictures that are made for each class.
  let made: [Int]
  let form: ForegroundForm
  let mirrors: Bool
  let seed: UInt64
  /// Of the JPEG encoder; `nil` where pictures are written as arrays.
  let quality: Int?

  /// - Throws: `FileProblem` for a folder that cannot be written to.
  func write(to folder: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try AtomicFile.write(try encoder.encode(self) + Data("\n".utf8), to: Self.path(in: folder))
  }

  /// Whether a folder holds what this says, or the beginning of it.
  /// - Throws: `FileProblem` for a folder of something else, unless it is replaced.
  func isBegun(in folder: String, replacing: Bool) throws -> Bool {
    guard PartFolders.isFolder(folder), try !FolderListing.names(in: folder).isEmpty else {
      return false
    }
    let path = Self.path(in: folder)
    guard FileManager.default.fileExists(atPath: path) else {
      throw FileProblem(
        folder,
        "is not empty and has no \(Self.fileName) that says what it was made of; choose another folder"
      )
    }
    if try readJSON(path, as: Self.self, what: "the record of augmented data") == self {
      return true
    }
    guard replacing else {
      throw FileProblem(
        path,
        "the folder holds pictures of another run or data, or made with other settings; choose another folder, or add "
          + "--overwrite to replace them")
    }
    return false
  }

  static func path(in folder: String) -> String {
    (folder as NSString).appendingPathComponent(fileName)
  }
}
