import ArrayFiles
import Calibration
import Foundation
import Torch

/// What a run was made with, beside its recipe: written to environment.json.
public struct RunEnvironment: Sendable, Codable, Equatable {
  /// Version of the program that began the run.
  public var longtail: String
  /// Version of LibTorch, such as "2.13.0".
  public var libTorch: String
  /// Name and version of the operating system, in its own words.
  public var operatingSystem: String
  /// What the network ran on: `cpu`, `cuda:0`, `mps`.
  public var device: String
  /// Processes that carried the run out together, each with these threads; `nil` in runs of older versions.
  public var processes: Int?
  /// Threads of LibTorch's operators.
  public var threads: Int
  /// Threads that prepared batches.
  public var workers: Int
  /// Processors that the process might use.
  public var processors: Int
  /// What kind of processor they are, in its maker's words; `nil` where the system does not say it, and in runs of
  /// older versions.
  public var processor: String?
  /// The words that began the run, the program's name first.
  public var commandLine: [String]
  /// Where relative paths of the recipe and the command line start; `nil` in runs of older versions.
  public var folder: String?
  /// SHA-256 of the training part's samples and labels.
  public var dataFingerprint: String
  /// SHA-256 of the indices of the selected training samples.
  public var splitIdentity: String
  /// Where the selection comes from: `published`, `custom` or `natural`.
  public var splitKind: String
  /// When the run was begun: date and time in UTC, ISO 8601.
  public var started: String

  /// What there is now, with the version of the program that runs.
  public init(
    version: String, execution: Execution, data: DataPartition, commandLine: [String]
  ) {
    let process = ProcessInfo.processInfo
    longtail = version
    libTorch = LibTorch.version
    operatingSystem = process.operatingSystemVersionString
    device = execution.device.description
    processes = execution.group?.size ?? 1
    threads = threadCount
    workers = execution.workers
    processors = AvailableProcessors.count
    processor = ProcessorName.current
    self.commandLine = commandLine
    folder = FileManager.default.currentDirectoryPath
    dataFingerprint = data.training.samples.fingerprint
    splitIdentity = data.splitIdentity.sha256
    splitKind = data.splitIdentity.kind.rawValue
    started = ISO8601DateFormatter().string(from: Date())
  }

  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    try AtomicFile.write(encoder.encode(self), to: path)
  }

  /// - Throws: `FileProblem` when the file is missing or does not read.
  public static func read(_ path: String) throws -> RunEnvironment {
    try readJSON(path, as: RunEnvironment.self, what: "the environment of a run")
  }
}
