internal import ArrayFiles
internal import Foundation

/// Where the parts of a data set lie: one folder that is all, a subfolder a part, or a folder a part as the
/// user named them.
struct PartFolders: Sendable, Codable, Equatable {
  /// The settings of a source that has such folders.
  static let keys = ["train", "validation", "test", "parts"]

  /// What the folders of a source hold.
  enum Content {
    /// Folders that are classes.
    case classFolders
    /// Files of arrays; in place of a folder one such file may be named.
    case arrays
  }

  /// Of data without a training part, the folder of their test part, whose classes are theirs.
  private(set) var training: String
  private(set) var validation: String?
  /// `nil` when there is no test part.
  private(set) var test: String?
  /// What the user should know of how the folders were understood.
  private(set) var remarks: [String] = []
  /// Whether somebody said that every folder is a class.
  private(set) var areClasses = false
  /// How else the folders could be read, for messages; empty when there is no other reading.
  private(set) var otherReading = ""
  /// What is wrong with these folders as something to learn from; `nil` where there is a training part.
  private(set) var trainingProblem: TrainingProblem?

  /// That there is no training part.
  struct TrainingProblem: Sendable, Codable, Equatable {
    /// The folder, as the user gave it.
    let folder: String
    let words: String
  }

  /// - Returns: `nil` for a part that is not there.
  /// - Throws: `FileProblem` for the training part of data that have none.
  func folder(_ part: DatasetPart) throws(FileProblem) -> String? {
    if part == .training, let problem = trainingProblem {
      throw FileProblem(problem.folder, problem.words)
    }
    return switch part {
    case .training: training
    case .validation: validation
    case .test: test
    }
  }

  /// - Parameters:
  ///   - location: as the user gave it.
  ///   - source: name of the source, for messages.
  ///   - content: what the folders hold.
  /// - Throws: `FileProblem` when there is no such folder, or when its folders can be read in two ways.
  init(_ location: DataLocation, source: String, content: Content) throws {
    if let path = location.path {
      if let key = ["train", "validation", "test"].first(where: { location.text($0) != nil }) {
        throw DatasetProblem(
          "\(source):\(path) has a folder and \(key)= as well; expected one folder, or train=… and test=…"
        )
      }
      let reading = FolderReading(folder: path, source: source, content: content)
      self = try reading.folders(areParts: location.flag("parts"))
      remarks += try sameFolders()
      return
    }
    guard let training = location.path("train") else {
      throw DatasetProblem("\(source) needs a folder: \(source):FOLDER or \(source):train=FOLDER,…")
    }
    if location.text("parts") != nil,
      try content == .arrays || location.flag("parts") != false
    {
      throw DatasetProblem(
        "\(source) setting parts belongs to one folder, not to train=…"
          + (content == .classFolders ? " (but parts=no: every folder in these is a class)" : ""))
    }
    self.init(
      training: training, validation: location.path("validation"), test: location.path("test"),
      areClasses: location.text("parts") != nil)
    for folder in [self.training, validation, test].compactMap({ $0 }) {
      try Self.requirePlace(folder, content)
    }
    remarks = try sameFolders()
  }

  /// Says which parts are one folder, whatever paths lead to it.
  private func sameFolders() throws -> [String] {
    guard trainingProblem == nil else { return [] }
    var parts: [FolderIdentity: (name: String, path: String)] = [:]
    var remarks: [String] = []
    let places: [(String, String?)] = [
      ("training", training), ("validation", validation), ("test", test),
    ]
    for (name, path) in places {
      guard let path, FileManager.default.fileExists(atPath: path) else { continue }
      guard let other = parts.updateValue((name, path), forKey: try FolderIdentity(path)) else {
        continue
      }
      remarks.append(
        "\(path): the \(other.name) part and the \(name) part are the same; what is measured on it says nothing of "
          + "other samples")
    }
    return remarks
  }

  init(
    training: String, validation: String? = nil, test: String? = nil, remarks: [String] = [],
    otherReading: String = "", areClasses: Bool = false
  ) {
    self.training = training
    self.validation = validation
    self.test = test
    self.remarks = remarks
    self.otherReading = otherReading
    self.areClasses = areClasses
  }

  /// Folders that can be measured and not learned from.
  /// - Parameters:
  ///   - test: the test part.
  ///   - problem: what is wrong with them as something to learn from.
  ///   - remarks: what the user should know of how they were understood.
  ///   - otherReading: how else they could be read; empty for no other reading.
  init(
    test: String, withoutTraining problem: FileProblem, remarks: [String], otherReading: String
  ) {
    self.init(training: test, test: test, remarks: remarks, otherReading: otherReading)
    trainingProblem = TrainingProblem(folder: problem.path, words: problem.problem)
  }

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// - Throws: `FileProblem` when there is no such folder.
  static func requireFolder(_ location: String) throws {
    guard FileManager.default.fileExists(atPath: location) else {
      throw FileProblem(location, "there is no such folder")
    }
    guard isFolder(location) else {
      throw FileProblem(location, "it is a file, a folder was expected")
    }
  }

  /// - Throws: `FileProblem` when there is no such folder, nor, among arrays, such a file.
  static func requirePlace(_ location: String, _ content: Content) throws {
    // A file of arrays is missed with its own words by whoever reads it.
    if content == .arrays, location.hasSuffix(".npy"), !isFolder(location) { return }
    try requireFolder(location)
  }
}
