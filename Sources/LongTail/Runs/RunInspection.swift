import ArrayFiles
import Foundation

/// A look at every file of a run, and at that of the backbone it began with: whether it still is what the run wrote or read.
public struct RunInspection: Sendable {
  /// What became of a file.
  public enum State: String, Sendable {
    /// It is what was written down.
    case ok
    /// It is not.
    case changed
    /// It was written down, and is gone.
    case missing
    /// It belongs to the run, but nothing was written down of it.
    case notRecorded = "not recorded"
    /// No run writes such a file.
    case unknown

    /// Whether something is wrong.
    public var isWrong: Bool { self == .changed || self == .missing }
  }

  /// One file, and what became of it.
  public struct File: Sendable {
    /// Below the run's folder; the path of a backbone's file as the recipe has it.
    public let name: String
    /// What became of it.
    public let state: State
    /// What is wrong, in words; `nil` when nothing is.
    public var problem: String?
  }

  /// In the order of their names.
  public let files: [File]

  /// Whether something is wrong with one of them.
  public var isWrong: Bool { files.contains { $0.state.isWrong } }

  /// Reads all files of a run, those of its checkpoints too.
  /// - Throws: `FileProblem` when there is no run, or its list of checksums does not read.
  public init(of path: String) throws {
    let run = try RunDirectory.opened(path)
    var found: [String: File] = [:]
    let digests = try RunChecksums(of: run).digests
    for (name, recorded) in digests {
      found[name] = Self.file(name, at: run.path + "/" + name, recorded: recorded)
    }
    let present = Self.names(below: run.path)
    let checkpoints = Set(
      present.map { $0.split(separator: "/").map(String.init) }
        .filter { $0.count == 3 && $0[0] == RunDirectory.Entry.checkpoints.rawValue }.map { $0[1] }
        // What a killed process left aside is swept away when the run goes on.
        .filter { !$0.hasSuffix(".new") && !$0.hasSuffix(".old") })
    for name in checkpoints {
      for file in Self.files(
        of: RunCheckpoint(name, in: run),
        below: "\(RunDirectory.Entry.checkpoints.rawValue)/\(name)/")
      {
        found[file.name] = file
      }
    }
    if let backbone = Self.backbone(of: run) { found[backbone.name] = backbone }
    for name in present where found[name] == nil {
      found[name] = File(name: name, state: Self.isOfRuns(name) ? .notRecorded : .unknown)
    }
    files = found.values.sorted { $0.name < $1.name }
  }

  /// A checkpoint's files by what its state says of them.
  private static func files(of checkpoint: RunCheckpoint, below folder: String) -> [File] {
    let name = folder + RunCheckpoint.stateName
    let state: TrainingState
    do {
      state = try checkpoint.readState()
    } catch {
      let isThere = FileManager.default.fileExists(atPath: checkpoint.statePath)
      return [File(name: name, state: isThere ? .changed : .missing, problem: "\(error)")]
    }
    guard let checksums = state.checksums else { return [] }
    return [File(name: name, state: .ok)]
      + checksums.files.map { file, recorded in
        self.file(folder + file, at: checkpoint.folder + "/" + file, recorded: recorded)
      }
  }

  /// The file of weights that the run's network needs beside its own; `nil` for a run without one, and where the recipe
  /// does not read.
  private static func backbone(of run: RunDirectory) -> File? {
    guard let recipe = try? RecipeFile.read(run.recipePath).expandingHomeFolder,
      let pretrained = recipe.pretrained
    else { return nil }
    let path = pretrained.path
    guard FileManager.default.fileExists(atPath: path) else {
      return File(
        name: path, state: .missing,
        problem: "the backbone that the recipe begins with (pretrained.path); it is gone")
    }
    do {
      _ = try pretrained.opened(for: recipe.model)
      return File(name: path, state: .ok)
    } catch {
      return File(name: path, state: .changed, problem: "\(error)")
    }
  }

  private static func file(_ name: String, at path: String, recorded: String) -> File {
    guard FileManager.default.fileExists(atPath: path) else {
      return File(name: name, state: .missing, problem: "the run wrote it; it is gone")
    }
    do {
      let found = try ContentDigest.ofFile(path)
      guard found != recorded else { return File(name: name, state: .ok) }
      return File(
        name: name, state: .changed, problem: "its SHA-256 is \(found), recorded was \(recorded)")
    } catch {
      return File(name: name, state: .changed, problem: "\(error)")
    }
  }

  /// Plain files, hidden ones apart.
  private static func names(below folder: String) -> [String] {
    let files = FileManager.default
    return ((try? files.subpathsOfDirectory(atPath: folder)) ?? []).filter { name in
      var isFolder: ObjCBool = false
      return !name.split(separator: "/").contains { $0.hasPrefix(".") }
        && files.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  private static func isOfRuns(_ name: String) -> Bool {
    let first = name.prefix { $0 != "/" }
    return RunDirectory.Entry(rawValue: String(first)) != nil
  }
}
