import ArrayFiles
import Foundation

/// SHA-256 of a run's files, in the form that `sha256sum --check SHA256SUMS` reads.
///
/// Recipe and description of the data are written down when the run begins, what it ends with when it ends.
/// Checkpoints change in between; they vouch for themselves in their state. What is not in the list, as
/// everything of a run that was made without one, is not checked.
struct RunChecksums {
  static let fileName = RunDirectory.Entry.checksums.rawValue
  private let run: RunDirectory
  /// In hexadecimal, by the path below the run's folder; empty for a run that was made without.
  private(set) var digests: [String: String] = [:]

  /// - Throws: `FileProblem` for a list that does not read.
  init(of run: RunDirectory) throws(FileProblem) {
    self.run = run
    guard FileManager.default.fileExists(atPath: run.checksumsPath) else { return }
    guard let data = FileManager.default.contents(atPath: run.checksumsPath),
      let text = String(data: data, encoding: .utf8)
    else { throw FileProblem(run.checksumsPath, "cannot be read; expected a list of checksums") }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() where !line.isEmpty {
      let digest = line.prefix(64)
      guard digest.utf8.count == 64, digest.allSatisfy(\.isHexDigit),
        line.dropFirst(64).hasPrefix("  "), line.utf8.count > 66
      else {
        throw FileProblem(
          run.checksumsPath, at: "line \(number + 1)",
          "is damaged; expected a SHA-256, two spaces and a path")
      }
      digests[String(line.dropFirst(66))] = digest.lowercased()
    }
  }

  /// Writes the list for files as they are now.
  /// - Parameters:
  ///   - paths: files below the run's folder.
  ///   - kept: files that stay in the list with what it says of them; read now where it says nothing.
  ///   - contents: what files will hold that are written next, by their path.
  /// - Throws: `FileProblem` when a file cannot be read, or the list cannot be written.
  mutating func record(
    _ paths: [String], keeping kept: [String] = [], contents: [String: Data] = [:]
  ) throws {
    var new: [String: String] = [:]
    for path in kept {
      let name = run.relative(path)
      new[name] = try digests[name] ?? ContentDigest.ofFile(path)
    }
    for path in paths { new[run.relative(path)] = try ContentDigest.ofFile(path) }
    for (path, content) in contents {
      let digest = ContentDigest()
      digest.add(content)
      new[run.relative(path)] = digest.hexadecimal()
    }
    digests = new
    try write()
  }

  /// Writes the list with files as they are now in place of what it said of them; nothing for a run that was
  /// made without a list.
  /// - Throws: `FileProblem` when a file cannot be read, or the list cannot be written.
  mutating func renew(_ paths: [String]) throws {
    guard !digests.isEmpty else { return }
    for path in paths where FileManager.default.fileExists(atPath: path) {
      digests[run.relative(path)] = try ContentDigest.ofFile(path)
    }
    try write()
  }

  private func write() throws {
    let text = digests.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }.joined()
    try AtomicFile.write(Data(text.utf8), to: run.checksumsPath)
  }
}

extension RunDirectory {
  /// A path below the run's folder without that folder.
  func relative(_ file: String) -> String { String(file.dropFirst(path.count + 1)) }

  /// - Parameter paths: files and folders of the run; what the run has written down of them is checked.
  /// - Throws: `FileProblem` for the first that is no longer what the run has written.
  public func requireUnchanged(_ paths: String...) throws {
    let digests = try RunChecksums(of: self).digests
    for name in paths.map(relative) {
      for (file, recorded) in digests.sorted(by: { $0.key < $1.key })
      where file == name || file.hasPrefix(name + "/") {
        let found = try ContentDigest.ofFile(path + "/" + file)
        guard found != recorded else { continue }
        throw FileProblem(
          path + "/" + file,
          "has changed since the run wrote it, or is damaged: its SHA-256 is \(found), "
            + "\(RunChecksums.fileName) says \(recorded); put the original back, or, if the change is "
            + "meant, remove its line from \(checksumsPath)")
      }
    }
  }

  /// The files that a run has from its beginning on, the recipe apart: it comes last.
  var firstFiles: [String] {
    // Runs of earlier versions have no record of their samples.
    [environmentPath, dataDescriptionPath]
      + (FileManager.default.fileExists(atPath: samplesPath) ? [samplesPath] : [])
  }

  /// The files that a run has when it ends, besides those and its checkpoints.
  func lastFiles() throws -> [String] {
    let files = FileManager.default
    var found = [logPath, evaluationPath]
    for folder in [eventFolder, predictionFolder, calibratorFolder] {
      for file in (try files.subpathsOfDirectory(atPath: folder)).sorted() {
        var isFolder: ObjCBool = false
        let whole = folder + "/" + file
        guard files.fileExists(atPath: whole, isDirectory: &isFolder), !isFolder.boolValue else {
          continue
        }
        found.append(whole)
      }
    }
    return found
  }
}
