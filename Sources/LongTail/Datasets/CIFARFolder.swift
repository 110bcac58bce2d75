internal import ArrayFiles
internal import Foundation

/// A folder with CIFAR files: which version is there, and its parts.
struct CIFARFolder: Sendable, Codable {
  /// What differs between CIFAR-10 and CIFAR-100.
  struct Edition: Sendable {
    let classes: Int
    let labelBytes: Int
    /// File names without ".bin", with the records of each.
    let training: [(name: String, records: Int)]
    let test: [(name: String, records: Int)]
    /// Text file with the class names, in the binary version.
    let namesFile: String
    /// Folder names inside the published archives.
    let archiveFolders: [String]
  }

  let path: String
  let isBinary: Bool

  /// Looks for the files in `location`, and in the archive's own folder inside it.
  init(_ location: String, edition: Edition) throws {
    let folders =
      [location]
      + edition.archiveFolders.map { (location as NSString).appendingPathComponent($0) }
    let first = edition.training[0].name
    for folder in folders {
      for (suffix, isBinary) in [(".bin", true), ("", false)] {
        let file = (folder as NSString).appendingPathComponent(first + suffix)
        if FileManager.default.fileExists(atPath: file) {
          self.path = folder
          self.isBinary = isBinary
          return
        }
      }
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: location, isDirectory: &isFolder) else {
      throw FileProblem(location, "there is no such folder")
    }
    guard isFolder.boolValue else {
      throw FileProblem(location, "it is a file; the folder with the data files was expected")
    }
    throw FileProblem(
      location,
      "neither \(first).bin (binary version) nor \(first) (Python version) is in this folder")
  }

  func load(
    _ part: DatasetPart, edition: Edition, options: DatasetOptions
  ) throws -> LabelledSamples {
    let files = part == .training ? edition.training : edition.test
    let records = files.reduce(0) { $0 + $1.records }
    var pixels = Data(capacity: records * CIFARFile.pixelBytes)
    var labels: [Int] = []
    labels.reserveCapacity(records)
    let digest = ContentDigest()
    for file in files {
      let path = (path as NSString).appendingPathComponent(file.name + (isBinary ? ".bin" : ""))
      let reader = CIFARFile(
        path: path, records: file.records, labelBytes: edition.labelBytes,
        classes: edition.classes)
      try reader.read(pixels: &pixels, labels: &labels, digest: digest)
    }
    var store = PictureStore(
      height: CIFARFile.side, width: CIFARFile.side, channels: 3, pixels: pixels)
    if let side = options.imageSize { store = try store.resized(toSquare: side, fit: options.fit) }
    return LabelledSamples(
      samples: .pictures(store), labels: labels,
      classNames: try classNames(edition), normalization: .cifar,
      fingerprint: digest.hexadecimal())
  }

  /// From the names file; numbers where that is missing.
  private func classNames(_ edition: Edition) throws -> [String] {
    let file = (path as NSString).appendingPathComponent(edition.namesFile)
    guard FileManager.default.fileExists(atPath: file) else {
      return (0..<edition.classes).map { "\($0)" }
    }
    let text = String(decoding: try MappedFile(path: file).bytes, as: UTF8.self)
    let names = text.split(whereSeparator: \.isNewline).map(String.init)
    guard names.count == edition.classes else {
      throw FileProblem(file, "\(names.count) class names, expected \(edition.classes)")
    }
    return names
  }
}
