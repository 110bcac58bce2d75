internal import ArrayFiles
internal import Foundation
internal import Torch

/// A folder with CIFAR files: which version is there, and its parts.
struct CIFARFolder: Sendable, Codable {
  /// What differs between CIFAR-10 and CIFAR-100.
  struct Edition: Sendable {
    let classes: Int
    /// Names of the label bytes of a record, and of the label lists of the Python version; the last one
    /// is the class.
    let labelNames: [String]
    /// File names without ".bin", with the records of each.
    let training: [(name: String, records: Int)]
    let test: [(name: String, records: Int)]
    /// Text file with the class names, in the binary version.
    let namesFile: String
    /// File with the class names in the Python version, and their name in it.
    let pickledNamesFile: String
    let pickledNamesKey: String
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
    var records: PictureRecords?
    var labels: [Int] = []
    let digest = ContentDigest()
    for file in files {
      let name = file.name + (isBinary ? ".bin" : "")
      let reader = CIFARFile(
        path: (path as NSString).appendingPathComponent(name), records: file.records,
        labelNames: edition.labelNames, classes: edition.classes)
      let content = isBinary ? try reader.readBinary() : try reader.readPickled()
      content.add(to: digest)
      labels += content.labels
      records = records?.joined(with: content.records) ?? content.records
    }
    guard let records else { preconditionFailure("an edition without files") }
    let store = try PictureStore(records: records).framed(options)
    return LabelledSamples(
      samples: .pictures(store), labels: labels,
      classNames: try classNames(edition), normalization: .cifar,
      fingerprint: digest.hexadecimal())
  }

  /// From the names file; numbers where that is missing.
  private func classNames(_ edition: Edition) throws -> [String] {
    let name = isBinary ? edition.namesFile : edition.pickledNamesFile
    let file = (path as NSString).appendingPathComponent(name)
    guard FileManager.default.fileExists(atPath: file) else {
      return (0..<edition.classes).map { "\($0)" }
    }
    let names: [String]
    if isBinary {
      names = try ClassNameFile.read(file)
    } else {
      names = try PickledTable(path: file).texts(edition.pickledNamesKey) ?? []
    }
    guard names.count == edition.classes else {
      throw FileProblem(file, "\(names.count) class names, expected \(edition.classes)")
    }
    return names
  }
}
