import ArrayFiles
import Foundation
import LongTail
import TestSupport
import Testing

/// A checkpoint is the old one or the new one, wherever its writer was killed.
struct RunCheckpointTests {
  private let folder: TemporaryFolder
  private let checkpoint: RunCheckpoint
  private let files = FileManager.default

  init() throws {
    folder = try TemporaryFolder()
    checkpoint = RunCheckpoint("last", in: try RunDirectory.claimed(folder("run"), resuming: false))
  }

  private func write(step: Int) throws {
    var state = TrainingState()
    state.step = step
    try checkpoint.write(
      model: [("weight", NumericArray([Float(step)], shape: [1]))],
      optimizer: [("velocity/weight", NumericArray([Float(0)], shape: [1]))], state: state,
      metadata: ["method": "test"])
  }

  /// Moves the checkpoint to where a killed writer may have left it.
  private func move(to suffix: String) throws {
    try files.moveItem(atPath: checkpoint.folder, toPath: checkpoint.folder + suffix)
  }

  private func step() throws -> Int {
    let step = try checkpoint.readState().step
    let weights = try SafetensorsFile.read(checkpoint.modelPath).tensors
    #expect(weights.map { $0.array.floats() } == [[Float(step)]])
    return step
  }

  /// `checkpoints` holds the checkpoint and nothing else.
  private func expectTidy() throws {
    #expect(try files.contentsOfDirectory(atPath: folder("run/checkpoints")) == ["last"])
  }

  @Test func `a new checkpoint takes the place of the old one`() throws {
    try write(step: 1)
    try write(step: 2)
    #expect(try step() == 2)
    try expectTidy()
  }

  @Test func `killed before the first rename, the old one counts`() throws {
    try write(step: 2)
    try move(to: ".new")
    try write(step: 1)
    // Now as after writing 2 aside, while 1 is in its place.
    try files.copyItem(atPath: checkpoint.folder, toPath: checkpoint.folder + ".new")
    try checkpoint.recover()
    #expect(try step() == 1)
    try write(step: 3)
    #expect(try step() == 3)
    try expectTidy()
  }

  @Test func `killed between the renames, the new one counts`() throws {
    try write(step: 1)
    try move(to: ".old")
    try write(step: 2)
    try move(to: ".new")
    try files.createDirectory(
      atPath: checkpoint.folder + ".old", withIntermediateDirectories: true)
    try checkpoint.recover()
    #expect(try step() == 2)
    try write(step: 3)
    try expectTidy()
  }

  @Test func `killed while the first one is written, there is none`() throws {
    try files.createDirectory(
      atPath: checkpoint.folder + ".new", withIntermediateDirectories: true)
    try Data([1, 2]).write(to: URL(fileURLWithPath: checkpoint.folder + ".new/model.safetensors"))
    try checkpoint.recover()
    #expect(!checkpoint.exists)
    #expect(throws: FileProblem.self) { try checkpoint.readState() }
    try write(step: 1)
    #expect(try step() == 1)
    try expectTidy()
  }

  @Test func `killed after writing the first one aside, it counts`() throws {
    try write(step: 1)
    try move(to: ".new")
    try checkpoint.recover()
    #expect(try step() == 1)
  }

  @Test func `an unfinished new one does not displace the old one that was moved`() throws {
    try write(step: 1)
    try move(to: ".old")
    try files.createDirectory(
      atPath: checkpoint.folder + ".new", withIntermediateDirectories: true)
    try checkpoint.recover()
    #expect(try step() == 1)
  }

  @Test func `killed before the old one is removed, the new one counts`() throws {
    try write(step: 1)
    try files.copyItem(atPath: checkpoint.folder, toPath: checkpoint.folder + ".old")
    try write(step: 2)
    #expect(try step() == 2)
    try expectTidy()
  }

  @Test func `a state of another version or of none is refused`() throws {
    try write(step: 1)
    var state = try checkpoint.readState()
    state.format += 1
    try JSONEncoder().encode(state).write(to: URL(fileURLWithPath: checkpoint.statePath))
    #expect(#expect(throws: FileProblem.self) { try checkpoint.readState() }?.place == "format")
    try Data("{}".utf8).write(to: URL(fileURLWithPath: checkpoint.statePath))
    #expect(throws: FileProblem.self) { try checkpoint.readState() }
  }

  @Test func `a checkpoint that cannot be written leaves the old one`() throws {
    try write(step: 1)
    // A file where the new folder belongs, in a folder that nothing can be made in.
    try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder("run/checkpoints"))
    defer {
      try? files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder("run/checkpoints"))
    }
    guard !files.isWritableFile(atPath: folder("run/checkpoints")) else { return }
    #expect(throws: FileProblem.self) { try write(step: 2) }
    #expect(try step() == 1)
  }
}
