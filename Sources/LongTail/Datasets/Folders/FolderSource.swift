internal import ArrayFiles
internal import Foundation

/// A source whose files lie in one folder.
protocol FolderSource: DatasetSource {
  var folder: String { get }
  var options: DatasetOptions { get }

  init(folder: String, options: DatasetOptions)

  /// - Throws: `FileProblem` when the folder lacks what it must hold.
  func requireFiles() throws
}

extension FolderSource {
  /// Takes the folder with the files, which are read when a part is loaded.
  /// - Throws: `FileProblem` when there is no such folder, or it lacks what it must hold.
  public init(location: String, options: DatasetOptions) throws {
    try PartFolders.requireFolder(location)
    self.init(folder: location, options: options)
    try requireFiles()
  }

  func requireFiles() throws {}
}

/// A folder with a published file for each of two parts, or with one of them.
protocol PublishedPartFiles: FolderSource {
  /// Samples of the published files.
  static var published: [DatasetPart: Int] { get }
  /// The error of a folder without either file.
  static var lacksBoth: String { get }

  /// Where the file of a part would be.
  func path(_ part: DatasetPart) -> String
  /// All samples of a file, in its order.
  func samples(at path: String) throws -> LabelledSamples
}

extension PublishedPartFiles {
  public var hasTestPart: Bool { has(.test) }

  /// Notes where a file has another number of samples than the published one.
  public func load(_ part: DatasetPart) throws -> LabelledSamples {
    guard part != .validation else { throw Self.noPart(part, folder) }
    let path = path(part)
    let samples = try samples(at: path)
    let expected = Self.published[part] ?? samples.count
    guard samples.count != expected else { return samples }
    return samples.noting([
      "\(path) has \(samples.count) pictures; the published \(part.rawValue) part has \(expected)"
    ])
  }

  func requireFiles() throws {
    guard has(.training) || has(.test) else { throw FileProblem(folder, Self.lacksBoth) }
  }

  private func has(_ part: DatasetPart) -> Bool {
    FileManager.default.fileExists(atPath: path(part))
  }
}
