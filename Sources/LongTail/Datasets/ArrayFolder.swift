internal import ArrayFiles
internal import Foundation

/// A folder with a pair of `.npy` files: samples and labels.
struct ArrayFolder {
  let samplesPath: String
  let labelsPath: String
  private let folder: String

  /// Looks for one of the names, or for files that end in such a name (`cifar10.1_v6_data.npy`).
  /// - Parameters:
  ///   - folder: where to look.
  ///   - names: names that the samples may have, without `.npy`.
  /// - Throws: `FileProblem` when there is no such pair or more than one.
  init(_ folder: String, names: [String]) throws {
    self.folder = folder
    let files = try FolderListing.names(in: folder).filter { $0.hasSuffix(".npy") }
    func inFolder(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
    for name in names where files.contains("\(name).npy") && files.contains("labels.npy") {
      samplesPath = inFolder("\(name).npy")
      labelsPath = inFolder("labels.npy")
      for name in [name, "labels"] {
        let twin = ArrayCollection.twin(of: name) + ".npy"
        guard files.contains(twin) else { continue }
        let file = inFolder("\(name).npy")
        try ArrayCollection.refuseTwin(of: NPYFile.read(file), file, inFolder(twin)) {
          file throws(FileProblem) in try NPYFile.read(file)
        }
      }
      return
    }
    let pairs = names.flatMap { name in
      files.filter { $0.hasSuffix("_\(name).npy") }
        .map { ($0, $0.dropLast(name.count + 4) + "labels.npy") }
        .filter { files.contains(String($0.1)) }
    }
    guard let pair = pairs.first else {
      throw FileProblem(folder, "no \(names[0]).npy with a labels.npy beside it is in this folder")
    }
    guard pairs.count == 1 else {
      throw FileProblem(
        folder,
        "several pairs of arrays are in this folder: \(pairs.map(\.0).joined(separator: ", ")); give one of these files"
      )
    }
    samplesPath = inFolder(pair.0)
    labelsPath = inFolder(String(pair.1))
  }

  /// The pair that a file of samples belongs to: `X_data.npy` with `X_labels.npy`, or any with `labels.npy`.
  init(file: String) {
    folder = file.parentFolder
    let stem = ((file as NSString).lastPathComponent as NSString).deletingPathExtension
    let first = stem.split(separator: "_").dropLast().joined(separator: "_")
    let own = (folder as NSString).appendingPathComponent("\(first)_labels.npy")
    samplesPath = file
    labelsPath =
      !first.isEmpty && FileManager.default.fileExists(atPath: own)
      ? own : (folder as NSString).appendingPathComponent("labels.npy")
  }

  var namesPath: String { (folder as NSString).appendingPathComponent("class_names.txt") }

  /// The lines of `class_names.txt`; `nil` where there is no such file.
  func classNames() throws -> [String]? {
    guard FileManager.default.fileExists(atPath: namesPath) else { return nil }
    let names = try ClassNameFile.read(namesPath)
    guard !names.isEmpty else {
      throw FileProblem(namesPath, "there is no class name in this file")
    }
    return names
  }
}
