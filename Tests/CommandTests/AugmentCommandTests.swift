import Foundation
import TestSupport
import Testing

/// `longtail data augment`, and the run on what it makes.
struct AugmentCommandTests {
  private static let small = [
    "--set", "model.backbone={name: resnet32, widths: [2, 2, 2]}", "--set", "batchSize=16",
    "--threads", "1", "--device", "cpu", "--quiet",
  ]

  @Test func `three commands train, make pictures, and go on with them`() throws {
    let folder = try TemporaryFolder()
    let data = "synthetic:classes=4,per-class=24,test=4,size=16"
    _ = try LongTailProcess.output(
      [
        "train", "cam", "--data", data, "--imbalance-factor", "4", "--epochs", "2", "--output",
        "first",
      ] + Self.small, in: folder)
    let augment = [
      "data", "augment", "first", "--output", "more", "--threads", "1", "--device", "cpu",
    ]
    let made = try LongTailProcess.run(augment, in: folder.path)
    try #require(made.code == 0, "\(made.errors)")
    #expect(made.output == "arrays:more\n" && made.errors.contains("pictures are made"))
    let again = try LongTailProcess.run(augment + ["--quiet"], in: folder.path)
    #expect(again.code == 0 && again.errors.isEmpty, "\(again.errors)")
    try expectRefusal(augment + ["--seed", "1"], code: 1, naming: ["--overwrite"], in: folder)
    let described = try LongTailProcess.run(
      ["data", "describe", "--data", "arrays:more", "--format", "json"], in: folder.path)
    #expect(described.code == 0, "\(described.errors)")
    let trained = try LongTailProcess.run(
      [
        "train", "cam", "--from", "first", "--data", "arrays:more", "--epochs", "2", "--output",
        "second", "--format", "json",
      ] + Self.small, in: folder.path)
    try #require(trained.code == 0, "\(trained.errors)")
    let recipe = try String(contentsOfFile: folder("second/recipe.yaml"), encoding: .utf8)
    #expect(recipe.contains("imbalanceFactor: null") && recipe.contains("path: first"))
    // Stage 2 alone, on the run's own data: the bits are those of both stages.
    _ = try LongTailProcess.output(
      ["train", "cam", "--from", "first", "--epochs", "2", "--output", "alone"] + Self.small,
      in: folder)
    func weights(_ run: String) -> Data? {
      FileManager.default.contents(atPath: folder(run + "/checkpoints/last/model.safetensors"))
    }
    #expect(weights("alone") != nil && weights("alone") == weights("first"))
    #expect(weights("second") != weights("first"))
  }

  @Test(arguments: [
    (["--threshold", "0"], "--threshold"), (["--form", "paper"], "published"),
    (["--quality", "0"], "--quality"), (["--seed", "-1"], "--seed"),
    (["--after-stage", "0"], "--after-stage"), (["--device", "gpu"], "--device"),
  ])
  func `wrong words are refused before anything is read`(
    arguments: [String], words: String
  ) throws {
    let folder = try TemporaryFolder()
    let outcome = try LongTailProcess.run(
      ["data", "augment", "none", "--output", "more"] + arguments, in: folder.path)
    #expect(outcome.code == 2 && outcome.errors.contains(words), "\(outcome.errors)")
    #expect(try folder.names() == [])
  }

  @Test func `a run that is not there is told by name`() throws {
    let folder = try TemporaryFolder()
    try expectRefusal(
      ["data", "augment", "none", "--output", "more"], code: 1, naming: ["none"], in: folder)
    #expect(try folder.names() == [])
  }
}
