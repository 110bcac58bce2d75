import ArrayFiles
import Foundation

/// Everything about one run on disk.
public final class RunDirectory {
  /// The run's folder, as given.
  public let path: String
  /// Held while a process writes to the run; the system releases it when the process dies.
  private var lock: Int32 = -1

  private init(path: String) {
    self.path = path
  }

  /// The places of a run at a path, whether there is one or not. Nothing is read or taken.
  public static func at(_ path: String) -> RunDirectory { RunDirectory(path: path) }

  deinit {
    if lock >= 0 { close(lock) }
  }

  /// The recipe that is carried out, YAML; a folder with one holds a run.
  public var recipePath: String { place(.recipe) }
  /// What the run was made with: ``RunEnvironment`` as JSON.
  public var environmentPath: String { place(.environment) }
  /// What the data were: ``DataDescription`` as JSON.
  public var dataDescriptionPath: String { place(.data) }
  /// The record of which samples are used in which part.
  public var samplesPath: String { place(.samples) }
  /// A line of JSON an epoch: ``EpochRecord``.
  public var logPath: String { place(.log) }
  /// The folder of the curves for TensorBoard: ``EventFile``.
  public var eventFolder: String { place(.events) }
  /// The folder of the checkpoints, each a folder: ``RunCheckpoint``.
  public var checkpointFolder: String { place(.checkpoints) }
  /// The folder of the fitted calibrators, a JSON file each.
  public var calibratorFolder: String { place(.calibrators) }
  /// The folder of the predictions, a folder for each part of the data.
  public var predictionFolder: String { place(.predictions) }
  /// Every figure of the finished run: ``Evaluation`` as JSON.
  public var evaluationPath: String { place(.evaluation) }
  /// The report of the run, a page of HTML.
  public var reportPath: String { place(.report) }
  /// SHA-256 of the files that do not change any more, as `sha256sum --check` reads them.
  public var checksumsPath: String { place(.checksums) }

  /// What a run has directly in its folder, by name.
  enum Entry: String, CaseIterable {
    case recipe = "recipe.yaml"
    case environment = "environment.json"
    case data = "data.json"
    case samples = "samples.npy"
    case log = "log.jsonl"
    case events, checkpoints, calibrators, predictions
    case evaluation = "evaluation.json"
    case report = "report.html"
    case reportClasses = "report-classes.csv"
    case checksums = "SHA256SUMS"
  }

  private func place(_ entry: Entry) -> String { path + "/" + entry.rawValue }

  /// Whether a run has begun here: its recipe is written last.
  public var hasBegun: Bool { FileManager.default.fileExists(atPath: recipePath) }

  /// Whether a run has come to its end here, with all its figures.
  public var isFinished: Bool { FileManager.default.fileExists(atPath: evaluationPath) }

  /// The folder with the predictions on one part of the data.
  public func predictionsPath(_ part: String) -> String { predictionFolder + "/" + part }

  /// The file of one fitted calibrator.
  public func calibratorPath(_ name: String) -> String { calibratorFolder + "/" + name + ".json" }

  /// Opens a run to read it.
  /// - Throws: `FileProblem` when there is no run at the path.
  public static func opened(_ path: String) throws -> RunDirectory {
    let run = RunDirectory(path: path)
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw FileProblem(path, "there is no run here")
    }
    guard isFolder.boolValue else { throw FileProblem(path, "is a file; expected a run's folder") }
    guard run.hasBegun else {
      guard run.isUnbegun else {
        throw FileProblem(path, "is no run: it has no \(Entry.recipe.rawValue)")
      }
      throw FileProblem(
        path,
        "the run has not begun: its process ended before the recipe was written; begin it with "
          + run.beginning)
    }
    return run
  }

  /// Whether a process has taken the folder for a run and ended before the recipe was there.
  private var isUnbegun: Bool {
    let contents = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return contents.contains(Entry.checkpoints.rawValue) && contents.allSatisfy(Self.isBeginning)
  }

  /// What a process that was killed while it began a run leaves at most.
  private static func isBeginning(_ name: String) -> Bool {
    let first = subfolders + [.environment, .data, .samples, .checksums]
    return name.hasPrefix(".") || first.contains { $0.rawValue == name }
  }

  private static let subfolders: [Entry] = [.checkpoints, .predictions, .calibrators]

  /// The command that began the run, where that was written down before its process ended.
  private var beginning: String {
    guard let environment = try? RunEnvironment.read(environmentPath),
      environment.commandLine.dropFirst().first == "train"
    else { return "its method and data: longtail train METHOD --data … --output \(path.shellWord)" }
    return "longtail " + environment.commandLine.dropFirst().map(\.shellWord).joined(separator: " ")
  }

  /// Makes the folder of a new run and takes its lock, or takes up one to be resumed.
  /// - Throws: `FileProblem` when the folder cannot be made, holds something already, or is in use.
  public static func claimed(_ path: String, resuming: Bool) throws -> RunDirectory {
    let run = RunDirectory(path: path)
    let files = FileManager.default
    let exists = run.hasBegun
    if exists && !resuming {
      throw FileProblem(
        path, "holds a run already; add --resume to continue it, or choose another --output")
    }
    if !exists, let contents = try? files.contentsOfDirectory(atPath: path),
      !contents.allSatisfy(isBeginning)
    {
      throw FileProblem(path, "is not empty and is no run; choose another --output")
    }
    try Folder.make(path)
    for entry in subfolders { try Folder.make(run.place(entry)) }
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

  /// Whether the folder is still the one that the run began in.
  /// - Throws: `FileProblem` when it was removed, or moved, while the run was training.
  func requirePresent() throws {
    guard lock >= 0 else { return }
    var own = stat()
    var found = stat()
    guard fstat(lock, &own) == 0, stat(path + "/.lock", &found) == 0, own.st_ino == found.st_ino,
      own.st_dev == found.st_dev
    else {
      throw FileProblem(
        path,
        "the run's folder was removed or moved while it was training, so nothing more can be saved "
          + "there; put it back and go on with --resume, or begin the run again")
    }
  }

  private func takeLock() throws {
    lock = open(path + "/.lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
    guard lock >= 0 else {
      throw FileProblem.system(path, cannot: "be written to", code: errno)
    }
    guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
      throw FileProblem(path, "is in use by another process that is training this run")
    }
  }
}
