import Foundation
import TestSupport
import Testing

/// Exact resume.
struct ResumeTests {
  @Test
  func `a run killed at any of twenty moments and resumed ends as one never stopped`() throws {
    try expectExactResume(kills: 20, epochs: 25, backbone: "two-layer", seed: 1)
  }

  @Test func `a convolutional network with batch normalisation resumes exactly too`() throws {
    try expectExactResume(kills: 3, epochs: 5, backbone: "resnet32", seed: 2)
  }

  /// Kills fresh runs at moments between the making of their folder and their end.
  private func expectExactResume(
    kills: Int, epochs: Int, backbone: String, seed: UInt64,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let folder = try TemporaryFolder()
    func start(_ name: String) throws -> RunningProcess {
      try RunningProcess(
        SmallRun.arguments(output: name, epochs: epochs, backbone: backbone), in: folder.path)
    }
    let files = FileManager.default
    let whole = try start("reference")
    // Loading LibTorch takes longer than the training: the clock starts with the run's folder.
    try #require(whole.wait { FileManager.default.fileExists(atPath: folder("reference")) })
    let begun = Date()
    try #require(whole.outcome().code == 0, sourceLocation: sourceLocation)
    let duration = Date().timeIntervalSince(begun)
    let reference = try SmallRun.result(folder("reference"))
    var generator = SeededGenerator(seed: seed)
    var midway = 0
    for kill in 0..<kills {
      let name = "killed-\(kill)"
      let path = folder(name)
      var delay = Double.random(in: 0..<1, using: &generator) * duration
      var outcome: LongTailProcess.Outcome
      // On a machine that is faster now than before, the process may end before it is killed.
      repeat {
        try? files.removeItem(atPath: path)
        outcome = try start(name).outcome(
          interruption: .when(signal: SIGKILL, delay: delay) {
            FileManager.default.fileExists(atPath: path)
          })
        delay *= 0.7
      } while outcome.code == 0
      try #require(outcome.code == -SIGKILL, "\(outcome.errors)", sourceLocation: sourceLocation)
      let hasBegun = files.fileExists(atPath: path + "/log.jsonl")
      if hasBegun, !files.fileExists(atPath: path + "/predictions/train") { midway += 1 }
      try SmallRun.train(
        name, in: folder, epochs: epochs, backbone: backbone, extra: ["--resume"],
        sourceLocation: sourceLocation)
      try SmallRun.expectEqual(
        path, reference, "killed after \(delay / 0.7) s of \(duration) s:",
        sourceLocation: sourceLocation)
    }
    #expect(midway * 3 >= kills, "only \(midway) of \(kills) were killed while training")
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `Ctrl-C and a closed terminal save and say how to go on, and going on so is exact`(
    signal: Int32
  ) throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("reference", in: folder, epochs: 40)
    let log = folder("run") + "/log.jsonl"
    let outcome = try LongTailProcess.run(
      SmallRun.arguments(output: "run", epochs: 40), in: folder.path,
      interruption: .when(signal: signal) {
        !(FileManager.default.contents(atPath: log) ?? Data()).isEmpty
      })
    #expect(outcome.code == 130, "\(outcome.errors)")
    #expect(outcome.errors.contains("longtail train --resume --output run"))
    #expect(FileManager.default.fileExists(atPath: folder("run/checkpoints/last/state.json")))
    try expectRefusal(
      ["report", "run", "--output", "page.html"], code: 1,
      naming: [
        "run: is not finished: it stands at stage 1 of 1, epoch ",
        " of 40; go on with longtail train --resume --output run",
      ],
      in: folder)
    let resumed = try LongTailProcess.run(
      ["train", "--resume", "--output", "run", "--threads", "1"], in: folder.path)
    try #require(resumed.code == 0, "\(resumed.errors)")
    try SmallRun.expectEqual(folder("run"), try SmallRun.result(folder("reference")))
  }

  @Test func `a run killed before its recipe was written can be begun again`() throws {
    let folder = try TemporaryFolder()
    for name in ["checkpoints", "predictions", "calibrators"] {
      try FileManager.default.createDirectory(
        atPath: folder("run/" + name), withIntermediateDirectories: true)
    }
    try Data("{}".utf8).write(to: URL(fileURLWithPath: folder("run/environment.json")))
    try SmallRun.train("run", in: folder, epochs: 1)
    #expect(FileManager.default.fileExists(atPath: folder("run/data.json")))
  }

  @Test func `resuming what has not begun says how to begin it, and does so when told`() throws {
    let folder = try TemporaryFolder()
    for name in ["checkpoints", "predictions", "calibrators"] {
      try FileManager.default.createDirectory(
        atPath: folder("run/" + name), withIntermediateDirectories: true)
    }
    let resume = ["train", "--resume", "--output", "run"]
    try expectRefusal(
      resume, code: 1, naming: ["run: the run has not begun", "longtail train METHOD --data"],
      in: folder)
    // With the command line at hand, it is the command line.
    try SmallRun.train(
      "other", in: folder, epochs: 1, extra: ["--set", "stages.0.name=with space"])
    try FileManager.default.copyItem(
      atPath: folder("other/environment.json"), toPath: folder("run/environment.json"))
    try expectRefusal(
      resume, code: 1,
      naming: [
        "has not begun", "longtail train balanced-softmax --data", "'stages.0.name=with space'",
      ],
      in: folder)
    try SmallRun.train("run", in: folder, epochs: 1, extra: ["--resume"])
    #expect(FileManager.default.fileExists(atPath: folder("run/evaluation.json")))
  }

  @Test func `what a killed process left half-written is swept away`() throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("run", in: folder, epochs: 1)
    let leftOver = folder("run/predictions/test/.1abc.partial")
    try Data("half".utf8).write(to: URL(fileURLWithPath: leftOver))
    try SmallRun.train("run", in: folder, epochs: 1, extra: ["--resume"])
    #expect(!FileManager.default.fileExists(atPath: leftOver))
  }

  @Test func `resuming with another recipe names the key that differs`() throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("run", in: folder, epochs: 1)
    let before = try SmallRun.result(folder("run"))
    let outcome = try LongTailProcess.run(
      SmallRun.arguments(output: "run", epochs: 1, extra: ["--resume", "--seed", "7"]),
      in: folder.path)
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("recipe.yaml, seed"), "\(outcome.errors)")
    try SmallRun.expectEqual(folder("run"), before)
  }
}
