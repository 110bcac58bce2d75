import Foundation
import TestSupport
import Testing

/// `longtail data corrupt`, and several test sets in one table.
struct CorruptCommandTests {
  private static let data = "synthetic:classes=3,per-class=8,test=4,size=16"

  @Test func `a run is measured on several test sets in one table`() throws {
    let folder = try TemporaryFolder()
    _ = try LongTailProcess.output(
      [
        "train", "cross-entropy", "--data", Self.data, "--epochs", "1", "--set",
        "model.backbone=two-layer", "--set", "batchSize=8", "--threads", "1", "--device", "cpu",
        "--output", "run",
      ], in: folder)
    let corrupted = try LongTailProcess.run(
      ["data", "corrupt", "--data", Self.data, "--corruptions", "fog", "--output", "c"],
      in: folder.path)
    try #require(corrupted.code == 0, "\(corrupted.errors)")
    let outcome = try LongTailProcess.run(
      [
        "evaluate", "run", "--data", Self.data, "--data", "corruptions:c", "--format", "json",
      ], in: folder.path)
    try #require(outcome.code == 0, "\(outcome.errors)")
    let rows = try PrintedJSON.rows(outcome.output).filter { $0["calibrator"] as? String == "none" }
    let names = rows.compactMap { $0["data"] as? String }
    #expect(rows.count == 8 && names.count == 8)
    #expect(names[0] == Self.data && names[5] == "corruptions:c, fog, severity 5")
    #expect(names[6] == "mean of 6 test sets" && names[7] == "all samples together")
    let errors = rows.compactMap { $0["ece"] as? Double }
    try #require(errors.count == 8)
    #expect(abs(errors[..<6].reduce(0, +) / 6 - errors[6]) < 1e-9)
    #expect(rows[7]["samples"] as? Int == 6 * 12 && rows[6]["samples"] as? Int == 6 * 12)
    // The sets are as large as each other: accuracy is the same in both, calibration is not.
    let accuracies = rows.compactMap { $0["accuracy"] as? Double }
    #expect(abs(accuracies[6] - accuracies[7]) < 1e-9)
  }

  @Test(arguments: [
    (["--corruptions", "fogg"], "fog"), (["--corruptions", "frost"], "--frost-pictures"),
    (["--parameters", "large"], "imagenet"), (["--seed", "-1"], "--seed"),
  ])
  func `wrong words are refused before anything is read`(
    arguments: [String], words: String
  ) throws {
    let folder = try TemporaryFolder()
    let outcome = try LongTailProcess.run(
      ["data", "corrupt", "--data", "cifar10:none", "--output", "c"] + arguments, in: folder.path)
    #expect(outcome.code == 2 && outcome.errors.contains(words), "\(outcome.errors)")
    #expect(try folder.names() == [])
  }
}
