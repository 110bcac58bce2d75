import Foundation
import TestSupport
import Testing

@Suite("Weight files that are refused")
struct BadCheckpointTests {
  @Test(
    "A hostile PyTorch file is neither run nor converted",
    arguments: [
      "system.pt", "eval-legacy.pth", "getattr.pt", "whole-model.pt", "instance.pt",
      "extension.pt", "outside-offset.pt", "overflow.pt", "nested-lists.pt", "itself.pt",
      "laughs.pt", "copies.pt", "claims-text.pt", "short-storage.pt", "missing-storage.pt",
    ])
  func hostile(name: String) throws {
    let folder = try TemporaryFolder()
    let file = fixtureFile("checkpoints/\(name)").path
    try expectRefusal(["checkpoint", "list", file], code: 1, naming: [name], in: folder)
    try expectRefusal(
      ["checkpoint", "convert", file, "--output", "out.safetensors"], code: 1, naming: [name],
      in: folder)
    #expect(!FileManager.default.fileExists(atPath: "/tmp/attacked"))
  }

  @Test(
    "A damaged, cut, empty or missing file is named", arguments: ["full.pt", "full-legacy.pth"])
  func damaged(name: String) throws {
    let folder = try TemporaryFolder()
    let whole = try Data(contentsOf: fixtureFile("checkpoints/\(name)"))
    _ = try folder.file("cut.pt", whole.prefix(whole.count / 2))
    _ = try folder.file("empty.pt", Data())
    _ = try folder.file("noise.pt", Data((0..<4096).map { UInt8(truncatingIfNeeded: $0 * 73) }))
    for bad in ["cut.pt", "empty.pt", "noise.pt", "missing.pt"] {
      try expectRefusal(["checkpoint", "list", bad], code: 1, naming: [bad], in: folder)
      try expectRefusal(
        ["checkpoint", "convert", bad, "--output", "out.safetensors"], code: 1, naming: [bad],
        in: folder)
    }
  }

  @Test("A conversion replaces no file unless it is told to")
  func overwriting() throws {
    let folder = try TemporaryFolder()
    let file = fixtureFile("checkpoints/full.pt").path
    _ = try folder.file("out.safetensors", Data("mine".utf8))
    let convert = ["checkpoint", "convert", file, "--output", "out.safetensors"]
    try expectRefusal(convert, code: 1, naming: ["out.safetensors", "--overwrite"], in: folder)
    let outcome = try LongTailProcess.run(convert + ["--overwrite"], in: folder.path)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let listed = try LongTailProcess.run(
      ["checkpoint", "list", "out.safetensors"], in: folder.path)
    #expect(listed.output.contains("conv.weight"), "\(listed.output)")
  }

  @Test("The weights of another network in a run are told by the array that does not fit")
  func anotherNetwork() throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("run", in: folder, epochs: 1)
    try SmallRun.train(
      "other", in: folder, epochs: 1, extra: ["--set", "model.backbone.hidden=64"])
    for checkpoint in ["last", "best"] {
      let name = "checkpoints/\(checkpoint)/model.safetensors"
      let weights = try Data(contentsOf: URL(fileURLWithPath: folder("other/" + name)))
      try weights.write(to: URL(fileURLWithPath: folder("run/" + name)))
    }
    try expectRefusal(
      ["evaluate", "run"], code: 1, naming: ["model.safetensors", "64", "128"], in: folder)
    let resume = ["train", "--resume", "--output", "run", "--quiet"]
    try expectRefusal(resume, code: 1, naming: ["model.safetensors", "64", "128"], in: folder)
  }
}
