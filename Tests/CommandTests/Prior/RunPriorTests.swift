import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Class priors that are estimated where a run, or sets, are used.
struct `An estimated prior` {
  @Test func `is told and corrected when a run is measured or asked`() throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("run", in: folder, epochs: 3)
    for extra in [[], ["--test-distribution", "backward-50"]] {
      let outcome = try LongTailProcess.run(
        ["evaluate", "run", "--prior", "estimated", "--format", "json"] + extra, in: folder.path)
      try #require(outcome.code == 0, "\(outcome.errors)")
      let rows = try PrintedJSON.rows(outcome.output)
      #expect(rows.map { $0["calibrator"] as? String }.prefix(2) == ["none", "temperature"])
      #expect(rows.allSatisfy { $0["prior"] as? String == "estimated" })
      #expect(outcome.errors.contains("without labels (em-map after calibrator none)"))
      #expect(outcome.errors.contains("without labels (em-map after calibrator temperature)"))
    }
    try expectRefusal(
      ["evaluate", "run", "--experts", "--prior", "estimated"], code: 2, naming: ["--experts"],
      in: folder)
    let pictures = try (0..<30).map {
      try folder.file("p\($0).png", PNGPicture.gradient(width: 9 + $0, height: 12))
    }
    let asked = try LongTailProcess.run(
      ["predict", "run"] + pictures + ["--prior", "estimated", "--top", "4", "--format", "json"],
      in: folder.path)
    try #require(asked.code == 0, "\(asked.errors)")
    #expect(asked.errors.contains("prior estimated on these 30 samples, without labels"))
    let sums = Dictionary(
      grouping: try PrintedJSON.rows(asked.output), by: { $0["picture"] as? String ?? "" }
    ).mapValues { $0.compactMap { $0["probability"] as? Double }.reduce(0, +) }
    #expect(sums.count == 30)
    #expect(sums.values.allSatisfy { abs($0 - 1) < 1e-3 })
    try sets(folder, picture: pictures[0])
  }

  private func sets(_ folder: TemporaryFolder, picture: String) throws {
    func rows(_ extra: String...) throws -> [[String: Any]] {
      try PrintedJSON.rows(
        LongTailProcess.output(
          ["predict", "run", picture, "--format", "json"] + extra, in: folder))
    }
    var sizes: [Int] = []
    for alpha in ["0.5", "0.1", "0.05"] {
      let found = try rows("--alpha", alpha)
      #expect(found.allSatisfy { $0["set_size"] as? Int == found.count })
      #expect(found.map { $0["rank"] as? Int } == (1...max(found.count, 1)).map { $0 })
      sizes.append(found.count)
    }
    #expect(sizes == sizes.sorted())
    for (alpha, isTold) in [("0.9", true), ("0.5", false)] {
      let outcome = try LongTailProcess.run(
        ["predict", "run", picture, "--alpha", alpha], in: folder.path)
      #expect(
        outcome.errors.contains(
          "warning: --alpha \(alpha) is the share of sets that may miss the true class: only 10 % coverage"
        )
          == isTold, "\(outcome.errors)")
    }
    // Thresholds at which nothing is missed let every class in.
    #expect(try rows("--alpha", "0.05", "--rule", "class-conditional").count >= sizes[2])
    let uniform = try rows("--alpha", "0.1", "--prior", "uniform")
    #expect(!uniform.isEmpty)
    for wrong in [
      ["--alpha", "0"], ["--alpha", "1.5"], ["--score", "aps"],
      ["--alpha", "0.1", "--rule", "label-shift"],
      ["--alpha", "0.1", "--prior", "uniform", "--rule", "split"], ["--prior", "unifrm"],
    ] {
      try expectRefusal(
        ["predict", "run", picture] + wrong, code: 2, naming: [wrong[wrong.count - 2]], in: folder)
    }
    try expectRefusal(
      ["predict", "run", picture, "--alpha", "0.1", "--rule", "splt"], code: 2,
      naming: ["did you mean \"split\""], in: folder)
    try SmallRun.train("whole", in: folder, epochs: 1, extra: ["--validation-fraction", "0"])
    for wanted in [["--alpha", "0.1"], ["--prior", "estimated"]] {
      try expectRefusal(
        ["predict", "whole", picture] + wanted, code: 1, naming: ["held no samples out"],
        in: folder)
    }
  }

  @Test func `of sets is that of longtail prior`() throws {
    let folder = try SmallPredictions.folder()
    func run(_ arguments: String...) throws -> String {
      try LongTailProcess.output(arguments, in: folder)
    }
    _ = try run(
      "calibrate", "fit", "--method", "bcts", "--validation", "validation", "--output", "c.json")
    _ = try run(
      "prior", "estimate", "--validation", "validation", "--calibrator", "c.json", "--logits",
      "test/logits.npy", "--resamples", "0", "--output", "prior.json")
    func compared(_ prior: String) throws -> [[String: Any]] {
      try PrintedJSON.rows(
        run(
          "sets", "compare", "--validation", "validation", "--test", "test", "--calibrator",
          "c.json", "--scores", "lac", "--rules", "split,label-shift", "--prior", prior,
          "--format", "json"))
    }
    let estimated = try compared("estimated")
    let given = try compared("prior.json")
    #expect(estimated.count == 2)
    for (one, other) in zip(estimated, given) {
      #expect(one["rule"] as? String == other["rule"] as? String)
      let coverage = try #require(one["coverage"] as? Double)
      #expect(abs(coverage - (other["coverage"] as? Double ?? 9)) < 0.011)
    }
    let uniform = try compared("uniform")
    #expect(uniform[0]["coverage"] as? Double == estimated[0]["coverage"] as? Double)
    try expectRefusal(
      [
        "sets", "fit", "--rule", "label-shift", "--prior", "estimated", "--validation",
        "validation", "--output", "sets.json",
      ], code: 2, naming: ["longtail prior estimate"], in: folder)
  }
}
