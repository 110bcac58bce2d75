import ArrayFiles
import Foundation
import TestSupport
import Testing

/// `longtail prior`.
struct PriorCommandTests {
  /// `validation` is long-tailed, `rows.npy` balanced and in two halves, `a.npy` and `b.npy`.
  private func folder() throws -> TemporaryFolder {
    let folder = try SmallPredictions.folder()
    let logits = try NPYFile.read(folder("test/logits.npy"))
    // By turns, so that every part has all classes.
    let order = (0..<400).map { $0 % 4 * 100 + $0 / 4 }
    let values = logits.floats()
    let shuffled = order.flatMap { values[$0 * 4..<$0 * 4 + 4] }
    for (name, rows) in [("rows", 0..<400), ("a", 0..<180), ("b", 180..<400)] {
      try NPYFile.write(
        NumericArray(
          Array(shuffled[rows.lowerBound * 4..<rows.upperBound * 4]), shape: [rows.count, 4]),
        to: folder(name + ".npy"))
    }
    return folder
  }

  private func estimate(_ more: String...) -> [String] {
    ["prior", "estimate", "--validation", "validation", "--resamples", "20", "--refits", "2"] + more
  }

  @Test func `an estimate has its keys, and writes a file that every prior option reads`() throws {
    let folder = try folder()
    let printed = try PrintedJSON.object(
      LongTailProcess.output(
        estimate(
          "--logits", "rows.npy", "--format", "json", "--output", "prior.json", "--report",
          "prior.html"), in: folder))
    #expect(printed["method"] as? String == "em-map")
    #expect(printed["calibrator"] as? String == "bcts")
    #expect(printed["applied"] as? Bool == true)
    #expect(try #require(printed["p_value"] as? Double) < 0.01)
    for key in ["prior", "source_prior", "lower", "upper", "estimate"] {
      #expect((printed[key] as? [Double])?.count == 4, "\(key)")
    }
    let prior = try #require(printed["prior"] as? [Double])
    for share in prior { #expect(abs(share - 0.25) < 0.1) }
    let measured = try PrintedJSON.object(
      LongTailProcess.output(
        [
          "metrics", "--predictions", "test", "--test-prior", "prior.json", "--format", "json",
        ], in: folder))
    #expect(measured["accuracy"] is Double)
    let page = try String(contentsOfFile: folder("prior.html"), encoding: .utf8)
    for words in ["Estimated against source prior", "Is there a shift at all?", "cannot tell"] {
      #expect(page.contains(words), "\(words)")
    }
  }

  @Test func `every estimator has a name on the command line, and settings of its own`() throws {
    let folder = try folder()
    for name in ["em-map", "em", "bbse-soft", "bbse-hard", "rlls"] {
      let printed = try PrintedJSON.object(
        LongTailProcess.output(
          estimate(
            "--logits", "rows.npy", "--estimator", name, "--method", "temperature", "--format",
            "json"), in: folder))
      #expect(printed["method"] as? String == name)
    }
    let strong = try PrintedJSON.object(
      LongTailProcess.output(
        estimate("--logits", "rows.npy", "--set", "pseudoSamples=100000", "--format", "json"),
        in: folder))
    let source = try #require(strong["source_prior"] as? [Double])
    for (share, source) in zip(try #require(strong["estimate"] as? [Double]), source) {
      #expect(abs(share - source) < 0.01)
    }
  }

  @Test func `batches add up in a state, or by merging, to what one batch gives`() throws {
    let folder = try folder()
    func object(_ arguments: [String]) throws -> NSDictionary {
      var found = try PrintedJSON.object(
        LongTailProcess.output(arguments + ["--format", "json"], in: folder))
      found["batches"] = nil
      return found as NSDictionary
    }
    let whole = try object(estimate("--logits", "rows.npy"))
    _ = try object(estimate("--logits", "a.npy", "--state", "a.state"))
    _ = try object(estimate("--logits", "b.npy", "--state", "b.state"))
    let merge = ["prior", "merge", "a.state", "b.state", "--resamples", "20", "--refits", "2"]
    #expect(try object(merge + ["--state", "ab.state"]) == whole)
    #expect(try object(estimate("--logits", "b.npy", "--state", "a.state")) == whole)
    #expect(
      FileManager.default.contents(atPath: folder("a.state"))
        == FileManager.default.contents(atPath: folder("ab.state")))
    // The same batch again would count twice.
    try expectRefusal(
      estimate("--logits", "b.npy", "--state", "a.state"), code: 1,
      naming: ["a.state", "count twice"], in: folder)
    try expectRefusal(
      ["prior", "merge", "a.state", "b.state"], code: 1, naming: ["b.state", "count twice"],
      in: folder)
  }

  @Test func `a gate ends with exit code 3 when the world has shifted`() throws {
    let folder = try folder()
    for gate in ["shift_p<0.01", "last_shift_p<0.01", "distance>0.1"] {
      let outcome = try LongTailProcess.run(
        estimate("--logits", "rows.npy", "--fail-if", gate), in: folder.path)
      #expect(outcome.code == 3, "\(outcome.errors)")
      #expect(outcome.errors.contains(gate))
    }
    let kept = try LongTailProcess.run(
      estimate("--logits", "validation/logits.npy", "--fail-if", "shift_p<0.01"), in: folder.path)
    #expect(kept.code == 0, "\(kept.errors)")
    #expect(kept.output.contains("no shift was found"))
    try expectRefusal(
      estimate("--logits", "rows.npy", "--fail-if", "shft_p<0.01"), code: 2,
      naming: ["did you mean \"shift_p\""], in: folder)
  }

