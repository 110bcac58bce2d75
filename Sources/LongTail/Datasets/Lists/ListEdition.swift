internal import ArrayFiles

/// A published long-tailed data set that is list files beside pictures, and what must hold of its lists.
struct ListEdition: Sendable {
  /// What a part's list must hold.
  struct Part: Sendable {
    /// The list's name in its folder.
    let file: String
    let samples: Int
    /// Samples of the largest and of the smallest class.
    let largest: Int
    let smallest: Int
    /// Names that git gives the content of the published lists; others may differ in their paths alone.
    var blobs: [String] = []
  }

  /// As papers call it.
  let title: String
  let classes: Int
  let training: Part
  /// `nil` for a set without one.
  var validation: Part?
  let test: Part
  /// Classes of many, medium and few training samples: above 100, 20 … 100, below 20.
  let groups: (many: Int, medium: Int, few: Int)

  func part(_ part: DatasetPart) -> Part? {
    switch part {
    case .training: training
    case .validation: validation
    case .test: test
    }
  }

  /// Finds out whether a list is the published one.
  /// - Parameters:
  ///   - path: the list.
  ///   - part: which part it is.
  ///   - labels: of its lines, each in `0 ..< classes`.
  ///   - found: classes that the training list has.
  /// - Returns: what to say of a list that is not byte for byte a published one.
  /// - Throws: `FileProblem` with what was found and what the published list has.
  func check(
    _ path: String, _ part: DatasetPart, labels: [Int], classes found: Int
  ) throws -> [String] {
    guard let expected = self.part(part) else { return [] }
    func require(_ what: String, _ found: Int, _ wanted: Int) throws(FileProblem) {
      guard found == wanted else {
        throw FileProblem(path, "\(found) \(what); the list of \(title) has \(wanted)")
      }
    }
    try require("lines", labels.count, expected.samples)
    try require("classes", found, classes)
    var counts = [Int](repeating: 0, count: classes)
    for label in labels { counts[label] += 1 }
    try require("samples of the largest class", counts.max() ?? 0, expected.largest)
    try require("samples of the smallest class", counts.min() ?? 0, expected.smallest)
    if part == .training {
      try require("classes of more than 100", counts.count { $0 > 100 }, groups.many)
      try require("classes of 20 … 100", counts.count { 20...100 ~= $0 }, groups.medium)
      try require("classes of fewer than 20", counts.count { $0 < 20 }, groups.few)
    }
    guard !expected.blobs.isEmpty, !expected.blobs.contains(try ContentDigest.gitBlob(path)) else {
      return []
    }
    return [
      "\(path) has the counts of \(title)'s list, but is not byte for byte the published one: its paths or its order "
        + "differ"
    ]
  }
}

/// A data set of a ``ListEdition``.
protocol PublishedListSource: DatasetSource {
  static var edition: ListEdition { get }
  var lists: PublishedLists { get }

  init(lists: PublishedLists)
}

/// The lists of a folder, and where their pictures are.
struct PublishedLists: Sendable, Codable {
  let folder: String
  let root: String
  let options: DatasetOptions

  func path(_ part: ListEdition.Part) -> String { FolderListing.path(part.file, in: folder) }
}

extension PublishedListSource {
  public static var holdsNativePictures: Bool { true }
  public static var isMirrorable: Bool { true }

  /// - Parameters:
  ///   - location: the folder with the lists, and `root=FOLDER` of the pictures where that is another one.
  ///   - options: how pictures are read.
  /// - Throws: ``DatasetProblem`` for a location that names no folder, or what is not known.
  public init(location: String, options: DatasetOptions) throws {
    let place = try DataLocation(location, source: Self.name, keys: ["root"])
    guard let folder = place.path, !folder.isEmpty else {
      throw DatasetProblem(
        "\(Self.name) needs the folder with its lists: \(Self.name):FOLDER,root=PICTURES")
    }
    try PartFolders.requireFolder(folder)
    let root = place.path("root") ?? folder
    try PartFolders.requireFolder(root)
    self.init(lists: PublishedLists(folder: folder, root: root, options: options))
  }

  public var hasTestPart: Bool { true }
  public var hasValidationPart: Bool { Self.edition.validation != nil }

  public func load(_ part: DatasetPart) throws -> LabelledSamples {
    let edition = Self.edition
    guard let wanted = edition.part(part) else { throw Self.noPart(part, lists.folder) }
    let training = try LabelledList(path: lists.path(edition.training))
    let classes = try training.classes(everyClass: true)
    let list = part == .training ? training : try LabelledList(path: lists.path(wanted))
    // Before any picture is looked for.
    let remarks = try edition.check(
      list.path, part, labels: list.labels(classes), classes: classes.names.count)
    return try ImageList(
      training: lists.path(edition.training), validation: edition.validation.map(lists.path),
      test: lists.path(edition.test), root: lists.root, options: lists.options
    ).load(part).noting(remarks)
  }
}
