internal import ArrayFiles
internal import Foundation

/// CIFAR-10.1 (Recht et al., "Do CIFAR-10 classifiers generalize to CIFAR-10?", 2018): a new test set for CIFAR-10.
public struct CIFAR101: DatasetSource {
  public static let name = "cifar10.1"
  public static let summary =
    "cifar10.1:FOLDER with cifar10.1_v6_data.npy and cifar10.1_v6_labels.npy, or those of v4; version=v4 where both are there"

  public static let isMirrorable = true

  /// The classes of CIFAR-10, in its order.
  private static let classNames = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]
  /// Pictures of each class in the versions that are published.
  private static let counts = [
    "v6": [Int](repeating: 200, count: 10),
    "v4": [208, 212, 202, 212, 204, 218, 192, 210, 161, 202],
  ]

  private let folder: String
  private let version: String
  private let options: DatasetOptions

  /// Looks for the version; v6, which has as many pictures of each class, comes first.
  /// - Throws: `FileProblem` when neither is there; ``DatasetProblem`` for another version.
  public init(location: String, options: DatasetOptions) throws {
    let place = try DataLocation(location, source: Self.name, keys: ["version"])
    guard let folder = place.path, !folder.isEmpty else {
      throw DatasetProblem("\(Self.name) needs a folder: \(Self.name):FOLDER")
    }
    try PartFolders.requireFolder(folder)
    let versions = ["v6", "v4"]
    let asked = place.text("version")
    if let asked, !versions.contains(asked) {
      throw DatasetProblem("version=\(asked); expected v6 or v4")
    }
    let found = versions.first {
      FileManager.default.fileExists(atPath: Self.path($0, "data", in: folder))
    }
    guard let version = asked ?? found else {
      throw FileProblem(
        folder, "neither cifar10.1_v6_data.npy nor cifar10.1_v4_data.npy is in this folder")
    }
    self.folder = folder
    self.version = version
    self.options = options
  }

  public var hasTestPart: Bool { true }

  public func load(_ part: DatasetPart) throws -> LabelledSamples {
    guard part == .test else { throw Self.noPart(part, folder) }
    let path = Self.path(version, "data", in: folder)
    let labelsPath = Self.path(version, "labels", in: folder)
    let labels = try LabelArray(NPYFile.read(labelsPath), path: labelsPath)
    let array = try NPYFile.read(path)
    guard array.elementType == .uint8, Array(array.shape.dropFirst()) == [32, 32, 3] else {
      throw FileProblem(
        path, "an array \(array.shape) of \(array.elementType), expected [n, 32, 32, 3] of uint8")
    }
    guard let expected = Self.counts[version], labels.counts == expected else {
      throw FileProblem(
        labelsPath,
        "\(labels.values.count) labels, of the classes \(labels.counts); CIFAR-10.1 \(version) has "
          + "\(Self.counts[version]?.reduce(0, +) ?? 0): \(Self.counts[version] ?? [])")
    }
    return try PictureArray(array, path: path).samples(
      labels: labels.values, labelsPath: labelsPath, classNames: Self.classNames, options: options,
      normalization: .cifar)
  }

  private static func path(_ version: String, _ content: String, in folder: String) -> String {
    (folder as NSString).appendingPathComponent("cifar10.1_\(version)_\(content).npy")
  }
}
