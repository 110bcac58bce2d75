import ArrayFiles
import Foundation
import TestSupport
import Testing

struct RunFolderTests {
  @Test func `a run that is there is kept; without --resume nothing is touched`() throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("run", in: folder, epochs: 1)
    try expectRefusal(
      SmallRun.arguments(output: "run", epochs: 1), code: 1,
      naming: ["run: holds a run already", "--resume"], in: folder)
  }

  @Test func `a folder with something else in it is no place for a run`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("mine"), withIntermediateDirectories: true)
    _ = try folder.file("mine/thesis.tex", Data("x".utf8))
    try expectRefusal(
      SmallRun.arguments(output: "mine", epochs: 1), code: 1, naming: ["mine", "not empty"],
      in: folder)
  }

  @Test func `a second process cannot join a run that one is training`() throws {
    let folder = try TemporaryFolder()
    let first = try RunningProcess(
      SmallRun.arguments(output: "run", epochs: 100_000), in: folder.path)
    let log = folder("run/log.jsonl")
    let begun = first.wait { !(FileManager.default.contents(atPath: log) ?? Data()).isEmpty }
    try #require(begun)
    let second = try LongTailProcess.run(
      SmallRun.arguments(output: "run", epochs: 100_000, extra: ["--resume"]), in: folder.path)
    #expect(second.code == 1)
    #expect(second.errors.contains("run: is in use by another process"), "\(second.errors)")
    #expect(first.isRunning)
    let third = try LongTailProcess.run(
      SmallRun.arguments(output: "run", epochs: 100_000), in: folder.path)
    #expect(third.code == 1)
    #expect(third.errors.contains("holds a run already"), "\(third.errors)")
    first.send(SIGKILL)
    #expect(first.outcome().code == -SIGKILL)
  }

  @Test func `a folder below a plain file cannot be made, and the message says so`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("plain", Data("x".utf8))
    let reason = "a part of its path is a file"
    try expectRefusal(
      SmallRun.arguments(output: "plain/run", epochs: 1), code: 1, naming: ["plain", reason],
      in: folder)
    try expectRefusal(
      ["data", "export", "--data", SmallRun.data, "--split", "train", "--output", "plain/data"],
      code: 1, naming: ["plain", reason], in: folder)
  }

  @Test func `an export replaces nothing, least of all the samples that it reads`() throws {
    let folder = try TemporaryFolder()
    let export = ["data", "export", "--split", "train", "--output", "lt", "--data"]
    let first = try LongTailProcess.run(export + [SmallRun.data], in: folder.path)
    try #require(first.code == 0, "\(first.errors)")
    try expectRefusal(
      export + ["arrays:lt", "--validation-fraction", "0.2"], code: 1,
      naming: ["lt/", "is there already", "--overwrite"], in: folder)
    let again = try LongTailProcess.run(export + [SmallRun.data, "--overwrite"], in: folder.path)
    #expect(again.code == 0, "\(again.errors)")
  }

  @Test func `what a run is resumed with, and too many threads, are told`() throws {
    let folder = try TemporaryFolder()
    try expectRefusal(
      ["train", "cross-entropy", "--resume", "--output", "run"], code: 2,
      naming: ["longtail train --resume --output"], in: folder)
    try expectRefusal(
      SmallRun.arguments(output: "run", epochs: 1, extra: ["--threads", "99999999"]), code: 2,
      naming: ["--threads", "1024"], in: folder)
  }

  @Test(arguments: ["1000", "300"])
  func `a loss or score that is not finite ends the run with advice, no broken weights`(
    rate: String
  ) throws {
    let folder = try TemporaryFolder()
    let outcome = try LongTailProcess.run(
      SmallRun.arguments(
        output: "run", extra: ["--set", "stages.0.optimizer.learningRate=\(rate)"]),
      in: folder.path)
    #expect(outcome.code == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains("a smaller learning rate"), "\(outcome.errors)")
    let files = FileManager.default
    #expect(!files.fileExists(atPath: folder("run/evaluation.json")))
    #expect(!files.fileExists(atPath: folder("run/report.html")))
    for name in ["last", "best"] {
      let path = folder("run/checkpoints/\(name)/model.safetensors")
      guard files.fileExists(atPath: path) else { continue }
      for tensor in try SafetensorsFile.read(path).tensors {
        let infinite = tensor.array.doubles().filter { !$0.isFinite }
        #expect(infinite.isEmpty, "\(name): \(tensor.name)")
      }
    }
  }
}
