import Foundation
import TestSupport
import Testing

/// Options that stand twice, where only one could count.
struct RepeatedOptionTests {
  private static let train = ["train", "cross-entropy", "--output", "run", "--data", SmallRun.data]

  @Test(arguments: [
    (
      [
        "calibrate", "apply", "--calibrator", "a.json", "--logits", "l.npy", "--output", "p.npy",
        "--calibrator", "b.json",
      ], "--calibrator stands twice, as “a.json” and as “b.json”"
    ),
    (
      train + ["--data=features:x"],
      "--data stands twice, as “\(SmallRun.data)” and as “features:x”"
    ),
    (train + ["--epochs", "1", "--epochs", "2"], "--epochs stands twice, as “1” and as “2”"),
    (train + ["--epochs=2", "--epochs", "1"], "--epochs stands twice, as “2” and as “1”"),
    (
      ["sets", "fit", "--validation", "v", "--output", "s.json", "--alpha", "0.1", "--alpha=0.2"],
      "--alpha stands twice, as “0.1” and as “0.2”"
    ),
    (
      train + ["--set", "batchSize=8", "--seed", "1", "--set", "batchSize=16"],
      "--set gives batchSize twice, as “batchSize=8” and as “batchSize=16”"
    ),
    (
      [
        "calibrate", "fit", "--method", "scaling-binning", "--validation", "v", "--output",
        "c.json", "--set", "bins=10", "--set=bins=20",
      ], "--set gives bins twice, as “bins=10” and as “bins=20”"
    ),
    (
      train + ["--set", "model.backbone.hidden=8", "--set", "model.backbone=two-layer"],
      "--set “model.backbone=two-layer” replaces all of model.backbone, also what “model.backbone.hidden=8” says"
    ),
  ])
  func `are refused with both values`(arguments: [String], words: String) throws {
    let errors = try expectRefusal(arguments, code: 2, naming: [words], in: TemporaryFolder())
    #expect(errors.contains("Usage: longtail \(arguments[0])"), "\(errors)")
  }

  @Test func `say nothing against where they agree, or go on from each other`() throws {
    let folder = try SmallPredictions.folder()
    _ = try LongTailProcess.output(
      [
        "calibrate", "fit", "--method", "scaling-binning", "--validation", "validation",
        "--output", "c.json", "--set", "bins=10", "--method", "scaling-binning", "--set",
        "bins=10",
      ], in: folder)
    // A whole first, then one of its parts.
    _ = try LongTailProcess.output(
      [
        "train", "cross-entropy", "--data", SmallRun.data, "--epochs", "1", "--set",
        "model.backbone=two-layer", "--set", "model.backbone.hidden=8", "--set", "batchSize=16",
        "--output", "run", "--threads", "1", "--device", "cpu",
      ], in: folder)
  }

  @Test func `are taken together where several are meant`() throws {
    let folder = try TemporaryFolder()
    for arguments in [
      ["evaluate", "run", "--data", "features:nowhere", "--data", "features:other"],
      [
        "checkpoint", "convert", "nowhere.pt", "--output", "o.safetensors", "--strip-prefix", "a.",
        "--strip-prefix", "b.",
      ],
    ] {
      let errors = try expectRefusal(arguments, code: 1, naming: ["nowhere"], in: folder)
      #expect(!errors.contains("twice"), "\(errors)")
    }
  }
}
