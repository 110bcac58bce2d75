import ArrayFiles
import Foundation
import LongTail
import TestSupport
import Testing
import Torch

/// What happens when a run cannot go on.
struct FailureTests {
  private static let good = Stage(
    epochs: 1, optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule())

  private func stopped(_ folder: TemporaryFolder, _ recipe: Recipe, at question: Int) throws {
    let stop = StopAtQuestion(question)
    let session = try SmallRun.session(
      recipe, in: folder("run"), execution: Execution(shouldStop: { stop() }))
    #expect(throws: TrainingError.self) { try session.carryOut() }
  }

  @Test func `a loss that is no number ends the run and keeps the last good checkpoint`() throws {
    let folder = try TemporaryFolder()
    var wild = Self.good
    // Every step multiplies the weights by nearly −1,000,000.
    wild.optimizer = Chosen(SGDSettings(learningRate: 1000, momentum: 0, weightDecay: 1000))
    let recipe = SmallRun.recipe([Self.good, wild], batchSize: 4)
    let session = try SmallRun.session(recipe, in: folder("run"))
    let error = #expect(throws: TrainingError.self) { try session.carryOut() }
    guard case .notFinite(let stage, let epoch, _, _)? = error else {
      Issue.record("\(String(describing: error)) instead of a loss that is not finite")
      return
    }
    #expect(stage == 1 && epoch == 0)

    let checkpoint = RunCheckpoint("last", in: try RunDirectory.opened(folder("run")))
    #expect(try checkpoint.readState().stage == 1)
    let model = try ExpertModel(
      recipe.model, input: session.model.input, classes: 4, seed: 99)
    try checkpoint.load(into: model.store)
    for (name, tensor) in model.store.tensors {
      #expect(tensor.doubles.allSatisfy { $0.isFinite }, "\(name)")
    }
    #expect(throws: FileProblem.self) { try TrainedModel(folder("run"), device: .cpu) }
  }

  @Test func `weights that are no numbers end the run too`() throws {
    let folder = try TemporaryFolder()
    var wild = Self.good
    wild.epochs = 10
    wild.optimizer = Chosen(SGDSettings(learningRate: 1000, momentum: 0, weightDecay: 1000))
    // One step an epoch: the seventh's loss is fine, what it leaves is not.
    let session = try SmallRun.session(
      SmallRun.recipe(
        [Self.good, wild], model: ModelSettings(backbone: IdentityBackbone()), batchSize: 1000),
      in: folder("run"))
    let error = #expect(throws: TrainingError.self) { try session.carryOut() }
    guard case .notFinite(1, _, _, let what)? = error else {
      Issue.record("\(String(describing: error)) instead of a weight that is not finite")
      return
    }
    #expect(what.hasPrefix("the weight"))
  }

  @Test func `the weights of another network are refused with their names`() throws {
    let folder = try TemporaryFolder()
    let recipe = SmallRun.recipe([Self.good])
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    let checkpoint = RunCheckpoint("last", in: try RunDirectory.opened(folder("run")))
    let input = InputShape.picture(height: 8, width: 8, channels: 3)
    func problem(_ model: ModelSettings) throws -> String {
      let other = try ExpertModel(model, input: input, classes: 4, seed: 0)
      let before = other.store.state().map(\.array.bytes)
      let error = #expect(throws: FileProblem.self) { try checkpoint.load(into: other.store) }
      #expect(other.store.state().map(\.array.bytes) == before)
      #expect(error?.path == checkpoint.modelPath)
      return error?.problem ?? ""
    }
    #expect(
      try problem(ModelSettings(backbone: TwoLayerBackbone(hidden: 8))).contains("hidden.weight"))
    let strange = try problem(ModelSettings())
    #expect(strange.contains("missing: conv1.weight"))
    #expect(strange.contains("not expected: hidden.bias"))
  }

  @Test func `a run goes on with its own recipe only`() throws {
    let folder = try TemporaryFolder()
    var recipe = SmallRun.recipe([Self.good])
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    recipe.model.backbone = Chosen(TwoLayerBackbone(hidden: 8))
    let error = #expect(throws: FileProblem.self) {
      try SmallRun.session(recipe, in: folder("run"), resuming: true)
    }
    #expect(error?.place == "model.backbone.hidden")
    #expect(error?.problem.contains("16") == true)
  }

  @Test func `a log that was cut is noticed`() throws {
    let folder = try TemporaryFolder()
    let recipe = SmallRun.recipe([Self.good, Self.good, Self.good])
    // Two epochs lie in the log.
    try stopped(folder, recipe, at: 16)
    let log = folder("run/log.jsonl")
    let whole = try #require(FileManager.default.contents(atPath: log))
    #expect(!whole.isEmpty)
    try whole.dropLast(1).write(to: URL(fileURLWithPath: log))
    let error = #expect(throws: FileProblem.self) {
      try SmallRun.session(recipe, in: folder("run"), resuming: true)
    }
    #expect(error?.path == log)
    #expect(error?.problem.contains("\(whole.count - 1) bytes") == true)
  }

  @Test func `what a killed process logged after its last checkpoint is cut off`() throws {
    let folder = try TemporaryFolder()
    let recipe = SmallRun.recipe([Self.good, Self.good, Self.good])
    try stopped(folder, recipe, at: 16)
    let log = folder("run/log.jsonl")
    let whole = try #require(FileManager.default.contents(atPath: log))
    try (whole + Data("{\"half a rec".utf8)).write(to: URL(fileURLWithPath: log))
    _ = try SmallRun.session(recipe, in: folder("run"), resuming: true).carryOut()
    #expect(try EpochRecord.readAll(log).count == 3)
  }

  @Test func `a damaged checkpoint is refused with its path`() throws {
    let folder = try TemporaryFolder()
    let recipe = SmallRun.recipe([Self.good, Self.good])
    try stopped(folder, recipe, at: 3)
    let last = folder("run/checkpoints/last")
    for name in ["model.safetensors", "optimizer.safetensors", "state.json"] {
      let path = last + "/" + name
      let whole = try #require(FileManager.default.contents(atPath: path))
      try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: FileProblem.self) {
        try SmallRun.session(recipe, in: folder("run"), resuming: true).carryOut()
      }
      #expect(error?.path == path)
      try whole.write(to: URL(fileURLWithPath: path))
    }
    _ = try SmallRun.session(recipe, in: folder("run"), resuming: true).carryOut()
  }

  @Test func `a line of the log that is no record is named`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("log.jsonl", Data("{}\n".utf8))
    let error = #expect(throws: FileProblem.self) { try EpochRecord.readAll(path) }
    #expect(error?.place == "line 1")
  }
}
