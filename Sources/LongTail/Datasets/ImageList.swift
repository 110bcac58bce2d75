internal import ArrayFiles
internal import Foundation

/// Pictures named by list files, a line a picture: `path label`, or a table with a column of each.
public struct ImageList: DatasetSource {
  public static let name = "image-list"
  public static let summary =
    "image-list:LIST or image-list:train=LIST,validation=LIST,test=LIST,root=FOLDER, lines of “path label”, or CSV or TSV (path=COLUMN,label=COLUMN where its header leaves that open)"

  public static let holdsNativePictures = true

  private let training: String
  private let validation: String?
  private let test: String?
  /// Folder that the paths in the lists start from; that of the training list when `nil`.
  private let root: String?
  private let columns: ListColumns
  private let options: DatasetOptions

  /// - Parameters:
  ///   - location: the training list, or `train=…,validation=…,test=…`; then other settings.
  ///   - options: what else the user asked for.
  /// - Throws: `UnknownName` for an unknown key, ``DatasetProblem`` without a training list.
  public init(location: String, options: DatasetOptions) throws {
    self.options = options
    let place = try DataLocation(
      location, source: Self.name,
      keys: ["train", "validation", "test", "root", "path", "label", "parts", "missing", "several"])
    if place.path != nil, place.text("train") != nil {
      throw DatasetProblem("image-list has a list and train= as well; expected one of them")
    }
    guard let training = place.path ?? place.path("train"), !training.isEmpty else {
      throw DatasetProblem("image-list needs a list: image-list:LIST or image-list:train=LIST,…")
    }
    self.training = training
    validation = place.path("validation")
    test = place.path("test")
    root = place.path("root")
    columns = ListColumns(
      path: place.text("path"), label: place.text("label"),
      partsMatter: try place.flag("parts") ?? true,
      labelsMayMiss: try place.flag("missing") ?? true,
      labelsMayBeSeveral: try place.flag("several") ?? true)
  }

  /// Lists whose places are known, with lines of `path label`.
  init(
    training: String, validation: String?, test: String?, root: String?, options: DatasetOptions
  ) {
    self.training = training
    self.validation = validation
    self.test = test
    self.root = root
    self.options = options
    columns = ListColumns()
  }

  public var hasTestPart: Bool { test != nil }
  public var hasValidationPart: Bool { validation != nil }

  public func load(_ part: DatasetPart) throws -> LabelledSamples {
    try load(part, everyClass: true)
  }

  public func loadToMeasure() throws -> LabelledSamples {
    try load(hasTestPart ? .test : .training, everyClass: hasTestPart)
  }

  // `everyClass` says whether a number that no label of the training list is, between others, is an error.
  private func load(_ part: DatasetPart, everyClass: Bool) throws -> LabelledSamples {
    let root = root ?? training.parentFolder
    let list = try self.list(training, in: root)
    try MistakenLines(list) { Self.place($0, in: root) }.refuse()
    let classes = try list.classes(everyClass: everyClass)
    let wanted = part == .training ? list : try self.list(try path(part), in: root)
    if part != .training { try MistakenLines(wanted) { Self.place($0, in: root) }.refuse() }
    let pictures = try ListedPictures(
      wanted, places: wanted.entries.map { Self.place($0.path, in: root) })
    let labels = try wanted.labels(classes)
    let repeated = try RepeatedEntries(wanted, paths: pictures.paths, labels: labels)
    let lines = wanted.entries.map(\.line)
    let listPath = wanted.path
    let set = PictureFileSet(
      paths: pictures.paths, labels: labels, classNames: classes.names,
      named: { (listPath, lines[$0]) })
    return try set.samples(options).noting(
      list.remarks(classes) + (part == .training ? [] : wanted.remarks(labels, in: classes))
        + pictures.remarks + repeated.remarks)
  }

  private func list(_ path: String, in root: String) throws -> LabelledList {
    try LabelledList(
      path: path, columns: columns,
      isPicture: { !$0.isEmpty && ListedPictures.isPicture(Self.place($0, in: root)) })
  }

  private func path(_ part: DatasetPart) throws -> String {
    guard let path = part == .validation ? validation : test else {
      throw Self.noPart(part, training)
    }
    return path
  }

  /// Where an entry's picture lies. Backslashes, as Windows writes them, are slashes unless there is such
  /// a file.
  private static func place(_ path: String, in root: String) -> String {
    func whole(_ path: String) -> String {
      if path.hasPrefix("~/") { return path.expandingHomeFolder }
      return path.hasPrefix("/") || root.isEmpty ? path : FolderListing.path(path, in: root)
    }
    let place = whole(path)
    guard path.utf8.contains(UInt8(ascii: "\\")), !FileManager.default.fileExists(atPath: place)
    else { return place }
    return whole(path.replacing("\\", with: "/"))
  }
}
