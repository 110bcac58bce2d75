internal import ArrayFiles

/// A folder a class, with its pictures in it; optionally below folders that are the parts of the data.
public struct ImageFolder: DatasetSource {
  public static let name = "image-folder"
  public static let summary =
    "image-folder:FOLDER with a subfolder of JPEG or PNG pictures a class, or such folders in train, validation and test (parts=no: these are classes), or image-folder:train=FOLDER,validation=FOLDER,test=FOLDER"

  public static let holdsNativePictures = true

  private let folders: PartFolders
  private let options: DatasetOptions

  /// Finds the folders of the parts; opens no picture yet.
  /// - Throws: `FileProblem` when there is no such folder, or its folders can be read in two ways;
  ///   ``DatasetProblem`` for settings that make no sense.
  public init(location: String, options: DatasetOptions) throws {
    folders = try PartFolders(
      DataLocation(location, source: Self.name, keys: PartFolders.keys), source: Self.name,
      content: .classFolders)
    self.options = options
  }

  public var hasTestPart: Bool { folders.test != nil }
  public var hasValidationPart: Bool { folders.validation != nil }

  /// Classes are the sorted names of the training part's folders, or of the test part's where it is all there is; pictures come class after class, by name.
  public func load(_ part: DatasetPart) throws -> LabelledSamples {
    try load(part, everyClass: part == .training)
  }

  public func loadToMeasure() throws -> LabelledSamples {
    try load(hasTestPart ? .test : .training, everyClass: false)
  }

  // `everyClass` says whether a class without a picture is an error.
  private func load(_ part: DatasetPart, everyClass: Bool) throws -> LabelledSamples {
    guard let folder = try folders.folder(part) else { throw Self.noPart(part, folders.training) }
    let training = try ClassFolders(folders.training, otherReading: folders.otherReading)
    let wanted =
      part == .training
      ? training : try ClassFolders(folder, otherReading: folders.otherReading)
    let content = try wanted.pictures(
      classNames: training.names, everyClass: everyClass,
      definesClasses: part == .training || folders.trainingProblem != nil,
      mayHoldParts: folders.areClasses)
    guard !content.paths.isEmpty else { throw FileProblem(folder, "no picture is in this folder") }
    let set = PictureFileSet(
      paths: content.paths, labels: content.labels, classNames: training.names)
    return try set.samples(options).noting(folders.remarks + content.remarks)
  }
}
