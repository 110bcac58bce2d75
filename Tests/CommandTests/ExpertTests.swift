import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Experts on the command line.
struct ExpertTests {
  private func trained(_ extra: [String] = []) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try SmallRun.train(
      "runs/three", in: folder, epochs: 2, extra: ["--set", "model.experts=3"] + extra)
    return folder
  }

  @Test func `a run's experts are measured in every format, and shown in its report`() throws {
    let folder = try trained()
    let table = try LongTailProcess.output(["evaluate", "runs/three", "--experts"], in: folder)
    #expect(table.hasPrefix("runs/three, test: 40 samples, 3 experts"))
    for words in ["expert 3", "ensemble", "best_all", "oracle_accuracy", "signed_gap_medium"] {
      #expect(table.contains(words), "\(words)")
    }
    let json = try PrintedJSON.object(
      LongTailProcess.output(
        ["evaluate", "runs/three", "--experts", "--format", "json"], in: folder))
    let experts = try #require(json["experts"] as? [[String: Any]])
    let ensemble = try #require(json["ensemble"] as? [String: Any])
    let plain = try PrintedJSON.rows(
      LongTailProcess.output(["evaluate", "runs/three", "--format", "json"], in: folder))
    #expect(experts.count == 3)
    for key in ["accuracy", "ece", "nll"] {
      let own = try #require(ensemble[key] as? Double)
      #expect(abs(own - (plain[0][key] as? Double ?? .nan)) < 1e-9, "\(key)")
    }
    // What the files of the run say of the second expert.
    let array = try NPYFile.read(folder("runs/three/predictions/test/expert_logits.npy"))
    #expect(array.shape == [40, 3, 4])
    let values = array.floats()
    let labels = try NPYFile.read(folder("runs/three/predictions/test/labels.npy")).integers()
    let right = labels.indices.count { row in
      let logits = values[(row * 3 + 1) * 4..<(row * 3 + 2) * 4]
      return logits.firstIndex(of: logits.max() ?? 0) == logits.startIndex + labels[row]
    }
    #expect(experts[1]["accuracy"] as? Double == Double(right) / 40)
    let shares = (json["strengths"] as? [String: Any])?["shares"] as? [String: [Double]]
    #expect(abs((shares?["all"] ?? []).reduce(0, +) - 1) < 1e-12)
    try files(folder)
    _ = try LongTailProcess.output(["report", "runs/three", "--output", "report.html"], in: folder)
    let page = try String(contentsOfFile: folder("report.html"), encoding: .utf8)
    #expect(page.contains("What each expert is good at"))
  }

  private func files(_ folder: TemporaryFolder) throws {
    let csv = try LongTailProcess.output(
      ["evaluate", "runs/three", "--experts", "--format", "csv"], in: folder)
    let lines = csv.split(separator: "\n")
    #expect(lines[0].hasPrefix("run,expert,group,classes,samples,accuracy,balanced_accuracy"))
    // 60, 37, 23 and 15 images, before anything is held out: medium and few.
    #expect(lines.count == 1 + 4 * 3)
    #expect(lines.contains { $0.hasPrefix("runs/three,ensemble,few,1,10,") })
    let classes = try LongTailProcess.output(
      ["evaluate", "runs/three", "--experts", "--per-class", "--format", "csv"], in: folder)
    #expect(
      classes.hasPrefix(
        "class,name,group,training_images,test_images,accuracy_expert_1,accuracy_expert_2,"))
    #expect(classes.split(separator: "\n").count == 5)
    let markdown = try LongTailProcess.output(
      ["evaluate", "runs/three", "--experts", "--per-class", "--format", "markdown"], in: folder)
    #expect(markdown.contains("| expert 1 |") && markdown.contains("| class |"))
  }

  @Test func `weights of experts are learned where asked for, never beside a known prior`() throws {
    let folder = try trained()
    let outcome = try LongTailProcess.run(
      [
        "evaluate", "runs/three", "--learn-expert-weights", "--test-distribution",
        "forward-5,backward-5",
      ], in: folder.path)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("backward-5: experts' weights learned on these 20 samples"))
    let refused = try LongTailProcess.run(
      ["evaluate", "runs/three", "--learn-expert-weights", "--prior", "uniform"], in: folder.path)
    #expect(refused.code == 2 && refused.errors.contains("--learn-expert-weights"))
  }

  @Test func `shifted test sets come in one table, with the prior that matches each`() throws {
    let folder = try trained()
    let arguments = [
      "evaluate", "runs/three", "--test-distribution", "forward-5,uniform,backward-5",
      "--format", "json",
    ]
    let plain = try PrintedJSON.rows(LongTailProcess.output(arguments, in: folder))
    let names = plain.map { $0["test_distribution"] as? String ?? "" }
    #expect(Array(Set(names)).sorted() == ["backward-5", "forward-5", "uniform"])
    #expect(plain.allSatisfy { $0["prior"] as? String == "none" })
    #expect(Set(plain.map { $0["samples"] as? Int }) == [20, 40])
    let told = try PrintedJSON.rows(
      LongTailProcess.output(arguments + ["--prior", "matching"], in: folder))
    for (own, other) in zip(plain, told) where own["test_distribution"] as? String == "uniform" {
      // Balanced softmax aims at the uniform prior already.
      let difference = (own["nll"] as? Double ?? 0) - (other["nll"] as? Double ?? 1)
      #expect(abs(difference) < 1e-6)
    }
    #expect(zip(plain, told).contains { $0["nll"] as? Double != $1["nll"] as? Double })
    let same = try PrintedJSON.rows(
      LongTailProcess.output(
        [
          "evaluate", "runs/three", "--test-distribution", "forward-5", "--prior", "forward-5",
          "--format", "json",
        ], in: folder))
    #expect(same[0]["nll"] as? Double == told[0]["nll"] as? Double)
    let report = try LongTailProcess.output(
      [
        "evaluate", "runs/three", "--experts", "--test-distribution", "forward-5", "--prior",
        "matching",
      ], in: folder)
    #expect(report.contains("20 samples, 3 experts, test distribution forward-5, prior matching"))
  }

  @Test
  func `experts of different priors are corrected from their own, and measured by them`() throws {
    let folder = try trained(["--set", "stages.0.loss=expert-logit-adjustment"])
    let arguments = ["evaluate", "runs/three", "--experts"]
    let found = try PrintedJSON.object(
      LongTailProcess.output(arguments + ["--prior", "uniform", "--format", "json"], in: folder))
    let experts = try #require(found["experts"] as? [[String: Any]])
    let data = try PrintedJSON.object(
      String(contentsOfFile: folder("runs/three/data.json"), encoding: .utf8))
    let counts = try #require(data["trainedCounts"] as? [Int])
    let values = try NPYFile.read(
      folder("runs/three/predictions/test/expert_logits.npy")
    ).floats()
    let labels = try NPYFile.read(folder("runs/three/predictions/test/labels.npy")).integers()
    for (expert, strength) in [0.0, 1, 2].enumerated() {
      let losses = labels.enumerated().map { row, label in
        let logits = (0..<4).map {
          Double(values[(row * 3 + expert) * 4 + $0]) - (1 - strength) * log(Double(counts[$0]))
        }
        return log(logits.reduce(0) { $0 + exp($1) }) - logits[label]
      }
      let own = try #require(experts[expert]["nll"] as? Double)
      #expect(abs(own - losses.reduce(0, +) / 40) < 1e-5, "expert \(expert + 1)")
    }
    // The run's own figures, whatever prior is told.
    let recorded = try PrintedJSON.object(
      String(contentsOfFile: folder("runs/three/evaluation.json"), encoding: .utf8))
    let marginals = try #require(found["expected_marginals"] as? [String: Any])
    let expected = try #require(recorded["expectedMarginals"] as? [String: Any])
    let pairs = try zip(
      #require(marginals["experts"] as? [Double]), #require(expected["experts"] as? [Double]))
    #expect(pairs.allSatisfy { abs($0 - $1) < 1e-5 })
    let table = try LongTailProcess.output(arguments, in: folder)
    #expect(table.contains("prior_divergence") && !table.contains("router"))
    let csv = try LongTailProcess.output(arguments + ["--format", "csv"], in: folder).split(
      separator: "\n")
    #expect(csv[0].hasSuffix("asked_share,prior_divergence"))
    #expect(csv[1].split(separator: ",").last.flatMap { Double($0) } != nil)
    _ = try LongTailProcess.output(["report", "runs/three", "--output", "report.html"], in: folder)
    let page = try String(contentsOfFile: folder("report.html"), encoding: .utf8)
    #expect(page.contains("KL(prior ∥ average prediction)"))
    // Each expert calibrated: possible, but no longer exact.
    let fitted = try LongTailProcess.run(
      [
        "calibrate", "fit", "--method", "temperature", "--validation",
        "runs/three/predictions/validation", "--combine", "mean-logits", "--expert-calibration",
        "each", "--output", "c.json",
      ], in: folder.path)
    #expect(fitted.code == 0 && fitted.errors.contains("no longer unbiased"))
  }

  @Test
  func `what a router saves is shown, and its experts are not calibrated one by one`() throws {
    let folder = try trained([
      "--set", "model.router={topLogits: 2, hidden: 4}", "--set", "prediction.routes=true",
    ])
    let table = try LongTailProcess.output(["evaluate", "runs/three", "--experts"], in: folder)
    #expect(table.contains("Routing: the router asks") && table.contains("experts_asked"))
    let found = try PrintedJSON.object(
      LongTailProcess.output(
        ["evaluate", "runs/three", "--experts", "--format", "json"], in: folder))
    let routing = try #require(found["routing"] as? [String: Any])
    let shares = try #require(routing["shares"] as? [Double])
    #expect(shares.count == 3 && abs(shares.reduce(0, +) - 1) < 1e-12)
    #expect(found["expected_marginals"] is NSNull)
    let csv = try LongTailProcess.output(
      ["evaluate", "runs/three", "--experts", "--format", "csv"], in: folder)
    // Every sample is shown to the first expert.
    #expect(csv.split(separator: "\n")[1].hasSuffix(",1.0,"))
    _ = try LongTailProcess.output(["report", "runs/three", "--output", "report.html"], in: folder)
    let page = try String(contentsOfFile: folder("report.html"), encoding: .utf8)
    #expect(page.contains("How many experts are asked"))
    let each = ["--combine", "mean-logits", "--expert-calibration", "each"]
    let validation = ["--validation", "runs/three/predictions/validation"]
    try expectRefusal(
      ["calibrate", "fit", "--method", "temperature", "--output", "c.json"] + validation + each,
      code: 1, naming: ["runs/three/predictions/validation", "router"], in: folder)
    try expectRefusal(
      ["calibrate", "compare", "--test", "runs/three/predictions/test", "--quiet"] + validation
        + each, code: 1, naming: ["router"], in: folder)
    try expectRefusal(
      SmallRun.arguments(
        output: "runs/each", epochs: 1,
        extra: [
          "--set", "model.experts=3", "--set", "model.router={topLogits: 2, hidden: 4}",
          "--set", "prediction.routes=true", "--set", "expertCalibration=each",
        ]), code: 2, naming: ["expertCalibration", "prediction.routes"], in: folder)
    // Fitted to the answers of the experts asked: nothing made of all of them is taken for those.
    try expectRefusal(
      [
        "calibrate", "apply", "--calibrator", "runs/three/calibrators/temperature.json",
        "--logits", "runs/three/predictions/test/expert_logits.npy", "--output", "p.npy",
      ], code: 1, naming: ["expert_logits.npy"], in: folder)
  }

  @Test func `what makes no sense is refused`() throws {
    let folder = try trained()
    try SmallRun.train("runs/one", in: folder, epochs: 1)
    _ = try folder.file("sum.json", Data("[0.5, 0.5, 0.5, 0.5]".utf8))
    _ = try folder.file("zero.json", Data("[0.5, 0.5, 0, 0]".utf8))
    _ = try folder.file("three.json", Data("[0.5, 0.3, 0.2]".utf8))
    for (arguments, code, words) in [
      (["runs/one", "--experts"], 1, ["runs/one", "one expert"]),
      (["runs/three", "--per-class"], 2, ["--experts"]),
      (
        ["runs/three", "--experts", "--test-distribution", "uniform,forward-2"], 2,
        ["one --test-distribution"]
      ),
      (["runs/three", "--prior", "sum.json"], 1, ["sum.json", "sum to 2; 1 was expected"]),
      (["runs/three", "--prior", "zero.json"], 1, ["class 2", "share 0", "10 of the samples"]),
      (["runs/three", "--prior", "three.json"], 1, ["three.json", "3 shares for 4 classes"]),
      (["runs/three", "--prior", "gone.json"], 1, ["gone.json", "cannot be read"]),
      (["runs/three", "--prior", "backward-0.5"], 2, ["backward-0.5", "R ≥ 1"]),
      (["runs/three", "--test-distribution", "forward"], 2, ["“forward”", "forward-R"]),
      (
        ["runs/three", "--split", "validation", "--test-distribution", "uniform"], 2,
        ["--split test"]
      ),
    ] as [([String], Int32, [String])] {
      try expectRefusal(["evaluate"] + arguments, code: code, naming: words, in: folder)
    }
  }

  @Test func `a run calibrates each expert when asked to, and predicts with that`() throws {
    let folder = try trained(["--set", "expertCalibration=each"])
    let file = try String(
      contentsOfFile: folder("runs/three/calibrators/temperature.json"), encoding: .utf8)
    #expect(file.contains("\"experts\"") && file.contains("mean-logits"))
    let results = try PrintedJSON.rows(
      LongTailProcess.output(["evaluate", "runs/three", "--format", "json"], in: folder))
    #expect(results.map { $0["calibrator"] as? String }.contains("temperature"))
    let picture = try folder.file("new.png", PNGPicture.gradient(width: 8, height: 8))
    let rows = try PrintedJSON.rows(
      LongTailProcess.output(
        [
          "predict", "runs/three", picture, "--calibrator", "temperature", "--top", "4",
          "--format", "json",
        ], in: folder))
    #expect(abs(rows.compactMap { $0["probability"] as? Double }.reduce(0, +) - 1) < 1e-6)
    try expectRefusal(
      [
        "calibrate", "export", "--calibrator", "runs/three/calibrators/temperature.json",
        "--output", "Calibrator.swift",
      ], code: 1, naming: ["temperature.json", "each expert has a calibrator"], in: folder)
  }
}
