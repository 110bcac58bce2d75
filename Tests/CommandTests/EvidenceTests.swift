import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Experts whose logits are evidence, on the command line.
struct EvidenceTests {
  private func trained(_ extra: [String] = []) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try SmallRun.train(
      "runs/three", in: folder, epochs: 2, extra: ["--set", "model.experts=3"] + extra)
    return folder
  }

  @Test func `what evidence leaves unsure is written, evaluated and measured`() throws {
    let folder = try trained(["--set", "prediction.evidence.form=sample"])
    let test = "runs/three/predictions/test"
    let unsure = try NPYFile.read(folder(test + "/uncertainty.npy"))
    #expect(unsure.shape == [40] && unsure.doubles().allSatisfy { (0...1).contains($0) })
    let evaluated = try PrintedJSON.rows(
      LongTailProcess.output(["evaluate", "runs/three", "--format", "json"], in: folder))[0]
    let measured = try PrintedJSON.object(
      LongTailProcess.output(["metrics", "--predictions", test, "--format", "json"], in: folder))
    let experts = try PrintedJSON.object(
      LongTailProcess.output(
        ["evaluate", "runs/three", "--experts", "--format", "json"], in: folder))
    let ensemble = try #require(
      (experts["evidence"] as? [String: Any])?["ensemble"] as? [String: Any])
    for (account, prefix) in [("byConfidence", ""), ("byUncertainty", "uncertainty_")] {
      let scores = try #require(ensemble[account] as? [String: Any])
      for (key, name) in [("areaUnderROC", "auroc"), ("areaUnderRiskCoverage", "aurc")] {
        let value = try #require(measured[prefix + name] as? Double)
        #expect(abs(value - (scores[key] as? Double ?? .nan)) < 1e-5, "\(prefix)\(name)")
        #expect(abs(value - (evaluated[prefix + name] as? Double ?? .nan)) < 1e-5)
      }
    }
    let other = try trained()
    #expect(!FileManager.default.fileExists(atPath: other(test + "/uncertainty.npy")))
    let plain = try LongTailProcess.output(["evaluate", "runs/three"], in: other)
    #expect(!plain.contains("auroc"))
  }
}
