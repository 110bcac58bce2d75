import ArrayFiles
import Foundation
import TestSupport
import Testing

/// `longtail metrics`.
struct MetricsCommandTests {
  private static let figures = [
    "samples", "classes", "accuracy", "accuracy_many", "accuracy_medium", "accuracy_few",
    "balanced_accuracy", "ece", "mce", "adaptive_ece", "classwise_ece", "ace", "nll", "brier",
    "ece_l2", "ece_debiased", "smooth_ece", "kernel_error", "overconfidence_error",
    "underconfidence_error", "signed_gap", "brier_calibration", "brier_refinement", "auroc", "aurc",
  ]

  private func run(
    _ arguments: String..., in folder: TemporaryFolder, code: Int32 = 0,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> LongTailProcess.Outcome {
    let outcome = try LongTailProcess.run(["metrics"] + arguments, in: folder.path)
    try #require(outcome.code == code, "\(outcome.errors)", sourceLocation: sourceLocation)
    return outcome
  }

  private func object(_ outcome: LongTailProcess.Outcome) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try SmallPredictions.write(
      "test", perClass: [60, 50, 40, 30], seed: 7, classCounts: [500, 150, 50, 10], in: folder)
    return folder
  }

  @Test
  func `JSON has every key, null without class counts, and a convention for each figure`() throws {
    let folder = try folder()
    let bare = try object(
      run(
        "--logits", "test/logits.npy", "--labels", "test/labels.npy", "--format", "json",
        in: folder))
    for name in Self.figures { #expect(bare[name] != nil, "\(name)") }
    #expect(bare["accuracy_few"] is NSNull)
    #expect(bare["samples"] as? Int == 180)
    let conventions = try #require(bare["conventions"] as? [String: String])
    #expect(conventions["ece"] == "ece/top-label/l1/width15/(lo,hi]")
    for name in Self.figures.dropFirst(2) { #expect(conventions[name] != nil, "\(name)") }
    let grouped = try object(
      run("--predictions", "test", "--format", "json", "--intervals", "--per-class", in: folder))
    #expect(grouped["accuracy_few"] is Double)
    #expect((grouped["per_class"] as? [Any])?.count == 4)
    #expect((grouped["groups_by_predicted_label"] as? [String: Any])?.count == 3)
    let intervals = try #require(grouped["intervals"] as? [String: [String: Any]])
    let ece = try #require(intervals["ece"])
    let value = try #require(grouped["ece"] as? Double)
    #expect((ece["lower"] as? Double ?? 2) <= value && value <= (ece["upper"] as? Double ?? -1))
    #expect(ece["method"] is String)
  }

  @Test func `every format of the same arrays gives the same figures`() throws {
    let folder = try folder()
    let logits = try NPYFile.read(folder("test/logits.npy"))
    let labels = try NPYFile.read(folder("test/labels.npy"))
    try NPZFile.write(["logits": logits, "labels": labels], to: folder("both.npz"))
    try SafetensorsFile.write(
      [("logits", logits), ("labels", labels)], to: folder("both.safetensors"))
    let values = logits.floats()
    let numbers = try labels.integers()
    let rows = numbers.indices.map { row in
      values[row * 4..<row * 4 + 4].map { "\($0)" } + ["\(numbers[row])"]
    }
    try CSVFile.write(header: ["a", "b", "c", "d", "label"], rows: rows, to: folder("both.csv"))
    try NPYFile.write(
      NumericArray(values.map { Double($0) }, shape: [1, 180, 4]), to: folder("double.npy"))
    try NPYFile.write(
      NumericArray(numbers.map { UInt8($0) }, shape: [1, 180]), to: folder("bytes.npy"))
    let expected = try run(
      "--logits", "test/logits.npy", "--labels", "test/labels.npy", "--format", "csv", in: folder
    ).output
    for arguments in [
      ["--predictions", "both.npz"], ["--predictions", "both.safetensors"],
      ["--logits", "both.npz", "--labels", "both.npz"],
      ["--logits", "both.safetensors:logits", "--labels", "both.npz:labels"],
      ["--logits", "both.csv", "--labels", "both.csv"],
      ["--logits", "both.csv", "--labels", "both.csv:label"],
      ["--logits", "double.npy", "--labels", "bytes.npy"],
    ] {
      let outcome = try LongTailProcess.run(
        ["metrics"] + arguments + ["--format", "csv"], in: folder.path)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.output == expected, "\(arguments)")
    }
  }

  @Test func `a table shows figures, a diagram and, when asked, groups and classes`() throws {
    let folder = try folder()
    let plain = try run("--predictions", "test", in: folder).output
    #expect(plain.contains("180 samples, 4 classes"))
    #expect(plain.contains("█ accuracy"))
    #expect(plain.contains("0.933–1.000"))
    #expect(!plain.contains("few by true label"))
    let full = try run("--predictions", "test", "--groups", "--per-class", in: folder).output
    #expect(full.contains("few by true label"))
    #expect(full.contains("class 3 by predicted label"))
    let markdown = try run("--predictions", "test", "--format", "markdown", in: folder).output
    #expect(markdown.contains("| metric | value | convention |"))
    #expect(markdown.contains("```"))
  }

  @Test func `CSV has the digits that give the same number back`() throws {
    let folder = try folder()
    let json = try object(run("--predictions", "test", "--format", "json", in: folder))
    let csv = try run("--predictions", "test", "--format", "csv", in: folder).output
    let line = try #require(csv.split(separator: "\n").first { $0.hasPrefix("all,nll,") })
    let found = try #require(Double(line.split(separator: ",")[2]))
    #expect(abs(found - (json["nll"] as? Double ?? .nan)) < 1e-15)
    #expect(csv.contains("\nall,accuracy,"))
  }

  @Test func `merged states print what one go prints`() throws {
    let folder = try folder()
    let logits = try NPYFile.read(folder("test/logits.npy"))
    let labels = try NPYFile.read(folder("test/labels.npy"))
    for (name, range) in [("a", 0..<70), ("b", 70..<71), ("c", 71..<180)] {
      try NPYFile.write(logits.rows(range), to: folder("\(name)-logits.npy"))
      try NPYFile.write(labels.rows(range), to: folder("\(name)-labels.npy"))
      _ = try run(
        "--logits", "\(name)-logits.npy", "--labels", "\(name)-labels.npy", "--state",
        "\(name).json", in: folder)
    }
    let counts = "test/class_counts.json"
    let whole = try run(
      "--predictions", "test", "--streaming", "--format", "json", "--state", "whole.json",
      in: folder)
    for order in [["a.json", "b.json", "c.json"], ["c.json", "a.json", "b.json"]] {
      let merged = try LongTailProcess.run(
        ["metrics", "merge"] + order + ["--class-counts", counts, "--format", "json"],
        in: folder.path)
      try #require(merged.code == 0, "\(merged.errors)")
      let first = try object(whole)
      let second = try object(merged)
      #expect(Set(first.keys) == Set(second.keys))
      for name in Self.figures {
        let values = (first[name] as? Double, second[name] as? Double)
        #expect((values.0 == nil) == (values.1 == nil), "\(name)")
        #expect(abs((values.0 ?? 0) - (values.1 ?? 0)) < 1e-12, "\(name)")
      }
      #expect(first["ace"] is NSNull)
    }
    _ = try run("merge", "whole.json", "--fail-if", "accuracy>0.1", in: folder, code: 3)
    let table = try run("merge", "whole.json", in: folder).output
    #expect(
      table.contains("no value for accuracy_many, accuracy_medium, accuracy_few: no class counts"))
    #expect(table.contains("no value for ace: it needs every probability"))
    #expect(
      table.contains("no value for ece_debiased, smooth_ece, kernel_error, auroc, aurc: it needs"))
    let listed = try run("merge", "whole.json", "--format", "csv", in: folder).output
    let lines = listed.split(separator: "\n").dropFirst()
    #expect(
      lines.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count > 7 })
    #expect(lines.contains { $0.hasPrefix("all,auroc,,") && $0.contains("do not keep") })
    let twice = try run(
      "merge", "a.json", "b.json", "c.json", "--state", "all.json", "--format", "csv", in: folder)
    let again = try run("merge", "all.json", "--format", "csv", in: folder)
    #expect(twice.output == again.output)
  }

  @Test
  func `a failed gate ends with 3 and names the figure; the result is still printed`() throws {
    let folder = try folder()
    let failed = try run(
      "--predictions", "test", "--fail-if", "ece>0.01", "--fail-if", "accuracy < 0.1",
      "--fail-if", "nll >= 0", "--format", "json", in: folder, code: 3)
    #expect(try object(failed)["ece"] is Double)
    #expect(failed.errors.contains("the gate “ece>0.01” failed: ece is 0."))
    #expect(failed.errors.contains("“nll >= 0”"))
    #expect(!failed.errors.contains("accuracy"))
    let passed = try run("--predictions", "test", "--fail-if", "ece>0.9", in: folder)
    #expect(passed.errors.isEmpty)
    let unknown = try run(
      "--logits", "test/logits.npy", "--labels", "test/labels.npy", "--fail-if",
      "accuracy_few<0.5", in: folder, code: 1)
    #expect(unknown.errors.contains("accuracy_few has no value: no class counts were given"))
  }

  @Test(arguments: [">/dev/full", ">&-", "| true", "--state nowhere/x.json"])
  func `a failed gate ends with 3 also where its report cannot be written`(end: String) throws {
    let folder = try folder()
    func code(_ gate: String) throws -> (code: String, errors: String) {
      let script =
        "\"$0\" metrics --predictions test --fail-if '\(gate)' \(end); echo ${PIPESTATUS[0]} >code"
      let outcome = try LongTailProcess.shell(script, in: folder.path)
      return (try String(contentsOfFile: folder("code"), encoding: .utf8), outcome.errors)
    }
    let failed = try code("accuracy>0.1")
    #expect(failed.code == "3\n", "\(failed.errors)")
    #expect(failed.errors.contains("the gate “accuracy>0.1” failed"))
    let passed = try code("accuracy>1")
    #expect(passed.code == (end == "| true" ? "141\n" : "1\n"), "\(passed.errors)")
    #expect(!passed.errors.contains("the gate"))
    // What could not be written is told in both.
    if end != "| true" {
      for errors in [failed.errors, passed.errors] { #expect(errors.contains(": cannot ")) }
    }
  }

  @Test func `a test prior re-weights the samples`() throws {
    let folder = try folder()
    let uniform = try object(
      run("--predictions", "test", "--test-prior", "uniform", "--format", "json", in: folder))
    let balanced = try #require(uniform["balanced_accuracy"] as? Double)
    #expect(abs((uniform["accuracy"] as? Double ?? .nan) - balanced) < 1e-12)
    #expect(uniform["test_prior"] as? [Double] == [0.25, 0.25, 0.25, 0.25])
    #expect(
      (uniform["conventions"] as? [String: String])?["ece"]?.hasSuffix("/re-weighted") == true)
    _ = try run("--predictions", "test", "--test-prior", "backward-50", in: folder)
    _ = try folder.file("prior.json", Data("[0, 0, 0, 1]".utf8))
    let one = try object(
      run("--predictions", "test", "--test-prior", "prior.json", "--format", "json", in: folder))
    let ofClass = try #require(one["accuracy_per_class"] as? [Double])
    #expect(abs((one["accuracy"] as? Double ?? .nan) - ofClass[3]) < 1e-12)
  }
}
