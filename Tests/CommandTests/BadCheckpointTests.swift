import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Weight files that are refused.
struct BadCheckpointTests {
  @Test(arguments: [
    "system.pt", "eval-legacy.pth", "getattr.pt", "whole-model.pt", "instance.pt",
    "extension.pt", "outside-offset.pt", "overflow.pt", "nested-lists.pt", "itself.pt",
    "laughs.pt", "copies.pt", "claims-text.pt", "short-storage.pt", "missing-storage.pt",
  ])
  func `a hostile PyTorch file is neither run nor converted`(name: String) throws {
    let folder = try TemporaryFolder()
    let file = fixtureFile("checkpoints/\(name)").path
    try expectRefusal(["checkpoint", "list", file], code: 1, naming: [name], in: folder)
    try expectRefusal(
      ["checkpoint", "convert", file, "--output", "out.safetensors"], code: 1, naming: [name],
      in: folder)
    #expect(!FileManager.default.fileExists(atPath: "/tmp/attacked"))
  }

  @Test(arguments: ["full.pt", "full-legacy.pth"])
  func `a damaged, cut, empty or missing file is named`(name: String) throws {
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

  @Test func `a conversion replaces no file unless it is told to`() throws {
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

  @Test func `the weights of another run in a run are told`() throws {
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
      ["evaluate", "run"], code: 1, naming: ["model.safetensors", "SHA-256"], in: folder)
    let resume = ["train", "--resume", "--output", "run", "--quiet"]
    try expectRefusal(resume, code: 1, naming: ["model.safetensors", "SHA-256"], in: folder)
  }

  private static func sets(_ name: String) -> String {
    fixtureFile("weight-sets/\(name).pt").path
  }

  @Test func `list shows the sets, and convert takes one of them`() throws {
    let folder = try TemporaryFolder()
    let table = try LongTailProcess.output(
      ["checkpoint", "list", Self.sets("timm")], in: folder)
    #expect(table.contains("weights raw: state_dict, 4 arrays\n"))
    #expect(
      table.contains("weights ema: state_dict_ema, 4 arrays, taken when none are asked for"),
      "\(table)")
    let rows = try PrintedJSON.rows(
      try LongTailProcess.output(
        ["checkpoint", "list", Self.sets("timm"), "--format", "json"], in: folder))
    #expect(rows.compactMap { $0["weights"] as? String }.filter { $0 == "ema" }.count == 4)
    let convert = ["checkpoint", "convert", "--output", "out.safetensors", "--overwrite"]
    let first = try LongTailProcess.run(convert + [Self.sets("timm")], in: folder.path)
    #expect(first.code == 0)
    #expect(first.errors.contains("the weights ema (state_dict_ema) are taken"), "\(first.errors)")
    #expect(
      try SafetensorsFile.read(folder("out.safetensors"))["hidden.bias"]?.floats() == [0.5, 0.5])
    _ = try LongTailProcess.output(
      convert + [Self.sets("dino"), "--weights", "teacher"], in: folder)
    #expect(
      try SafetensorsFile.read(folder("out.safetensors"))["backbone.hidden.bias"]?.floats() == [
        1, 1,
      ])
    try expectRefusal(
      convert + [Self.sets("dino")], code: 1, naming: ["student", "teacher", "--weights"],
      in: folder)
    try expectRefusal(
      convert + [Self.sets("timm"), "--weights", "teacher"], code: 1,
      naming: ["no weights “teacher”", "raw", "ema"], in: folder)
  }

  @Test func `convert strips prefixes that are told`() throws {
    let folder = try TemporaryFolder()
    let convert = ["checkpoint", "convert", "--output", "out.safetensors"]
    _ = try LongTailProcess.output(
      convert + [Self.sets("deep"), "--strip-prefix", "my_system.", "--strip-prefix", "net."],
      in: folder)
    #expect(try SafetensorsFile.read(folder("out.safetensors"))["hidden.bias"] != nil)
    try expectRefusal(
      convert + [Self.sets("net"), "--strip-prefix", "nett.", "--overwrite"], code: 1,
      naming: ["no name begins with “nett.”", "net.hidden.weight"], in: folder)
    try expectRefusal(
      convert + [
        Self.sets("left-right"), "--strip-prefix", "left.", "--strip-prefix", "right.",
        "--overwrite",
      ],
      code: 1, naming: ["hidden.weight", "twice", "right."], in: folder)
  }

  @Test func `train takes the weights that are asked for, and says which`() throws {
    let folder = try TemporaryFolder()
    func train(_ output: String, _ extra: [String]) -> [String] {
      SmallRun.arguments(
        output: output, epochs: 1,
        extra: ["--set", "model.backbone.hidden=2", "--from"] + extra)
    }
    let preferred = try LongTailProcess.run(train("a", [Self.sets("timm")]), in: folder.path)
    #expect(preferred.code == 0, "\(preferred.errors)")
    #expect(preferred.errors.contains("the weights ema (state_dict_ema) are taken"))
    let recipe = try String(contentsOfFile: folder("a/recipe.yaml"), encoding: .utf8)
    #expect(recipe.contains("weights: ema"), "\(recipe)")
    let raw = try LongTailProcess.run(
      train("b", [Self.sets("timm"), "--weights", "raw"]), in: folder.path)
    #expect(raw.code == 0 && raw.errors.contains("the weights raw (state_dict) are taken"))
    let log = { (name: String) in FileManager.default.contents(atPath: folder(name + "/log.jsonl"))
    }
    #expect(log("a") != log("b"))
    try expectRefusal(
      train("c", [Self.sets("nan")]), code: 1, naming: ["hidden.weight holds NaN"], in: folder)
    try expectRefusal(
      train("c", [Self.sets("dino")]), code: 1, naming: ["student", "teacher"], in: folder)
    try expectRefusal(
      SmallRun.arguments(output: "c", extra: ["--weights", "raw"]), code: 2, naming: ["--from"],
      in: folder)
  }
}
