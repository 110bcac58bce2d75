import ArrayFiles
import Foundation
import TestSupport
import Testing

/// `longtail sets`.
struct SetsTests {
  private static let counts = "[400, 150, 60, 12]"

  private func folder() throws -> TemporaryFolder {
    let folder = try SmallPredictions.folder()
    _ = try folder.file("counts.json", Data(Self.counts.utf8))
    return folder
  }

  private func run(_ arguments: [String], in folder: TemporaryFolder) throws
    -> LongTailProcess.Outcome
  {
    let outcome = try LongTailProcess.run(["sets"] + arguments, in: folder.path)
    try #require(outcome.code == 0, "\(arguments): \(outcome.errors)")
    return outcome
  }

  @Test func `fit, apply and export go together`() throws {
    let folder = try folder()
    let fitted = try run(
      [
        "fit", "--score", "raps", "--rule", "interpolated", "--set", "tau=0.5", "--set",
        "lambda=0.02", "--alpha", "0.2", "--validation", "validation", "--output", "sets.json",
        "--format", "json",
      ], in: folder)
    let row = try PrintedJSON.rows(fitted.output)[0]
    #expect(row["score"] as? String == "raps" && row["samples"] as? Int == 320)
    let file = try String(contentsOfFile: folder("sets.json"), encoding: .utf8)
    #expect(file.contains("\"tau\" : 0.5") && file.contains("\"lambda\" : 0.02"))
    #expect(file.contains("\"calibrator\" : \"none\""))
    _ = try run(
      ["apply", "--sets", "sets.json", "--logits", "test/logits.npy", "--output", "sets.csv"],
      in: folder)
    _ = try run(
      ["apply", "--sets", "sets.json", "--logits", "test/logits.npy", "--output", "sets.npy"],
      in: folder)
    let matrix = try ArrayFile.read(folder("sets.npy"), names: []).array
    #expect(matrix.shape == [400, 4])
    let members = try matrix.integers()
    let lines = try String(contentsOfFile: folder("sets.csv"), encoding: .utf8)
      .split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(lines[0] == ["row", "size", "abstains", "classes", "probabilities"])
    try #require(lines.count == 401)
    for row in 0..<400 {
      let listed = lines[row + 1][3].split(separator: " ").compactMap { Int($0) }
      #expect(Set(listed) == Set((0..<4).filter { members[row * 4 + $0] == 1 }))
      #expect(lines[row + 1][0] == "\(row)" && lines[row + 1][1] == "\(listed.count)")
      let shares = lines[row + 1][4].split(separator: " ").compactMap { Double($0) }
      #expect(shares == shares.sorted(by: >) && shares.count == listed.count)
    }
    _ = try run(["export", "--sets", "sets.json", "--output", "PredictionSet.swift"], in: folder)
    let source = try String(contentsOfFile: folder("PredictionSet.swift"), encoding: .utf8)
    #expect(source.contains("public enum PredictionSet {"))
  }

