import ArrayFiles
import Foundation

/// What a folder of corruptions was made of: `corruptions.json`. It tells whether work that was broken off can go on.
struct CorruptionRecord: Codable, Equatable {
  static let fileName = "corruptions.json"

  /// SHA-256 of the pictures and labels.
  let data: String
  let pictures: Int
  let height: Int
  let width: Int
  let seed: UInt64
  let parameters: CorruptionParameters
  /// SHA-256 of the photographs; `nil` without.
  let frost: String?

  /// Writes it, unless one that passed ``check(_:against:)`` is there and says as much.
  func write(to folder: String) throws {
    let file = Self.path(in: folder)
    guard frost != nil || !FileManager.default.fileExists(atPath: file) else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    try AtomicFile.write(encoder.encode(self), to: file)
  }

  /// Finds out whether what lies in a folder goes with this.
  /// - Throws: `FileProblem` for corruptions of something else, or of nobody knows what.
  static func check(_ folder: String, against wanted: CorruptionRecord) throws {
    let arrays =
      PartFolders.isFolder(folder)
      ? try FolderListing.names(in: folder).filter { $0.hasSuffix(".npy") } : []
    let file = path(in: folder)
    guard FileManager.default.fileExists(atPath: file) else {
      guard let first = arrays.first else { return }
      throw FileProblem(
        folder,
        "holds \(first), and no \(fileName) that says what it was made of; choose another folder")
    }
    let found = try readJSON(
      file, as: CorruptionRecord.self, what: "the record of a folder of corruptions")
    // Photographs may come later: all but frost is then there already.
    let isSame =
      found.data == wanted.data && found.pictures == wanted.pictures
      && found.height == wanted.height && found.width == wanted.width
      && found.seed == wanted.seed && found.parameters == wanted.parameters
      && (found.frost == nil || wanted.frost == nil || found.frost == wanted.frost)
    guard isSame else {
      throw FileProblem(
        file,
        "the folder holds corruptions of other pictures, or with another seed, other parameters or other photographs "
          + "(\(found.words)); asked for are those \(wanted.words); choose another folder")
    }
  }

  private var words: String {
    "of \(pictures) pictures of \(height)×\(width) with the digest \(data.prefix(8)), seed \(seed), parameters "
      + "\(parameters.rawValue)"
  }

  private static func path(in folder: String) -> String {
    (folder as NSString).appendingPathComponent(fileName)
  }
}
