import ArrayFiles
import Foundation

/// Everything about one run on disk; DESIGN section 6 lists what lies where.
public final class RunDirectory {
  public let path: String
  /// Held while a process writes to the run; the system releases it when the process dies.
  private var lock: Int32 = -1

  private init(path: String) {
    self.path = path
  }

  deinit {
    if lock >= 0 { close(lock) }
  }

  public var recipePath: String { path + "/recipe.yaml" }
  public var environmentPath: String { path + "/environment.json" }
  public var dataDescriptionPath: String { path + "/data.json" }
  /// The record of which samples are used in which part.
  public var samplesPath: String { path + "/samples.npy" }
  public var logPath: String { path + "/log.jsonl" }
  public var eventFolder: String { path + "/events" }
  public var checkpointFolder: String { path + "/checkpoints" }
  public var evaluationPath: String { path + "/evaluation.json" }
  public var reportPath: String { path + "/report.html" }

  /// The folder with the predictions on one part of the data.
  public func predictionsPath(_ part: String) -> String { path + "/predictions/" + part }

  /// The file of one fitted calibrator.
  public func calibratorPath(_ name: String) -> String { path + "/calibrators/" + name + ".json" }

  /// Opens a run to read it.
  /// - Throws: `FileProblem` when there is no run at the path.
  public static func opened(_ path: String) throws -> RunDirectory {
    let run = RunDirectory(path: path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FileProblem(path, "there is no run here")
    }
    guard isFolder.boolValue else { throw FileProblem(path, "is a file; expected a run's folder") }
    guard FileManager.default.fileExists(atPath: run.recipePath) else {
      throw FileProblem(path, "is no run: it has no recipe.yaml")
    }
    return run
  }

  /// Makes the folder of a new run and takes its lock, or takes up one to be resumed.
  /// - Throws: `FileProblem` when the folder cannot be made, holds something already, or is in use.
  public static func claimed(_ path: String, resuming: Bool) throws -> RunDirectory {
    let run = RunDirectory(path: path)
    let files = FileManager.default
    let subfolders = ["checkpoints", "predictions", "calibrators"]
    let exists = files.fileExists(atPath: run.recipePath)
    if exists && !resuming {
      throw FileProblem(
        path, "holds a run already; add --resume to continue it, or choose another --output")
    }
    // A process that was killed while it began a run leaves no more than these.
    let beginnings = subfolders + ["environment.json", "data.json", "samples.npy"]
    if !exists, let contents = try? files.contentsOfDirectory(atPath: path),
      contents.contains(where: { !$0.hasPrefix(".") && !beginnings.contains($0) })
    {
      throw FileProblem(path, "is not empty and is no run; choose another --output")
    }
    try Folder.make(path)
    for name in subfolders { try Folder.make(path + "/" + name) }
    try run.takeLock()
    run.removePartialFiles()
    return run
  }

  /// Removes what a killed process had only begun to write.
  private func removePartialFiles() {
    let files = FileManager.default
    for file in (try? files.subpathsOfDirectory(atPath: path)) ?? []
    where file.hasSuffix(".partial") && (file as NSString).lastPathComponent.hasPrefix(".") {
      try? files.removeItem(atPath: path + "/" + file)
    }
  }

  private func takeLock() throws {
    lock = open(path + "/.lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
    guard lock >= 0 else {
      throw FileProblem(path, "cannot be written to: \(String(cString: strerror(errno)))")
    }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      throw FileProblem(path, "is in use by another process that is training this run")
    }
  }
}
