import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Columns that say which sample a row is, whatever they are called, and files that do not say it.
struct SampleKeyTests {
  /// Scores of four samples of two classes; the last two keys change places in the labels.
  private func outcome(
    scores: [String], labels: [String], header: (String, String)?, columns: String = "cat,dog"
  ) throws -> LongTailProcess.Outcome {
    let folder = try TemporaryFolder()
    let values = ["2.5,0.1", "0.1,2.5", "0.2,2.4", "2.3,0.4"]
    let classes = ["0", "1", "1", "0"]
    func text(_ header: String?, _ keys: [String], _ rest: [String]) -> String {
      ((header.map { [$0] } ?? []) + zip(keys, rest).map { "\($0),\($1)" }).joined(separator: "\n")
        + "\n"
    }
    _ = try folder.file(
      "s.csv", Data(text(header.map { "\($0.0),cat,dog" }, scores, values).utf8))
    _ = try folder.file(
      "l.csv", Data(text(header.map { "\($0.1),label" }, labels, classes).utf8))
    return try LongTailProcess.run(
      [
        "metrics", "--logits", "s.csv", "--labels", header == nil ? "l.csv:2" : "l.csv",
        "--columns", columns, "--format", "json",
      ], in: folder.path)
  }

  @Test(arguments: [
    ("id", "image_id"), ("id", "filename"), ("image", "id"), ("id", "number"), ("a", "b"),
    ("", "id"),
  ])
  func `the same values in another order are refused whatever the columns are called`(
    names: (String, String)
  ) throws {
    let outcome = try outcome(
      scores: ["k1", "k2", "k3", "k4"], labels: ["k1", "k2", "k4", "k3"], header: names)
    #expect(outcome.code == 1)
    for words in [
      "l.csv: ", "is 'k4' in line 4, but ", "'k3' in line 4 of s.csv",
      "the same values in another order",
    ] { #expect(outcome.errors.contains(words), "\(outcome.errors)") }
    let same = try self.outcome(
      scores: ["k1", "k2", "k3", "k4"], labels: ["k1", "k2", "k3", "k4"], header: names)
    #expect(same.code == 0, "\(same.errors)")
    #expect(!same.errors.contains("warning"))
  }

  @Test func `a file's name is known without its folder and ending`() throws {
    let keys = ["img1", "img2", "img3", "img4"]
    let paths = keys.map { "data/\($0).PNG" }
    #expect(try outcome(scores: keys, labels: paths, header: ("id", "id")).code == 0)
    let turned = try outcome(
      scores: keys, labels: [paths[1], paths[0], paths[2], paths[3]], header: ("id", "path"))
    #expect(turned.code == 1)
    #expect(
      turned.errors.contains("'data/img2.PNG' in line 2, but column 'id' is 'img1' in line 2"))
  }

