import ArrayFiles
import Foundation
import TestSupport
import Testing

struct `A table of scores` {
  private static let calibrator = """
    {"format": "longtail calibrator", "version": 1, "method": "temperature", "classes": 3,
     "settings": {"lowerBound": 0.05, "upperBound": 5, "weighting": "samples"},
     "calibrator": {"temperature": 2, "classes": 3, "warnings": []}}
    """

  /// A folder with the table as `set/logits`, and its labels.
  private func folder(_ dialect: TableDialect) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("set"), withIntermediateDirectories: true)
    _ = try folder.file("set/logits.\(dialect.ending)", Data(dialect.text.utf8))
    try NPYFile.write(NumericArray([0, 1, 2, 0], shape: [4]), to: folder("set/labels.npy"))
    _ = try folder.file("c.json", Data(Self.calibrator.utf8))
    return folder
  }

  /// The commands that read it.
  private func commands(_ dialect: TableDialect) -> [[String]] {
    let file = "set/logits.\(dialect.ending)"
    return [
      ["metrics", "--logits", file, "--labels", "set/labels.npy", "--format", "json"],
      ["metrics", "--predictions", "set", "--format", "json"],
      ["calibrate", "fit", "--method", "temperature", "--validation", "set", "--output", "f.json"],
      ["calibrate", "apply", "--calibrator", "c.json", "--logits", file, "--output", "p.npy"],
      [
        "calibrate", "compare", "--validation", "set", "--test", "set", "--methods", "temperature",
      ],
    ]
  }

  @Test(arguments: TableDialect.all)
  func `is understood by all commands alike`(dialect: TableDialect) throws {
    let folder = try folder(dialect)
    let names = dialect.classes.isEmpty ? "" : ": " + dialect.classes.joined(separator: ", ")
    let note = "4 samples of 3 classes\(names)\n"
    for command in commands(dialect) {
      let outcome = try LongTailProcess.run(command, in: folder.path)
      if let refusal = dialect.refusal {
        #expect(outcome.code == 1, "\(command[0]) \(command[1]): \(outcome.output)")
        #expect(outcome.errors.contains(refusal), "\(command[0]) \(command[1]): \(outcome.errors)")
      } else {
        #expect(outcome.code == 0, "\(command[0]) \(command[1]): \(outcome.errors)")
        #expect(outcome.errors.contains(note), "\(command[0]) \(command[1]): \(outcome.errors)")
      }
    }
    guard dialect.refusal == nil else { return }
    let applied = try NPYFile.read(folder("p.npy"))
    #expect(applied.shape == [4, 3])
    let expected = TableDialect.rows.map { row in
      let raised = row.split(separator: ",").map { exp((Double($0) ?? .nan) / 2) }
      return raised[0] / raised.reduce(0, +)
    }
    for (row, value) in expected.enumerated() {
      #expect(abs(applied.doubles()[3 * row] - value) < 1e-6)
    }
  }

  private func metrics(
    _ arguments: String..., in folder: TemporaryFolder
  ) throws -> (accuracy: Double?, errors: String, code: Int32) {
    let outcome = try LongTailProcess.run(
      ["metrics", "--format", "json"] + arguments, in: folder.path)
    let object = try? JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return ((object as? [String: Any])?["accuracy"] as? Double, outcome.errors, outcome.code)
  }

  @Test func `gives the column that holds the labels to nobody else`() throws {
    let folder = try TemporaryFolder()
    let text = "cat,dog,owl,target\n2.0,0.1,0.1,0\n0.1,2.0,0.1,1\n0.1,0.1,2.0,2\n1.9,0.2,0.1,0\n"
    _ = try folder.file("all.csv", Data(text.utf8))
    _ = try folder.file(
      "bare.csv", Data(text.split(separator: "\n").dropFirst().joined(separator: "\n").utf8))
    for (scores, labels) in [
      ("all.csv", "all.csv:target"), ("all.csv", "./all.csv:target"), ("bare.csv", "bare.csv:4"),
    ] {
      let found = try metrics("--logits", scores, "--labels", labels, in: folder)
      #expect(found.accuracy == 1, "\(found.errors)")
      #expect(found.errors.contains("is left out"))
      #expect(found.errors.contains("4 samples of 3 classes"))
    }
    let both = try metrics(
      "--logits", "all.csv", "--columns", "cat..target", "--labels", "all.csv:target", in: folder)
    #expect(both.code == 1)
    #expect(both.errors.contains("'target', holds the labels"))
  }

  @Test func `is settled by its columns, its header, or both`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file(
      "index.csv", Data(",cat,dog,owl\n0,2.0,0.1,0.1\n1,0.1,2.0,0.1\n2,0.1,0.1,2.0\n".utf8))
    _ = try folder.file("y.csv", Data("0\n1\n2\n".utf8))
    let chosen = try metrics(
      "--logits", "index.csv", "--columns", "cat..owl", "--labels", "y.csv", in: folder)
    #expect(chosen.accuracy == 1, "\(chosen.errors)")
    #expect(chosen.errors.contains("column (no name) is left out"))
    _ = try folder.file("two.csv", Data("0,1\n0.2,0.8\n".utf8))
    _ = try folder.file("one.csv", Data("1\n".utf8))
    _ = try folder.file("pair.csv", Data("1\n1\n".utf8))
    for (header, labels) in [("yes", "one.csv"), ("no", "pair.csv")] {
      let found = try metrics(
        "--probabilities", "two.csv", "--header", header, "--labels", labels, in: folder)
      #expect(found.accuracy == 1, "\(header): \(found.errors)")
    }
    for wrong in [["--columns", "cat,,dog"], ["--header", "perhaps"], ["--columns", ""]] {
      let outcome = try LongTailProcess.run(
        ["metrics", "--logits", "index.csv", "--labels", "y.csv"] + wrong, in: folder.path)
      #expect(outcome.code == 2, "\(wrong): \(outcome.errors)")
    }
  }

  @Test func `has labels beside it whose first line pandas calls 0`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("z.csv", Data("0,1,2\n2.0,0.1,0.1\n0.1,2.0,0.1\n0.1,0.1,2.0\n".utf8))
    _ = try folder.file("headed.csv", Data("0\n0\n1\n2\n".utf8))
    _ = try folder.file("plain.csv", Data("0\n1\n2\n".utf8))
    for labels in ["headed.csv", "plain.csv"] {
      let found = try metrics("--logits", "z.csv", "--labels", labels, in: folder)
      #expect(found.accuracy == 1, "\(labels): \(found.errors)")
      #expect(found.errors.contains("z.csv: 3 samples of 3 classes: 0, 1, 2"))
      #expect(
        found.errors.contains("is taken for the column's name, as") == (labels == "headed.csv"))
    }
    _ = try folder.file("long.csv", Data("1\n0\n1\n2\n".utf8))
    let long = try metrics("--logits", "z.csv", "--labels", "long.csv", in: folder)
    #expect(long.errors.contains("4 labels for 3 samples"))
    _ = try folder.file("index.csv", Data(",0\n0,0\n1,1\n2,2\n".utf8))
    let unclear = try metrics("--logits", "z.csv", "--labels", "index.csv", in: folder)
    #expect(unclear.errors.contains("choose one by FILE:COLUMN"))
    #expect(
      try metrics("--logits", "z.csv", "--labels", "index.csv:0", in: folder).accuracy == 1)
  }

  @Test func `must have its classes where the other set has them`() throws {
    let folder = try TemporaryFolder()
    for (name, header) in [("v", "cat,dog,owl"), ("t", "dog,cat,owl")] {
      try FileManager.default.createDirectory(
        atPath: folder(name), withIntermediateDirectories: true)
      _ = try folder.file(
        "\(name)/logits.csv", Data((header + "\n" + TableDialect.rows.joined(separator: "\n")).utf8)
      )
      try NPYFile.write(NumericArray([0, 1, 2, 0], shape: [4]), to: folder("\(name)/labels.npy"))
    }
    try expectRefusal(
      ["calibrate", "compare", "--validation", "v", "--test", "t", "--methods", "temperature"],
      code: 1,
      naming: ["class 0 is 'dog', but 'cat' in v"], in: folder)
    let fit = [
      "calibrate", "fit", "--method", "temperature", "--validation", "v", "--output", "c.json",
    ]
    #expect(try LongTailProcess.run(fit, in: folder.path).code == 0)
    let apply = [
      "calibrate", "apply", "--calibrator", "c.json", "--logits", "t/logits.csv", "--output",
      "p.npy",
    ]
    try expectRefusal(apply, code: 1, naming: ["class 0 is 'dog', but 'cat' in c.json"], in: folder)
    let ordered = try LongTailProcess.run(apply + ["--columns", "cat,dog,owl"], in: folder.path)
    #expect(ordered.code == 0, "\(ordered.errors)")
  }
}
