internal import ArrayFiles
internal import Foundation

/// Corrupted pictures in the layout of CIFAR-10-C (Hendrycks & Dietterich, ICLR 2019): an array a corruption, with the five
/// severities one after the other, and the labels of all of it.
public struct CorruptedPictures: TestSetCollection {
  public static let name = "corruptions"
  public static let summary =
    "corruptions:FOLDER with fog.npy, snow.npy, … [5·n, height, width, 3] uint8 and labels.npy, such as CIFAR-10-C or what data corrupt writes; corruption=NAME and severity=1 … 5 choose one"

  /// How many severities lie in an array.
  private static let severities = 5
  /// The order in which results are reported; other arrays follow by name.
  private static let order = [
    "gaussian_noise", "shot_noise", "impulse_noise", "defocus_blur", "glass_blur", "motion_blur",
    "zoom_blur", "snow", "frost", "fog", "brightness", "contrast", "elastic_transform", "pixelate",
    "jpeg_compression", "speckle_noise", "gaussian_blur", "spatter", "saturate",
  ]

  private let folder: String
  private let corruption: String?
  private let severity: Int?
  private let options: DatasetOptions

  /// Takes the folder; its arrays are looked for when they are asked for.
  /// - Throws: `FileProblem` when there is no such folder; ``DatasetProblem`` for a severity that there is not.
  public init(location: String, options: DatasetOptions) throws {
    let place = try DataLocation(location, source: Self.name, keys: ["corruption", "severity"])
    guard let folder = place.path, !folder.isEmpty else {
      throw DatasetProblem("\(Self.name) needs a folder: \(Self.name):FOLDER")
    }
    try PartFolders.requireFolder(folder)
    self.folder = folder
    corruption = place.text("corruption")
    severity = try place.text("severity").map { text in
      guard let number = Int(text), 1...Self.severities ~= number else {
        throw DatasetProblem("severity=\(text); expected 1 … \(Self.severities)")
      }
      return number
    }
    self.options = options
  }

  /// `fog, severity 3` and the like.
  public func setNames() throws -> [String] {
    let files = try FolderListing.names(in: folder).filter {
      $0.hasSuffix(".npy") && $0 != "labels.npy" && $0 != "indices.npy"
    }
    let found = files.map { String($0.dropLast(4)) }
    guard !found.isEmpty else {
      throw FileProblem(folder, "no array of a corruption, such as fog.npy, is in this folder")
    }
    if let corruption, !found.contains(corruption) {
      throw FileProblem(
        folder, "\(corruption).npy is not in this folder; it has \(found.sorted().listed(most: 20))"
      )
    }
    let ordered =
      Self.order.filter(found.contains) + found.filter { !Self.order.contains($0) }.sorted()
    return ordered.filter { corruption == nil || $0 == corruption }.flatMap { name in
      (severity.map { [$0] } ?? Array(1...Self.severities)).map { "\(name), severity \($0)" }
    }
  }

  public func loadSet(named name: String) throws -> LabelledSamples {
    let parts = name.components(separatedBy: ", severity ")
    guard parts.count == 2, let severity = Int(parts[1]), 1...Self.severities ~= severity else {
      throw DatasetProblem("\(folder) has no test set “\(name)”")
    }
    let path = place(parts[0] + ".npy")
    let array = try NPYFile.read(path)
    let labels = try labels()
    guard let rows = array.shape.first, rows > 0, rows % Self.severities == 0 else {
      throw FileProblem(
        path, "an array \(array.shape); expected \(Self.severities) severities of as many pictures")
    }
    guard labels.values.count == rows || labels.values.count * Self.severities == rows else {
      throw FileProblem(
        labels.path,
        "\(labels.values.count) labels for \(rows) pictures in \(path); expected \(rows), or one for each of "
          + "\(rows / Self.severities)")
    }
    let count = rows / Self.severities
    // Each severity has the same pictures; labels that differ belong to something else.
    let own = Array(labels.values.prefix(count))
    for number in 1..<Self.severities where labels.values.count == rows {
      guard Array(labels.values[number * count..<(number + 1) * count]) == own else {
        throw FileProblem(
          labels.path, "the labels of severity \(number + 1) are not those of severity 1")
      }
    }
    let names = try classNames()
    let classes = try labels.classes(names: names, everyClass: false)
    let pictures = try PictureArray(
      array.rows((severity - 1) * count..<severity * count), path: path)
    return try pictures.samples(
      labels: own.map { $0 - classes.first }, labelsPath: labels.path, classNames: classes.names,
      options: options
    ).noting(classes.remarks)
  }

  private func labels() throws -> LabelArray {
    let path = place("labels.npy")
    return try LabelArray(NPYFile.read(path), path: path)
  }

  private func classNames() throws -> [String]? {
    let path = place("class_names.txt")
    return FileManager.default.fileExists(atPath: path) ? try ClassNameFile.read(path) : nil
  }

  private func place(_ name: String) -> String {
    (folder as NSString).appendingPathComponent(name)
  }
}
