import Foundation
import TestSupport
import Testing

/// Stage 2 from a run or a checkpoint.
struct SecondStageTests {
  private static func train(_ method: String, _ extra: [String]) -> [String] {
    ["train", method, "--threads", "1", "--device", "cpu"] + extra
  }

  private static let data = [
    "--data", SmallRun.data, "--imbalance-factor", "4", "--epochs", "2", "--set",
    "model.backbone=two-layer", "--set", "batchSize=16",
  ]

  private static func weights(_ run: String, in folder: TemporaryFolder) -> Data? {
    FileManager.default.contents(atPath: folder(run + "/checkpoints/last/model.safetensors"))
  }

  @Test
  func `data, seed and backbone come from the run, and the bits are those of both stages`() throws {
    let folder = try TemporaryFolder()
    for arguments in [
      Self.train("mixup", Self.data + ["--output", "first", "--seed", "5"]),
      Self.train("mislas", Self.data + ["--output", "whole", "--seed", "5"]),
      Self.train(
        "mislas",
        ["--from", "first", "--epochs", "2", "--set", "batchSize=16", "--output", "second"]),
    ] {
      let outcome = try LongTailProcess.run(arguments, in: folder.path)
      try #require(outcome.code == 0, "\(outcome.errors)")
    }
    #expect(Self.weights("second", in: folder) != nil)
    #expect(Self.weights("second", in: folder) == Self.weights("whole", in: folder))
    let recipe = try String(contentsOfFile: folder("second/recipe.yaml"), encoding: .utf8)
    #expect(recipe.contains("path: first") && recipe.contains("seed: 5"))
    let resumed = try LongTailProcess.run(
      ["train", "--resume", "--output", "second"], in: folder.path)
    #expect(resumed.code == 0, "\(resumed.errors)")
    let report = try LongTailProcess.run(
      ["report", "second", "--output", "page.html", "--pictures", "charts"], in: folder.path)
    #expect(report.code == 0, "\(report.errors)")
    let page = try String(contentsOfFile: folder("page.html"), encoding: .utf8)
    #expect(page.contains("What each stage changed"))
    let charts = try FileManager.default.contentsOfDirectory(atPath: folder("charts"))
    #expect(charts.contains("weight-norms-mislas.svg") && charts.contains("smoothing-mislas.svg"))
  }

  @Test func `a class that has no sample is named, before anything is trained`() throws {
    let folder = try TemporaryFolder()
    // ⌊60 · 4000^(−i/3)⌋ is 0 for the last of four classes.
    try expectRefusal(
      Self.train(
        "mislas", ["--data", SmallRun.data, "--imbalance-factor", "4000", "--output", "run"]),
      code: 2, naming: ["data.imbalanceFactor: ", "has no training sample"], in: folder)
    #expect(!FileManager.default.fileExists(atPath: folder("run")))
  }

  @Test func `a checkpoint laid out as the authors' is taken`() throws {
    let folder = try TemporaryFolder()
    let file = fixtureFile("checkpoints/two-stage-layout.pt").path
    let outcome = try LongTailProcess.run(
      Self.train(
        "mislas",
        Self.data + ["--from", file, "--set", "model.backbone.hidden=16"]
          + ["--output", "second"]), in: folder.path)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(Self.weights("second", in: folder) != nil)
  }

  @Test
  func `another architecture, missing weights and finished stages are refused by name`() throws {
    let folder = try TemporaryFolder()
    let file = fixtureFile("checkpoints/two-stage-layout.pt").path
    func refused(_ extra: [String], code: Int32 = 1, _ words: [String]) throws {
      try expectRefusal(
        Self.train("mislas", Self.data + ["--output", "second"] + extra), code: code,
        naming: words, in: folder)
    }
    try refused(["--from", file], ["two-stage-layout.pt", "hidden.weight", "[16, 192]"])
    try refused(["--from", "absent"], ["absent", "is not there"])
    try refused(
      ["--from", file, "--set", "stages.0.mixing=none"], code: 2,
      ["stages.0.mixing", "this stage is done"])
    try refused(
      ["--set", "model.classifier=linear"], code: 2,
      ["stages.1.trains", "classifier.scale", "linear"])
    try refused(
      ["--set", "stages.1.loss.shape=round"], code: 2, ["smoothing shape", "round", "concave"])
    try refused(
      ["--set", "stages.1.loss.head=1"], code: 2, ["stages.1.loss.head", "at least 0 and below 1"])
  }

  @Test
  func `a method's page has its recipe, citation, differences and published settings`() throws {
    let outcome = try LongTailProcess.run(["list", "methods", "--method", "mislas"], in: "/")
    #expect(outcome.code == 0)
    for text in [
      "CVPR 2021", "Stage 1, features, 200 epochs", "everything but classifier.scale",
      "mixup (alpha 1)", "shift learning", "label-aware-smoothing (form code, head 0.4",
      "Where paper and code differ",
      "Places-LT:\n    --preset places-lt/resnet152\n    network: resnet152",
      "cifar100  100               47.0        4.83   200 + 10",
    ] { #expect(outcome.output.contains(text), "\(text)") }
    let yaml = try LongTailProcess.run(
      ["list", "methods", "--method", "mislas", "--yaml"], in: "/")
    #expect(yaml.output.hasPrefix("method: mislas"))
  }
}
