internal import ArrayFiles
internal import Foundation

/// A folder a class, with its pictures in it; optionally below `train` and `test` (or `val`).
public struct ImageFolder: DatasetSource {
  public static let name = "image-folder"
  public static let summary =
    "image-folder:FOLDER with a subfolder of JPEG or PNG pictures a class, or such folders in train and test"

  private let folders: PartFolders
  private let options: DatasetOptions

  public init(location: String, options: DatasetOptions) throws {
    folders = try PartFolders(location)
    self.options = options
  }

  public var hasTestPart: Bool { folders.test != nil }

  /// Classes are the sorted names of the training part's folders; pictures come class after class, by name.
  public func load(_ part: DatasetPart) throws -> LabelledSamples {
    guard let folder = folders.folder(part) else { throw Self.noTestPart(folders.training) }
    let classNames = try classFolders(folders.training)
    guard !classNames.isEmpty else {
      throw FileProblem(folders.training, "no class folder with pictures is in this folder")
    }
    if let stranger = try classFolders(folder).first(where: { !classNames.contains($0) }) {
      throw FileProblem(
        (folder as NSString).appendingPathComponent(stranger),
        "the training part has no class of this name")
    }
    var paths: [String] = []
    var labels: [Int] = []
    for (label, name) in classNames.enumerated() {
      let classFolder = (folder as NSString).appendingPathComponent(name)
      let pictures = PartFolders.isFolder(classFolder) ? try self.pictures(in: classFolder) : []
      if pictures.isEmpty, part == .training {
        throw FileProblem(
          classFolder,
          "no picture is in this class folder; expected files ending in \(PictureDecoder.fileEndings.sorted().joined(separator: ", "))"
        )
      }
      paths += pictures
      labels += [Int](repeating: label, count: pictures.count)
    }
    guard !paths.isEmpty else { throw FileProblem(folder, "no picture is in this folder") }
    return try PictureFileSet(paths: paths, labels: labels, classNames: classNames)
      .samples(options)
  }

  private func classFolders(_ folder: String) throws -> [String] {
    try PartFolders.names(in: folder).filter {
      PartFolders.isFolder((folder as NSString).appendingPathComponent($0))
    }
  }

  /// Picture files in a folder and the folders in it.
  private func pictures(in folder: String) throws -> [String] {
    try PartFolders.names(in: folder).flatMap { name -> [String] in
      let path = (folder as NSString).appendingPathComponent(name)
      if PartFolders.isFolder(path) { return try pictures(in: path) }
      let ending = (name as NSString).pathExtension.lowercased()
      return PictureDecoder.fileEndings.contains(ending) ? [path] : []
    }
  }
}