  @Test func `classes are written by name where they have names, and told by position`() throws {
    let folder = try folder()
    let names = ["ash", "black birch", "cedar, red", "date"]
    let values = try NPYFile.read(folder("test/logits.npy")).floats()
    let rows = stride(from: 0, to: values.count, by: 4).map { row in
      (row..<row + 4).map { "\(values[$0])" }.joined(separator: ",") + "\n"
    }
    let header = "ash,black birch,\"cedar, red\",date\n"
    _ = try folder.file("named.csv", Data((header + rows.joined()).utf8))
    _ = try run(["fit", "--validation", "validation", "--output", "sets.json"], in: folder)
    func apply(_ logits: String, _ output: String) throws -> LongTailProcess.Outcome {
      try run(["apply", "--sets", "sets.json", "--logits", logits, "--output", output], in: folder)
    }
    let named = try apply("named.csv", "named-sets.csv")
    #expect(
      named.errors.contains(
        "named-sets.csv: its classes are numbers from 0, in the order of ash, black birch, \"cedar, red\", date"
      ), "\(named.errors)")
    let lines = try CSVFile.readRows(folder("named-sets.csv")).map(\.fields)
    #expect(lines[0].last == "names")
    for line in lines.dropFirst() {
      let labels = line[3].split(separator: " ").compactMap { Int($0) }
      #expect(line[5] == labels.map { names[$0] }.joined(separator: " | "))
    }
    let plain = try apply("test/logits.npy", "sets.npy")
    #expect(
      plain.errors.contains(
        "sets.npy: its columns are the classes, in the order of the columns of the scores, which nobody named"
      ), "\(plain.errors)")
  }

  @Test func `a calibrator goes with its sets, and no other does`() throws {
    let folder = try folder()
    for method in ["temperature", "vector"] {
      _ = try LongTailProcess.run(
        [
          "calibrate", "fit", "--method", method, "--validation", "validation", "--output",
          "\(method).json",
        ], in: folder.path)
    }
    _ = try run(
      [
        "fit", "--validation", "validation", "--calibrator", "temperature.json", "--output",
        "sets.json",
      ], in: folder)
    func apply(_ extra: String...) -> [String] {
      [
        "sets", "apply", "--sets", "sets.json", "--logits", "test/logits.npy", "--output", "s.csv",
      ] + extra
    }
    _ = try LongTailProcess.output(apply("--calibrator", "temperature.json"), in: folder)
    try FileManager.default.removeItem(atPath: folder("s.csv"))
    try expectRefusal(
      apply("--calibrator", "vector.json"), code: 1,
      naming: ["sets.json", "belong to a temperature calibrator", "vector.json is a vector"],
      in: folder)
    try expectRefusal(
      apply(), code: 1, naming: ["belong to a temperature calibrator", "--calibrator"], in: folder)
    _ = try run(["fit", "--validation", "validation", "--output", "plain.json"], in: folder)
    try expectRefusal(
      [
        "sets", "apply", "--sets", "plain.json", "--calibrator", "vector.json", "--logits",
        "test/logits.npy", "--output", "s.csv",
      ], code: 1, naming: ["belong to no calibrator"], in: folder)
  }

  @Test func `compare has every score with every rule, and its page needs nothing`() throws {
    let folder = try folder()
    let outcome = try run(
      [
        "compare", "--validation", "validation", "--test", "test", "--scores", "all", "--rules",
        "all", "--class-counts", "counts.json", "--prior", "uniform", "--alpha", "0.1", "--format",
        "json", "--report", "report.html",
      ], in: folder)
    let rows = try PrintedJSON.rows(outcome.output)
    #expect(rows.count == 64)
    for row in rows {
      #expect(row["skipped"] == nil, "\(row["score"] ?? "") \(row["rule"] ?? "")")
      for key in [
        "alpha", "coverage", "macro_coverage", "mean_size", "median_size", "singletons", "empties",
        "under_coverage_gap",
      ] {
        #expect(row[key] is NSNumber, "\(key)")
      }
      #expect(row.keys.contains("threshold"))
      #expect((row["classes"] as? [Any])?.count == 4)
      #expect(
        (row["groups"] as? [[String: Any]])?.compactMap { $0["name"] as? String }
          == ["many", "medium", "few"])
    }
    let split = rows.first { $0["score"] as? String == "lac" && $0["rule"] as? String == "split" }
    #expect(split?["threshold"] is Double && split?["k"] as? Int == 289)
    let page = try String(contentsOfFile: folder("report.html"), encoding: .utf8)
    #expect(page.utf8.count < 2_000_000)
    #expect(!page.contains("http://www") && !page.contains("<script src"))
    for words in ["Whom the sets cover", "What each rule promises", "not recommended"].dropLast() {
      #expect(page.contains(words), "\(words)")
    }
    #expect(outcome.errors.contains("warning: margin: "))
    #expect(outcome.errors.contains("warning: rc3p: "))
  }

  @Test func `what cannot be made is a row with score, rule, level and reason alone`() throws {
    let folder = try folder()
    let common = ["compare", "--validation", "validation", "--test", "test", "--quiet"]
    let rows = try PrintedJSON.rows(run(common + ["--format", "json"], in: folder).output)
    let skipped = rows.filter { $0["skipped"] != nil }
    // Without class counts there is neither pas nor a group.
    #expect(skipped.count == 6)
    for row in skipped { #expect(Set(row.keys) == ["score", "rule", "alpha", "skipped"]) }
    for format in ["table", "csv", "markdown"] {
      let outcome = try run(common + ["--format", format], in: folder)
      #expect(outcome.output.contains("class counts are needed"))
      #expect(outcome.errors.isEmpty)
    }
    let counted = try run(common + ["--train", "train", "--format", "csv"], in: folder)
    #expect(!counted.output.contains("skipped") && counted.output.contains("coverage_few"))
  }

  @Test func `groups of one's own`() throws {
    let folder = try folder()
    _ = try folder.file("groups.json", Data(#"["a", "b", "b", "a"]"#.utf8))
    let rows = try PrintedJSON.rows(
      run(
        [
          "compare", "--validation", "validation", "--test", "test", "--scores", "lac", "--rules",
          "group-conditional", "--groups", "groups.json", "--format", "json",
        ], in: folder
      ).output)
    let groups = try #require(rows[0]["groups"] as? [[String: Any]])
    #expect(groups.compactMap { $0["name"] as? String } == ["a", "b"])
    let thresholds = try #require(rows[0]["threshold"] as? [Double])
    #expect(thresholds[0] == thresholds[3] && thresholds[1] == thresholds[2])
  }

  @Test func `abstain finds a confidence, or says that there is none`() throws {
    let folder = try folder()
    func row(_ risk: String) throws -> [String: Any] {
      try PrintedJSON.rows(
        run(
          [
            "abstain", "--risk", risk, "--validation", "validation", "--test", "test", "--format",
            "json",
          ], in: folder
        ).output)[0]
    }
    let found = try row("0.4")
    #expect(found["threshold"] is Double && found["test_risk"] is Double)
    let none = try row("0.001")
    #expect(none["threshold"] is NSNull && none["answered"] as? Int == 0)
  }

  @Test func `list has scores and rules`() throws {
    let folder = try TemporaryFolder()
    let scores = try LongTailProcess.output(["list", "scores", "--format", "csv"], in: folder)
    let rules = try LongTailProcess.output(["list", "rules", "--format", "csv"], in: folder)
    for name in ["lac", "pas", "wpas", "aps", "raps", "saps", "top-k", "margin"] {
      #expect(scores.contains("\n\(name),"))
    }
    for name in [
      "split", "class-conditional", "group-conditional", "clustered", "interpolated", "fuzzy",
      "rc3p", "label-shift",
    ] {
      #expect(rules.contains("\n\(name),"))
    }
  }
}
