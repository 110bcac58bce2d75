internal import ArrayFiles
internal import Foundation

/// Pictures that `longtail data pack` has written: a file for each part of the data.
public struct Packed: DatasetSource {
  public static let name = "packed"
  public static let summary =
    "packed:FOLDER as longtail data pack wrote it (train.pack, validation.pack, test.pack), or packed:train=FILE,validation=FILE,test=FILE"

  public static let holdsNativePictures = true

  private let training: String
  private let validation: String?
  private let test: String?
  private let options: DatasetOptions

  /// The name of a part's file.
  static func fileName(_ part: DatasetPart) -> String {
    (part == .training ? "train" : part.rawValue) + ".pack"
  }

  /// - Throws: `FileProblem` for a folder that is not there, ``DatasetProblem`` without a training part.
  public init(location: String, options: DatasetOptions) throws {
    self.options = options
    let place = try DataLocation(
      location, source: Self.name, keys: ["train", "validation", "test"])
    if let path = place.path {
      if let key = ["train", "validation", "test"].first(where: { place.text($0) != nil }) {
        throw DatasetProblem(
          "packed:\(path) has a folder and \(key)= as well; expected one folder, or train=… and test=…"
        )
      }
      try PartFolders.requireFolder(path)
      func file(_ part: DatasetPart) -> String {
        FolderListing.path(Self.fileName(part), in: path)
      }
      func found(_ part: DatasetPart) -> String? {
        FileManager.default.fileExists(atPath: file(part)) ? file(part) : nil
      }
      training = file(.training)
      validation = found(.validation)
      test = found(.test)
      return
    }
    guard let training = place.path("train") else {
      throw DatasetProblem("packed needs a folder: packed:FOLDER or packed:train=FILE,…")
    }
    self.training = training
    validation = place.path("validation")
    test = place.path("test")
  }

  public var hasTestPart: Bool { test != nil }
  public var hasValidationPart: Bool { validation != nil }
  public var origin: SelectionOrigin? { get throws { try .read(training.parentFolder) } }

  public func load(_ part: DatasetPart) throws -> LabelledSamples {
    let path: String?
    switch part {
    case .training: path = training
    case .validation: path = validation
    case .test: path = test
    }
    guard let path else { throw Self.noPart(part, training) }
    let pictures = try PackedPictures(path: path)
    let description = pictures.index.description
    // A test part alone can be measured.
    if part != .training, FileManager.default.fileExists(atPath: training) {
      let names = try PackedPictures(path: training).index.description.classNames
      guard names == description.classNames else {
        throw FileProblem(
          path,
          "its \(description.classNames.count) classes are not the \(names.count) of \(training)")
      }
    }
    let set = PictureFileSet(
      pictures, labels: pictures.index.entries.map(\.label), classNames: description.classNames)
    let count = description.unreadable
    return try set.samples(options).noting(
      count == 0
        ? []
        : [
          "\(count) picture\(count == 1 ? "" : "s") could not be read when \(path) was packed, and \(count == 1 ? "is" : "are") left out"
        ])
  }
}
