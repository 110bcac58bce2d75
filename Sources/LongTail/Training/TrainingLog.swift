import ArrayFiles
import Foundation

/// One line of log.jsonl: an epoch.
public struct EpochRecord: Sendable, Codable, Equatable {
  /// 0-based index of the stage.
  public var stage: Int
  /// Name of the stage, as in the recipe.
  public var stageName: String
  /// 0-based epoch of the stage.
  public var epoch: Int
  /// Length of the stage, in epochs.
  public var epochs: Int
  /// The rate of the epoch's last step, before the factors of parameter groups; 0 for a stage with a fit.
  public var learningRate: Double
  /// Mean over the epoch's samples, in nats.
  public var loss: Double
  /// Means of the loss's named parts, in nats; empty for losses without any.
  public var lossParts: [String: Double]
  /// Share of right answers on augmented training samples while training, in [0, 1].
  public var trainingAccuracy: Double
  /// Figures on the validation part; `nil` without one.
  public var validation: EpochFigures?
  /// Figures on the test set; only when the recipe chooses the epoch on it.
  public var test: EpochFigures?
  /// What a stage with a fit chose, by name; `nil` for stages that train.
  public var fitted: [String: Double]?
  /// Timing; the only fields that differ between equal runs.
  public var timing: EpochTiming
}

/// How long an epoch took.
public struct EpochTiming: Sendable, Codable, Equatable {
  /// Wall-clock time of the epoch's steps, or of a fit.
  public var seconds: Double
  /// Samples trained on in a second of that time, also where they are no pictures.
  public var imagesPerSecond: Double
}

/// Appends to log.jsonl and knows its length, so that a resumed run continues at the right byte.
struct TrainingLog {
  let path: String
  private(set) var bytes: Int

  /// Continues at a length of `bytes`; what lies beyond is cut off.
  /// - Throws: `FileProblem` when the file is shorter than that, or cannot be written.
  init(path: String, continuingAt bytes: Int) throws {
    self.path = path
    self.bytes = bytes
    try truncateFile(path, to: bytes)
  }

  mutating func append(_ record: EpochRecord) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    var line = try encoder.encode(record)
    line.append(UInt8(ascii: "\n"))
    try appendToFile(path, line)
    bytes += line.count
  }
}

extension EpochRecord {
  /// All records of a run's log.
  /// - Throws: `FileProblem` with the line that does not read.
  public static func readAll(_ path: String) throws -> [EpochRecord] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileProblem(path, "cannot be read; expected a run's log")
    }
    return try data.split(separator: UInt8(ascii: "\n")).enumerated().map { index, line in
      do {
        return try JSONDecoder().decode(EpochRecord.self, from: Data(line))
      } catch {
        throw FileProblem(path, at: "line \(index + 1)", "is no record of an epoch")
      }
    }
  }
}

/// Makes a file that grows by appending exactly `bytes` long.
func truncateFile(_ path: String, to bytes: Int) throws {
  let file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o644)
  guard file >= 0 else { throw FileProblem.system(path, cannot: "be opened", code: errno) }
  defer { close(file) }
  let size = Int(lseek(file, 0, SEEK_END))
  guard size >= bytes else {
    throw FileProblem(
      path, "has \(size) bytes; the checkpoint was saved when it had \(bytes), so it was cut")
  }
  guard ftruncate(file, off_t(bytes)) == 0 else {
    throw FileProblem.system(path, cannot: "be shortened to \(bytes) bytes", code: errno)
  }
}

/// Appends and syncs.
func appendToFile(_ path: String, _ data: Data) throws {
  let file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
  guard file >= 0 else { throw FileProblem.system(path, cannot: "be opened", code: errno) }
  defer { close(file) }
  var written = 0
  while written < data.count {
    let count = data.withUnsafeBytes { bytes in
      write(file, bytes.baseAddress.map { $0 + written }, bytes.count - written)
    }
    // A short write means a disk that is nearly full: the next one tells the reason.
    guard count > 0 || (count < 0 && errno == EINTR) else {
      throw FileProblem.system(path, cannot: "be written to", code: errno)
    }
    written += max(0, count)
  }
  guard fsync(file) == 0 else {
    throw FileProblem.system(path, cannot: "be written to", code: errno)
  }
}