  @Test func `calibrated probabilities are corrected to a prior`() throws {
    let folder = try folder()
    _ = try LongTailProcess.output(
      [
        "calibrate", "fit", "--method", "bcts", "--validation", "validation", "--output", "c.json",
      ], in: folder)
    _ = try LongTailProcess.output(
      estimate(
        "--calibrator", "c.json", "--logits", "rows.npy", "--output", "prior.json"), in: folder)
    let apply = [
      "calibrate", "apply", "--calibrator", "c.json", "--logits", "rows.npy", "--output",
    ]
    func written(_ name: String, _ more: String...) throws -> [Double] {
      _ = try LongTailProcess.output(apply + [name] + more, in: folder)
      return try NPYFile.read(folder(name)).doubles()
    }
    let plain = try written("plain.npy")
    let file = try written("file.npy", "--prior", "prior.json")
    #expect(
      try written("estimated.npy", "--prior", "estimated", "--validation", "validation") == file)
    let object = try PrintedJSON.object(
      String(contentsOfFile: folder("prior.json"), encoding: .utf8))
    let source = try #require(object["source_prior"] as? [Double])
    let prior = try #require(object["prior"] as? [Double])
    for row in 0..<400 {
      let moved = (0..<4).map { plain[row * 4 + $0] * prior[$0] / source[$0] }
      let sum = moved.reduce(0, +)
      for label in 0..<4 { #expect(abs(file[row * 4 + label] - moved[label] / sum) < 1e-5) }
    }
    let uniform = try written("uniform.npy", "--prior", "uniform", "--validation", "validation")
    #expect(uniform != plain)
    // No shift: nothing is corrected.
    let kept = try LongTailProcess.run(
      [
        "calibrate", "apply", "--calibrator", "c.json", "--logits", "validation/logits.npy",
        "--prior", "estimated", "--validation", "validation", "--output", "kept.npy",
      ], in: folder.path)
    #expect(kept.code == 0)
    #expect(kept.errors.contains("estimated on these 320 rows, without labels"))
    #expect(kept.errors.contains("no shift was found"))
  }

  @Test func `what cannot be is refused`() throws {
    let folder = try folder()
    try expectRefusal(
      estimate("--logits", "rows.npy", "--estimator", "em-mapp"), code: 2,
      naming: ["did you mean \"em-map\""], in: folder)
    try expectRefusal(
      estimate("--logits", "rows.npy", "--set", "pseudo=3"), code: 2, naming: ["pseudo"], in: folder
    )
    try expectRefusal(estimate(), code: 2, naming: ["--logits FILE"], in: folder)
    try expectRefusal(
      estimate("--logits", "rows.npy", "--calibrator", "c.json", "--method", "bcts"), code: 2,
      naming: ["exclude each other"], in: folder)
    try NPYFile.write(
      NumericArray([Float](repeating: 0, count: 9), shape: [3, 3]), to: folder("t.npy"))
    try expectRefusal(
      estimate("--logits", "t.npy", "--output", "p.json"), code: 1,
      naming: ["t.npy", "3 classes", "validation has 4"], in: folder)
    _ = try folder.file("negative.json", Data("[0.5, -0.1, 0.3, 0.3]".utf8))
    _ = try LongTailProcess.output(
      [
        "calibrate", "fit", "--method", "temperature", "--validation", "validation", "--output",
        "c.json",
      ], in: folder)
    let apply = [
      "calibrate", "apply", "--calibrator", "c.json", "--logits", "rows.npy", "--output", "p.npy",
    ]
    try expectRefusal(
      apply + ["--prior", "negative.json", "--validation", "validation"], code: 1,
      naming: ["negative.json", "class 1", "-0.1"], in: folder)
    try expectRefusal(
      apply + ["--prior", "uniform"], code: 2, naming: ["--validation"], in: folder)
    try expectRefusal(
      apply + ["--prior", "estimated"], code: 2, naming: ["--validation"], in: folder)
    try expectRefusal(
      apply + ["--validation", "validation"], code: 2, naming: ["--prior"], in: folder)
    // Of another calibrator.
    _ = try LongTailProcess.output(
      estimate("--logits", "rows.npy", "--output", "prior.json"), in: folder)
    try expectRefusal(
      apply + ["--prior", "prior.json"], code: 1, naming: ["another calibrator", "bcts"],
      in: folder)
    try expectRefusal(
      ["prior", "merge", "prior.json"], code: 1, naming: ["prior.json", "no state"], in: folder)
    try expectRefusal(
      estimate("--logits", "rows.npy", "--state", "c.json"), code: 1,
      naming: ["c.json", "no state"], in: folder)
    try expectRefusal(
      estimate("--logits", "rows.npy", "--output", "prior.json"), code: 1, naming: ["--overwrite"],
      in: folder)
  }
}
