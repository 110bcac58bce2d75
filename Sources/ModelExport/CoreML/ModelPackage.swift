import ArrayFiles
import Foundation

/// The folder that holds a Core ML program: what is in it, the model and its weights.
enum ModelPackage {
  static let manifestName = "Manifest.json"
  static let folder = "Data/com.apple.CoreML"
  static let modelPath = folder + "/model.mlmodel"
  static let weightPath = folder + "/weights/weight.bin"

  /// One thing in a package, by an identifier of its own.
  private struct Item: Encodable {
    let author = "com.apple.CoreML"
    let description: String
    let name: String
    let path: String
  }

  private struct Manifest: Encodable {
    let fileFormatVersion = "1.0.0"
    let itemInfoEntries: [String: Item]
    let rootModelIdentifier: String
  }

  // The same in every package, so that equal networks give equal files; identifiers need only differ in one package.
  private static let modelIdentifier = "1E1A6C5C-5B0B-4E0B-9D55-5F0D6A3F7C01"
  private static let weightIdentifier = "1E1A6C5C-5B0B-4E0B-9D55-5F0D6A3F7C02"

  /// Writes a package aside and puts it in its place when it is whole, instead of one that is there.
  /// - Throws: `FileProblem` when it cannot be written, or something else is in its place.
  static func write(model: Data, weights: Data, to path: String) throws(FileProblem) {
    let files = FileManager.default
    // With a slash after it, what stands beside it would lie in it.
    let path = path.hasSuffix("/") ? String(path.dropLast()) : path
    let isThere = files.fileExists(atPath: path)
    guard !isThere || files.fileExists(atPath: path + "/" + manifestName) else {
      throw FileProblem(path, "is there already and is no model package, so it is not replaced")
    }
    // Names that nothing of the user's has.
    let aside = path + "." + UUID().uuidString
    let (fresh, old) = (aside + ".new", aside + ".old")
    do {
      try AtomicFile.write(model, to: fresh + "/" + modelPath, creatingFolders: true)
      try AtomicFile.write(weights, to: fresh + "/" + weightPath, creatingFolders: true)
      try AtomicFile.write(try manifest(path), to: fresh + "/" + manifestName)
      if isThere { try move(path, to: old) }
      try move(fresh, to: path)
    } catch {
      try? files.removeItem(atPath: fresh)
      if !files.fileExists(atPath: path) { try? move(old, to: path) }
      throw error
    }
    try? files.removeItem(atPath: old)
  }

  private static func manifest(_ path: String) throws(FileProblem) -> Data {
    let manifest = Manifest(
      itemInfoEntries: [
        modelIdentifier: Item(
          description: "CoreML Model Specification", name: "model.mlmodel",
          path: "com.apple.CoreML/model.mlmodel"),
        weightIdentifier: Item(
          description: "CoreML Model Weights", name: "weights", path: "com.apple.CoreML/weights"),
      ], rootModelIdentifier: modelIdentifier)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(manifest)
    } catch {
      throw FileProblem(path, "its list of contents cannot be written: \(error)")
    }
  }

  private static func move(_ source: String, to destination: String) throws(FileProblem) {
    guard rename(source, destination) == 0 else {
      throw FileProblem.system(destination, cannot: "be renamed", code: errno)
    }
  }
}
