import ArrayFiles
import Foundation
import TestSupport
import Testing

/// The same predictions in every form that is accepted give the same figures in every command that reads them.
struct PredictionFormTests {
  /// Where scores and labels lie in one form.
  struct Form: CustomTestStringConvertible, Sendable {
    let name: String
    /// Writes the scores; `nil` for a line of names.
    let table: (@Sendable (_ row: Int, _ scores: String, _ label: Int) -> String)?
    var header: String?
    var ending = "csv"
    /// What must be said to read the scores.
    var options: [String] = []
    /// The column of the labels, where the table has one that is not called so.
    var labels: String?

    var testDescription: String { name }
  }

  static let forms: [Form] = [
    Form(name: "npy", table: nil, ending: "npy"),
    Form(name: "npz", table: nil, ending: "npz"),
    Form(name: "safetensors", table: nil, ending: "safetensors"),
    Form(name: "no header", table: { _, scores, _ in scores }),
    Form(name: "names", table: { _, scores, _ in scores }, header: "a,b,c,d"),
    Form(name: "numbered names", table: { _, scores, _ in scores }, header: "0,1,2,3"),
    Form(
      name: "tabs", table: { _, scores, _ in scores.replacing(",", with: "\t") },
      header: "a\tb\tc\td", ending: "tsv"),
    Form(
      name: "index", table: { row, scores, _ in "\(row),\(scores)" }, header: ",a,b,c,d",
      options: ["--columns", "a..d"]),
    Form(
      name: "id", table: { row, scores, _ in "x\(row),\(scores)" }, header: "id,a,b,c,d",
      options: ["--columns", "a,b,c,d"]),
    Form(
      name: "label", table: { _, scores, label in "\(scores),\(label)" }, header: "a,b,c,d,label",
      labels: "label"),
    Form(
      name: "label in front", table: { _, scores, label in "\(label),\(scores)" },
      header: "Labels,a,b,c,d", labels: "Labels"),
    Form(
      name: "id, prediction and target",
      table: { row, scores, label in "\(row * 7),\(scores),\(label % 2),\(label)" },
      header: "id,a,b,c,d,pred,target", options: ["--columns", "a..d"], labels: "target"),
    Form(
      name: "columns by number", table: { row, scores, label in "\(row).5,\(scores),\(label)" },
      options: ["--columns", "2..5", "--header", "no"], labels: "6"),
  ]

  /// A folder `set` with predictions in a form; `name` is `logits` or `probabilities`.
  private func write(_ form: Form, _ name: String, in folder: TemporaryFolder) throws {
    try FileManager.default.createDirectory(
      atPath: folder("set"), withIntermediateDirectories: true)
    let array = try NPYFile.read(folder("source/\(name).npy"))
    let values = array.floats()
    let labels = try NPYFile.read(folder("source/labels.npy")).integers()
    try FileManager.default.copyItem(
      atPath: folder("source/labels.npy"), toPath: folder("set/labels.npy"))
    let path = folder("set/\(name).\(form.ending)")
    switch form.ending {
    case "npy": try NPYFile.write(array, to: path)
    case "npz": try NPZFile.write([name: array], to: path)
    case "safetensors": try SafetensorsFile.write([(name: name, array: array)], to: path)
    default:
      let lines = labels.indices.map { row in
        let scores = (0..<4).map { "\(values[row * 4 + $0])" }.joined(separator: ",")
        return form.table?(row, scores, labels[row]) ?? scores
      }
      let text = ((form.header.map { [$0] } ?? []) + lines).joined(separator: "\n") + "\n"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }
  }

  private func prepared(_ form: Form, _ name: String = "logits") throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try SmallPredictions.write(
      "source", perClass: [80, 50, 30, 20], seed: 5, withFeatures: false, in: folder)
    if name == "probabilities" {
      let logits = try NPYFile.read(folder("source/logits.npy"))
      let values = logits.floats()
      let shares = (0..<logits.shape[0]).flatMap { row -> [Float] in
        let raised = (0..<4).map { exp(Double(values[row * 4 + $0])) }
        return raised.map { Float($0 / raised.reduce(0, +)) }
      }
      try NPYFile.write(
        NumericArray(shares, shape: logits.shape), to: folder("source/probabilities.npy"))
    }
    try write(form, name, in: folder)
    return folder
  }

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

  @Test(arguments: forms)
  func `logits of every form are the same to every command`(form: Form) throws {
    let folder = try prepared(form)
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

  @Test(arguments: forms)
  func `prediction sets of every form are the same`(form: Form) throws {
    let folder = try prepared(form)
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

  @Test(arguments: forms)
  func `probabilities of every form are the same`(form: Form) throws {
    let folder = try prepared(form, "probabilities")
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
    let folder = try prepared(Self.forms[4])
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
    let folder = try prepared(Self.forms[0], "probabilities")
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
    let folder = try prepared(Self.forms[0])
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
