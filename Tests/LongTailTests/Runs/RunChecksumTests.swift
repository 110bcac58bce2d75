import ArrayFiles
import Calibration
import Foundation
import LongTail
import TestSupport
import Testing
import Torch

/// One flipped bit in any file of a run does not go unnoticed.
struct RunChecksumTests {
  private let folder: TemporaryFolder
  private let recipe = SmallRun.recipe([
    Stage(epochs: 2, optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule()),
    Stage(
      name: "classifier", epochs: 1, trains: ["classifier"],
      optimizer: SGDSettings(learningRate: 0.02), schedule: ConstantSchedule()),
  ])

  init() throws {
    folder = try TemporaryFolder()
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
  }

  /// Changes one bit in the middle of a file, and puts it back afterwards.
  private func withFlippedBit(_ name: String, _ body: () throws -> Void) throws {
    let path = folder("run/" + name)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    var damaged = whole
    damaged[whole.count / 2] ^= 1
    try damaged.write(to: URL(fileURLWithPath: path))
    try body()
    try whole.write(to: URL(fileURLWithPath: path))
  }

  private func states() throws -> [String: RunInspection.State] {
    Dictionary(
      uniqueKeysWithValues: try RunInspection(of: folder("run")).files.map { ($0.name, $0.state) })
  }

  private var resume: () throws -> Void {
    { _ = try SmallRun.session(recipe, in: folder("run"), resuming: true).carryOut() }
  }

  private func expectRefusal(
    _ name: String, _ body: () throws -> Void, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let problem = #expect(throws: FileProblem.self, sourceLocation: sourceLocation) { try body() }
    #expect(problem?.path == folder("run/" + name), sourceLocation: sourceLocation)
    #expect(
      problem?.problem.contains("SHA-256") == true, "\(String(describing: problem))",
      sourceLocation: sourceLocation)
  }

  @Test func `a run as it was made is all right`() throws {
    let states = try states()
    for name in [
      "recipe.yaml", "data.json", "environment.json", "log.jsonl", "evaluation.json",
      "predictions/test/logits.npy", "calibrators/temperature.json", "checkpoints/last/state.json",
      "checkpoints/last/model.safetensors", "checkpoints/best/model.safetensors",
      "checkpoints/after-stage-1/model.safetensors",
    ] {
      #expect(states[name] == .ok, "\(name)")
    }
    #expect(states.values.filter(\.isWrong).isEmpty)
    #expect(throws: Never.self) { try resume() }
    #expect(try self.states()["evaluation.json"] == .ok)
  }

  @Test func `damaged weights are refused by all who read them`() throws {
    let best = "checkpoints/best/model.safetensors"
    try withFlippedBit(best) {
      expectRefusal(best) { _ = try TrainedModel(folder("run"), device: .cpu) }
      expectRefusal(best) { _ = try StartingWeights(folder("run"), afterStages: 0) }
      expectRefusal(best) { _ = try StageWeights.ofRun(folder("run")) }
      let states = try states()
      #expect(states[best] == .changed)
    }
    let last = "checkpoints/last/model.safetensors"
    try withFlippedBit(last) { expectRefusal(last, resume) }
    let first = "checkpoints/after-stage-1/model.safetensors"
    try withFlippedBit(first) {
      expectRefusal(first) { _ = try StartingWeights(folder("run"), afterStages: 1) }
    }
  }

  @Test(arguments: ["recipe.yaml", "data.json"])
  func `what describes the run is refused when it has changed`(_ name: String) throws {
    // A space in place of another character would not be noticed otherwise.
    let path = folder("run/" + name)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: path))
    expectRefusal(name) { _ = try TrainedModel(folder("run"), device: .cpu) }
    expectRefusal(name) { _ = try StartingWeights(folder("run"), afterStages: 0) }
    expectRefusal(name, resume)
    #expect(try states()[name] == .changed)
    // The way out for who means it.
    let list = folder("run/SHA256SUMS")
    let lines = try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n")
    let others = lines.filter { !$0.hasSuffix("  " + name) }
    #expect(others.count == lines.count - 1)
    try Data((others.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: list))
    #expect(try states()[name] == .notRecorded)
    #expect(throws: Never.self) { try TrainedModel(folder("run"), device: .cpu) }
  }

  @Test func `a recipe that was edited is told by the key that differs`() throws {
    let path = folder("run/recipe.yaml")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let edited = text.replacingOccurrences(of: "\nseed: 3", with: "\nseed: 4")
    #expect(edited != text)
    try Data(edited.utf8).write(to: URL(fileURLWithPath: path))
    let problem = #expect(throws: FileProblem.self) { try resume() }
    #expect(problem?.place == "seed")
  }

  @Test(arguments: [
    "calibrators/temperature.json", "predictions/test/logits.npy", "evaluation.json", "log.jsonl",
    "environment.json", "checkpoints/last/state.json",
  ])
  func `every file is told by name`(_ name: String) throws {
    try withFlippedBit(name) {
      let wrong = try states().filter(\.value.isWrong)
      #expect(wrong == [name: .changed])
    }
    let path = folder("run/" + name)
    try FileManager.default.removeItem(atPath: path)
    #expect(try states()[name] == .missing)
  }

  @Test func `a damaged calibrator measures nothing`() throws {
    let name = "calibrators/temperature.json"
    let path = folder("run/" + name)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: path))
    let run = try FinishedRun(folder("run"), execution: Execution())
    let predictions = try PredictionFolder.read(folder("run/predictions/test"))
    expectRefusal(name) { _ = try run.evaluation(of: predictions, on: "test") }
    expectRefusal(name) { _ = try run.trained.calibrator(named: "temperature") }
  }

  @Test func `a state that was changed is refused`() throws {
    let path = folder("run/checkpoints/last/state.json")
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let other = text.replacingOccurrences(of: "\"finished\" : true", with: "\"finished\" : false")
    #expect(other != text)
    try Data(other.utf8).write(to: URL(fileURLWithPath: path))
    expectRefusal("checkpoints/last/state.json", resume)
  }

  @Test func `a run that was made without checksums works, and strangers' files are no matter`()
    throws
  {
    try FileManager.default.removeItem(atPath: folder("run/SHA256SUMS"))
    for name in ["last", "best", "after-stage-1"] {
      let path = folder("run/checkpoints/\(name)/state.json")
      var state = try #require(
        try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
          as? [String: Any])
      #expect(state.removeValue(forKey: "checksums") != nil)
      try JSONSerialization.data(withJSONObject: state).write(to: URL(fileURLWithPath: path))
    }
    _ = try folder.file("run/thoughts.txt", Data("hm".utf8))
    let states = try states()
    #expect(states["recipe.yaml"] == .notRecorded)
    #expect(states["checkpoints/last/model.safetensors"] == .notRecorded)
    #expect(states["thoughts.txt"] == .unknown)
    #expect(states.values.filter(\.isWrong).isEmpty)
    #expect(throws: Never.self) { try TrainedModel(folder("run"), device: .cpu) }
    #expect(throws: Never.self) { try resume() }
    #expect(try self.states()["predictions/test/logits.npy"] == .ok)
  }

  @Test func `a damaged list says where`() throws {
    let list = folder("run/SHA256SUMS")
    let text = try String(contentsOfFile: list, encoding: .utf8)
    try Data(("x" + text).utf8).write(to: URL(fileURLWithPath: list))
    let problem = #expect(throws: FileProblem.self) { try RunInspection(of: folder("run")) }
    #expect(problem?.path == list && problem?.place == "line 1")
  }
}
