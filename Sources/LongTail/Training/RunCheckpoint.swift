public import ArrayFiles
import Foundation
public import Torch

/// Weights, optimizer and state of a run in one folder that is either the old or the new one, never half.
public struct RunCheckpoint {
  /// The checkpoint's folder; with `.new` and `.old` after its name, what an exchange of the two leaves for
  /// moments.
  public let folder: String

  /// The checkpoint folder of that name below a run's `checkpoints`.
  public init(_ name: String, in run: RunDirectory) {
    folder = run.checkpointFolder + "/" + name
  }

  /// The weights after a run's first stages; runs with one stage have none.
  public static func stages(_ count: Int, in run: RunDirectory) -> RunCheckpoint {
    RunCheckpoint("after-stage-\(count)", in: run)
  }

  static let modelName = "model.safetensors"
  static let optimizerName = "optimizer.safetensors"
  static let stateName = "state.json"

  /// The network's parameters and buffers, safetensors.
  public var modelPath: String { folder + "/" + Self.modelName }
  /// The optimizer's state, safetensors; missing in checkpoints that are only evaluated.
  public var optimizerPath: String { folder + "/" + Self.optimizerName }
  /// How far the run had come, JSON; it is written last, and makes the folder a checkpoint.
  public var statePath: String { Self.statePath(in: folder) }
  private static func statePath(in folder: String) -> String { folder + "/" + stateName }
  private var fresh: String { folder + ".new" }
  private var old: String { folder + ".old" }

  /// Writes aside, syncs, then renames. A checkpoint that is only evaluated needs no optimizer.
  /// - Throws: `FileProblem`, for instance when the disk is full; the former checkpoint stays.
  public func write(
    model: [(name: String, array: NumericArray)],
    optimizer: [(name: String, array: NumericArray)]?,
    state: TrainingState, metadata: [String: String]
  ) throws {
    let files = FileManager.default
    try recover()
    try? files.removeItem(atPath: fresh)
    do {
      // Not the folders above it: a run whose folder has gone is not begun again in part.
      try files.createDirectory(atPath: fresh, withIntermediateDirectories: false)
      var written: [String: String] = [:]
      func add(
        _ name: String, _ arrays: [(name: String, array: NumericArray)],
        _ metadata: [String: String]
      ) throws {
        let path = fresh + "/" + name
        try SafetensorsFile.write(arrays, metadata: metadata, to: path)
        written[name] = try ContentDigest.ofFile(path)
      }
      try add(Self.modelName, model, metadata)
      if let optimizer { try add(Self.optimizerName, optimizer, [:]) }
      var state = state
      state.checksums = CheckpointChecksums(files: written, state: try Self.digest(of: state))
      // The state comes last: a folder that has one is complete.
      try AtomicFile.write(Self.encoded(state), to: Self.statePath(in: fresh))
    } catch let error as FileProblem {
      try? files.removeItem(atPath: fresh)
      throw error
    } catch {
      try? files.removeItem(atPath: fresh)
      throw FileProblem(folder, "the checkpoint cannot be written: \(error.localizedDescription)")
    }
    try exchange()
  }

  private func exchange() throws {
    try? FileManager.default.removeItem(atPath: old)
    if FileManager.default.fileExists(atPath: folder) { try move(folder, to: old) }
    try move(fresh, to: folder)
    try? FileManager.default.removeItem(atPath: old)
  }

  private func move(_ source: String, to destination: String) throws {
    guard rename(source, destination) == 0 else {
      throw FileProblem.system(destination, cannot: "be renamed", code: errno)
    }
  }

  /// Finishes what a killed process left between two renames, and clears what it left aside.
  public func recover() throws {
    let files = FileManager.default
    if !files.fileExists(atPath: folder) {
      if files.fileExists(atPath: Self.statePath(in: fresh)) {
        try move(fresh, to: folder)
      } else if files.fileExists(atPath: Self.statePath(in: old)) {
        try move(old, to: folder)
      }
    }
    try? files.removeItem(atPath: fresh)
    try? files.removeItem(atPath: old)
  }

  /// Whether the folder holds a complete checkpoint.
  public var exists: Bool { FileManager.default.fileExists(atPath: statePath) }

  /// - Throws: `FileProblem` for a file that is missing or does not read.
  public func readState() throws -> TrainingState {
    guard let data = FileManager.default.contents(atPath: statePath) else {
      throw FileProblem(statePath, "cannot be read; expected the state of a run")
    }
    do {
      let state = try JSONDecoder().decode(TrainingState.self, from: data)
      guard state.format == TrainingState().format else {
        throw FileProblem(
          statePath, at: "format",
          "is \(state.format); this version reads \(TrainingState().format)")
      }
      if let recorded = state.checksums?.state, try Self.digest(of: state) != recorded {
        throw FileProblem(
          statePath,
          "is damaged: its SHA-256 is not the one that it says; what is in it was changed")
      }
      return state
    } catch let error as FileProblem {
      throw error
    } catch {
      throw FileProblem(statePath, "is not the state of a run: \(error)")
    }
  }

  private static func encoded(_ state: TrainingState) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
    return try encoder.encode(state)
  }

  /// Of all that a state says, its checksums apart.
  private static func digest(of state: TrainingState) throws -> String {
    var bare = state
    bare.checksums = nil
    let digest = ContentDigest()
    digest.add(try encoded(bare))
    return digest.hexadecimal()
  }

  /// - Parameter path: the weights' or the optimizer's file.
  /// - Throws: `FileProblem` when it is not the one that the state was saved with.
  func requireUnchanged(_ path: String) throws {
    let name = (path as NSString).lastPathComponent
    guard let recorded = try readState().checksums?.files[name] else { return }
    let found = try ContentDigest.ofFile(path)
    guard found == recorded else {
      throw FileProblem(
        path,
        "has changed since it was saved, or is damaged: its SHA-256 is \(found), \(Self.stateName) beside it "
          + "says \(recorded)")
    }
  }

  /// Loads the weights into a network of the same shape.
  /// - Parameters:
  ///   - store: the network's tensors.
  ///   - isElsewhere: whether a tensor that the checkpoint lacks is in the network already, as a trained backbone's is.
  /// - Throws: `FileProblem` for a damaged file or the weights of another network.
  public func load(
    into store: ParameterStore, leaving isElsewhere: (String) -> Bool = { _ in false }
  ) throws {
    try requireUnchanged(modelPath)
    var arrays = try RunCheckpoint.arrays(modelPath)
    for (name, tensor) in store.tensors where arrays[name] == nil && isElsewhere(name) {
      arrays[name] = tensor.numericArray()
    }
    try store.load(arrays, from: modelPath)
  }

  /// All arrays of a safetensors file, by name.
  static func arrays(_ path: String) throws -> [String: NumericArray] {
    try Dictionary(
      SafetensorsFile.read(path).tensors.map { ($0.name, $0.array) }, uniquingKeysWith: { $1 })
  }
}