  @Test func `keys of other samples are refused`() throws {
    let scores = ["a1", "a2", "a3", "a4"]
    let none = try outcome(scores: scores, labels: ["b1", "b2", "b3", "b4"], header: ("id", "id"))
    #expect(none.code == 1)
    #expect(none.errors.contains("the two have no sample in common"))
    let some = try outcome(
      scores: scores, labels: ["a1", "a2", "a3", "a5"], header: ("id", "image"))
    #expect(some.code == 1)
    #expect(some.errors.contains("the two are not of the same samples"))
    // Names and numbers of the same samples have nothing in common either.
    #expect(
      try outcome(scores: scores, labels: ["x1", "x2", "x3", "x4"], header: ("id", "image")).code
        == 0)
  }

  @Test func `words that are mostly the same are keys, whatever the columns are called`() throws {
    let scores = ["p1", "p2", "p3", "p4"]
    for names in [("foto", "bild"), ("image", "picture"), ("scan", "scan")] {
      let outcome = try outcome(
        scores: scores, labels: ["p1", "p2", "p3", "p5"], header: names)
      #expect(outcome.code == 1)
      #expect(
        outcome.errors.contains("the two are not of the same samples"), "\(outcome.errors)")
    }
    // Half of the words, and numbers, may be the same by chance.
    for (scores, labels) in [
      (scores, ["p1", "p2", "q3", "q4"]), (["1.5", "2", "3", "4"], ["1.5", "2", "3", "5"]),
    ] {
      let outcome = try outcome(scores: scores, labels: labels, header: ("foto", "bild"))
      #expect(outcome.code == 0, "\(outcome.errors)")
    }
  }

  @Test func `rows may be counted from 0 on one side and from 1 on the other`() throws {
    for (scores, labels, code) in [
      (["0", "1", "2", "3"], ["1", "2", "3", "4"], 0),
      (["2", "0", "3", "1"], ["3", "1", "4", "2"], 0),
      (["0", "1", "2", "3"], ["1", "2", "4", "3"], 1),
      (["2", "1", "3", "4"], ["0", "1", "2", "3"], 1),
    ] {
      let outcome = try outcome(scores: scores, labels: labels, header: ("id", "image_id"))
      #expect(Int(outcome.code) == code, "\(outcome.errors)")
      #expect(
        outcome.errors.contains("the same values in another order") == (code == 1),
        "\(outcome.errors)")
      #expect(!outcome.errors.contains("warning"), "\(outcome.errors)")
    }
  }

  @Test func `a mere count of the rows says nothing about other numbers`() throws {
    let counted = ["0", "1", "2", "3"]
    let drawn = ["532", "17", "90", "4"]
    let outcome = try outcome(scores: counted, labels: drawn, header: ("", ""))
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("rows are taken to belong together line by line"))
    #expect(
      try self.outcome(scores: counted, labels: ["1", "0", "2", "3"], header: ("", "id")).code == 1)
  }

  @Test func `tables without names are compared by what was chosen away`() throws {
    let keys = ["11", "12", "13", "14"]
    let turned = try outcome(
      scores: keys, labels: ["12", "11", "13", "14"], header: nil, columns: "2..3")
    #expect(turned.code == 1)
    #expect(turned.errors.contains("column 1 is '12' in line 1, but '11' in line 1 of s.csv"))
    #expect(try outcome(scores: keys, labels: keys, header: nil, columns: "2..3").code == 0)
  }

  @Test func `rows numbered in another order are doubted beside a file without keys`() throws {
    let folder = try TemporaryFolder()
    try NPYFile.write(
      NumericArray([Float(2.5), 0.1, 0.1, 2.5, 2.3, 0.4], shape: [3, 2]), to: folder("z.npy"))
    try NPYFile.write(NumericArray([0, 1, 0], shape: [3]), to: folder("y.npy"))
    _ = try folder.file("y.csv", Data(",label\n2,0\n0,1\n1,0\n".utf8))
    _ = try folder.file("z.csv", Data(",a,b\n2,2.5,.1\n0,.1,2.5\n1,2.3,.4\n".utf8))
    _ = try folder.file("order.csv", Data("id,label\n0,0\n1,1\n2,0\n".utf8))
    let words = "numbers the rows in another order than they stand in (2 in line 2)"
    for (scores, labels, isDoubted) in [
      ("z.npy", "y.csv", true), ("z.csv", "y.npy", true), ("z.npy", "order.csv", false),
    ] {
      let outcome = try LongTailProcess.run(
        ["metrics", "--logits", scores, "--labels", labels]
          + (scores == "z.csv" ? ["--columns", "a,b"] : []), in: folder.path)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(outcome.errors.contains("warning: ") == isDoubted)
      #expect(outcome.errors.contains(words) == isDoubted, "\(outcome.errors)")
    }
  }

  @Test func `every command that reads labels compares keys`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("set"), withIntermediateDirectories: true)
    let rows = (0..<24).map { ($0, $0 % 3 == 0 ? "2.5,0.1" : "0.1,2.5", $0 % 3 == 0 ? 0 : 1) }
    let scores = rows.map { "k\($0.0),\($0.1)\n" }.joined()
    let labels = rows.map { "k\(23 - $0.0),\($0.2)\n" }.joined()
    _ = try folder.file("set/logits.csv", Data(("id,cat,dog\n" + scores).utf8))
    _ = try folder.file("set/labels.csv", Data(("filename,label\n" + labels).utf8))
    for command in [
      ["metrics", "--predictions", "set"],
      ["calibrate", "fit", "--method", "temperature", "--validation", "set", "--output", "o.json"],
      ["calibrate", "compare", "--validation", "set", "--test", "set"],
      ["sets", "fit", "--validation", "set", "--output", "o.json"],
      ["prior", "estimate", "--validation", "set", "--logits", "set/logits.csv"],
    ] {
      // Words are left out by themselves.
      for columns in [["--columns", "cat,dog"], []] {
        try expectRefusal(
          command + columns, code: 1, naming: ["the same values in another order"], in: folder)
      }
    }
    #expect(!FileManager.default.fileExists(atPath: folder("o.json")))
  }

  @Test func `no and yes are 0 and 1 in whatever order the columns stand`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("s.csv", Data("positive,negative\n2.5,.1\n.2,2.5\n2.1,.3\n".utf8))
    _ = try folder.file("n.csv", Data("label\n1\n0\n1\n".utf8))
    _ = try folder.file("t.csv", Data("label\nTrue\nFalse\nTrue\n".utf8))
    try expectRefusal(
      ["metrics", "--logits", "s.csv", "--labels", "n.csv"], code: 1,
      naming: [
        "label 1 is class 'positive' as its word says, and class 'negative' by its position",
        "--columns negative,positive puts",
      ], in: folder)
    for command in [
      ["--labels", "t.csv"], ["--labels", "n.csv", "--columns", "negative,positive"],
    ] {
      let text = try LongTailProcess.output(
        ["metrics", "--logits", "s.csv", "--format", "json"] + command, in: folder)
      #expect(try PrintedJSON.object(text)["accuracy"] as? Double == 1)
    }
  }

  @Test(arguments: [
    ("fraud", "no_fraud"), ("is_fraud", "not_fraud"), ("has_tumor", "no_tumor"),
    ("toxic", "non-toxic"), ("Spam", "NonSpam"), ("+", "-"), ("ja", "nein"), ("oui", "non"),
    ("si", "no"), ("defect", "ok"), ("defective", "ok"), ("case", "control"),
    ("event", "no_event"), ("disease", "healthy"),
  ])
  func `words of a question are no and yes in whatever order the columns stand`(
    yes: String, no: String
  ) throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("n.csv", Data("label\n1\n0\n1\n".utf8))
    let command = ["metrics", "--logits", "s.csv", "--labels", "n.csv"]
    _ = try folder.file("s.csv", Data("\(yes),\(no)\n2.5,.1\n.2,2.5\n2.1,.3\n".utf8))
    try expectRefusal(
      command, code: 1,
      naming: ["label 1 is class '\(yes)' as its word says, and class '\(no)' by its position"],
      in: folder)
    _ = try folder.file("s.csv", Data("\(no),\(yes)\n.1,2.5\n2.5,.2\n.3,2.1\n".utf8))
    let outcome = try LongTailProcess.run(command, in: folder.path)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(!outcome.errors.contains("warning"), "\(outcome.errors)")
  }

  @Test func `numbers beside names in no order are told, labels as a doubt`() throws {
    let folder = try TemporaryFolder()
    let rows = "2.5,.1,.2\n.1,2.5,.3\n.2,.1,2.5\n"
    _ = try folder.file("s.csv", Data(("dog,cat,owl\n" + rows).utf8))
    _ = try folder.file("sorted.csv", Data(("Cat,dog,Owl\n" + rows).utf8))
    _ = try folder.file("l.csv", Data("label\n0\n1\n2\n".utf8))
    _ = try folder.file("c.json", Data("[5, 3, 1]".utf8))
    for (scores, isTold) in [("s.csv", true), ("sorted.csv", false)] {
      let outcome = try LongTailProcess.run(
        ["metrics", "--logits", scores, "--labels", "l.csv", "--class-counts", "c.json"],
        in: folder.path)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(
        outcome.errors.contains(
          "warning: l.csv: labels are taken for the classes by position, from 0: 0 is dog")
          == isTold)
      #expect(
        outcome.errors.contains("c.json: its counts have no names of classes; they are taken")
          == isTold,
        "\(outcome.errors)")
    }
  }
}
