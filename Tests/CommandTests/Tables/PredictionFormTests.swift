import ArrayFiles
import Foundation
import TestSupport
import Testing

/// The same predictions in every form that is accepted give the same figures in every command that reads them.
struct PredictionFormTests {
  private func json(_ arguments: [String], in folder: TemporaryFolder) throws -> Any {
    let text = try LongTailProcess.output(arguments + ["--format", "json"], in: folder)
    return try JSONSerialization.jsonObject(with: Data(text.utf8))
  }

  /// Accuracy, ECE and NLL of a row that some command prints.
  private func figures(_ row: Any?) -> [Double] {
    let row = row as? [String: Any] ?? [:]
    return ["accuracy", "ece", "nll"].map { row[$0] as? Double ?? .nan }
  }

  private func expectEqual(
    _ found: [Double], _ expected: [Double], _ what: String, tolerance: Double = 1e-9
  ) {
    #expect(
      found.count == expected.count
        && zip(found, expected).allSatisfy { abs($0 - $1) <= tolerance },
      "\(what): \(found), expected \(expected)")
  }

  @Test(arguments: PredictionForm.all)
  func `logits of every form are the same to every command`(form: PredictionForm) throws {
    let folder = try form.prepared()
    let file = "set/logits.\(form.ending)"
    let labels = form.labels.map { "\(file):\($0)" } ?? "set/labels.npy"
    let expected = figures(try json(["metrics", "--predictions", "source"], in: folder))
    #expect(expected.allSatisfy { $0.isFinite })
    // Two ways into metrics, with the labels of the table and those beside it.
    for arguments in [
      ["--logits", file, "--labels", labels], ["--logits", file, "--labels", "set/labels.npy"],
      ["--predictions", "set"], ["--predictions", "set", "--labels", labels],
    ] {
      // A column that holds labels of another name is known by them alone.
      if form.name == "columns by number", arguments.contains("set/labels.npy") { continue }
      expectEqual(
        figures(try json(["metrics"] + arguments + form.options, in: folder)), expected,
        "metrics \(arguments)")
    }
    func temperature(_ set: String, _ options: [String]) throws -> Double {
      let rows = try json(
        [
          "calibrate", "fit", "--method", "temperature", "--validation", set, "--output",
          "\(set).json",
        ] + options, in: folder)
      return ((rows as? [[String: Any]])?.first?["temperature"] as? Double) ?? .nan
    }
    expectEqual(
      [try temperature("set", form.options)], [try temperature("source", [])], "calibrate fit")
    _ = try LongTailProcess.output(
      [
        "calibrate", "apply", "--calibrator", "source.json", "--logits", file, "--output", "p.npy",
      ] + form.options, in: folder)
    _ = try LongTailProcess.output(
      [
        "calibrate", "apply", "--calibrator", "source.json", "--logits", "source/logits.npy",
        "--output", "q.npy",
      ], in: folder)
    #expect(try NPYFile.read(folder("p.npy")).floats() == NPYFile.read(folder("q.npy")).floats())
    let compared = try json(
      [
        "calibrate", "compare", "--validation", "set", "--test", "set", "--methods", "temperature",
      ] + form.options, in: folder)
    expectEqual(figures((compared as? [[String: Any]])?.first), expected, "calibrate compare")
  }

  @Test(arguments: PredictionForm.all)
  func `prediction sets of every form are the same`(form: PredictionForm) throws {
    let folder = try form.prepared()
    let file = "set/logits.\(form.ending)"
    for (set, options) in [("set", form.options), ("source", [])] {
      _ = try LongTailProcess.output(
        ["sets", "fit", "--score", "lac", "--validation", set, "--output", "\(set)-sets.json"]
          + options, in: folder)
      let input = set == "set" ? file : "source/logits.npy"
      _ = try LongTailProcess.output(
        [
          "sets", "apply", "--sets", "\(set)-sets.json", "--logits", input, "--output",
          "\(set)-sets.npy",
        ] + options, in: folder)
    }
    #expect(
      try NPYFile.read(folder("set-sets.npy")).bytes
        == NPYFile.read(folder("source-sets.npy")).bytes)
    func compared(_ set: String, _ options: [String]) throws -> [Double] {
      let rows = try json(
        [
          "sets", "compare", "--validation", set, "--test", set, "--scores", "lac", "--rules",
          "split",
        ] + options, in: folder)
      let row = try #require((rows as? [[String: Any]])?.first)
      return ["coverage", "macro_coverage", "mean_size"].map { row[$0] as? Double ?? .nan }
    }
    expectEqual(try compared("set", form.options), try compared("source", []), "sets compare")
    func abstained(_ set: String, _ options: [String]) throws -> String {
      try LongTailProcess.output(
        ["sets", "abstain", "--risk", "0.4", "--validation", set, "--test", set, "--format", "csv"]
          + options, in: folder)
    }
    #expect(try abstained("set", form.options) == abstained("source", []))
  }

  @Test(arguments: PredictionForm.all)
  func `probabilities of every form are the same`(form: PredictionForm) throws {
    let folder = try form.prepared("probabilities")
    let file = "set/probabilities.\(form.ending)"
    let labels = form.labels.map { "\(file):\($0)" } ?? "set/labels.npy"
    let expected = figures(
      try json(["metrics", "--predictions", "set"] + form.options, in: folder))
    let source = figures(
      try json(
        [
          "metrics", "--probabilities", "source/probabilities.npy", "--labels", "source/labels.npy",
        ],
        in: folder))
    expectEqual(expected, source, "metrics of a folder")
    expectEqual(
      figures(
        try json(
          ["metrics", "--probabilities", file, "--labels", labels] + form.options, in: folder)),
      source, "metrics of a file")
  }

  @Test func `sets do not mistake one class for another`() throws {
    let folder = try PredictionForm.all[4].prepared()
    let text = try String(contentsOfFile: folder("set/logits.csv"), encoding: .utf8)
    _ = try folder.file("other.csv", Data(text.replacing("a,b,c,d", with: "b,a,c,d").utf8))
    try FileManager.default.createDirectory(
      atPath: folder("swapped"), withIntermediateDirectories: true)
    for (from, to) in [
      ("other.csv", "swapped/logits.csv"), ("set/labels.npy", "swapped/labels.npy"),
    ] {
      try FileManager.default.copyItem(atPath: folder(from), toPath: folder(to))
    }
    let fit = ["sets", "fit", "--validation", "set", "--output", "s.json"]
    _ = try LongTailProcess.output(fit, in: folder)
    try expectRefusal(fit, code: 1, naming: ["s.json", "--overwrite"], in: folder)
    _ = try LongTailProcess.output(fit + ["--overwrite"], in: folder)
    let apply = ["sets", "apply", "--sets", "s.json", "--logits", "other.csv", "--output", "o.csv"]
    try expectRefusal(
      apply, code: 1, naming: ["class 0 is 'b', but 'a' in s.json", "--columns"], in: folder)
    _ = try LongTailProcess.output(apply + ["--columns", "a,b,c,d"], in: folder)
    for command in ["compare", "abstain"] {
      try expectRefusal(
        ["sets", command, "--validation", "set", "--test", "swapped"], code: 1,
        naming: ["class 0 is 'b', but 'a' in set"], in: folder)
    }
    let export = ["sets", "export", "--sets", "s.json", "--output", "s.json"]
    try expectRefusal(export, code: 1, naming: ["s.json", "--overwrite"], in: folder)
  }

  @Test func `sets are not made of another kind than their calibrator knows`() throws {
    let folder = try PredictionForm.all[0].prepared("probabilities")
    try FileManager.default.removeItem(atPath: folder("source/probabilities.npy"))
    _ = try LongTailProcess.output(
      ["calibrate", "fit", "--method", "vector", "--validation", "source", "--output", "c.json"],
      in: folder)
    let words = ["these are probabilities, but c.json is of logits"]
    for command in [
      ["fit", "--validation", "set", "--output", "s.json"],
      ["compare", "--validation", "set", "--test", "set"], ["abstain", "--validation", "set"],
    ] {
      try expectRefusal(
        ["sets"] + command + ["--calibrator", "c.json"], code: 1, naming: words, in: folder)
    }
    _ = try LongTailProcess.output(
      ["sets", "fit", "--validation", "source", "--calibrator", "c.json", "--output", "s.json"],
      in: folder)
    try expectRefusal(
      [
        "sets", "apply", "--sets", "s.json", "--calibrator", "c.json", "--probabilities",
        "set/probabilities.npy", "--output", "o.csv",
      ], code: 1, naming: words, in: folder)
  }

  @Test func `an index among the features is refused with what helps`() throws {
    let folder = try PredictionForm.all[0].prepared()
    let rows = try NPYFile.read(folder("source/labels.npy")).count
    let lines = (0..<rows).map { "\($0),\(Double($0 % 5) + 0.5),\(Double($0 % 3) + 0.25)\n" }
    _ = try folder.file("set/features.csv", Data((",f0,f1\n" + lines.joined()).utf8))
    let fit = [
      "calibrate", "fit", "--method", "temperature", "--validation", "set", "--output", "c.json",
    ]
    let said = try expectRefusal(
      fit, code: 1,
      naming: ["features.csv", "column 1 has no name and counts the rows", "index=False"],
      in: folder)
    #expect(!said.contains("--columns"), "\(said)")
    // Without it they are read.
    let plain = lines.map { $0.drop { $0 != "," }.dropFirst() }.joined()
    _ = try folder.file("set/features.csv", Data(("f0,f1\n" + plain).utf8))
    _ = try LongTailProcess.output(fit, in: folder)
  }
}
