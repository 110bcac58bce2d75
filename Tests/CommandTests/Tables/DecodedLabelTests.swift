import Foundation
import TestSupport
import Testing

/// Tables that say twice which class a sample is of.
struct DecodedLabelTests {
  private static let scores =
    "cat,dog,owl,yak\n2.5,.1,.2,.3\n.1,2.5,.3,.2\n.2,.1,2.5,.3\n.2,.1,.3,2.5\n"

  private func folder(_ labels: String, scores: String = Self.scores) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    _ = try folder.file("s.csv", Data(scores.utf8))
    _ = try folder.file("l.csv", Data(labels.utf8))
    return folder
  }

  private let command = ["metrics", "--logits", "s.csv", "--labels", "l.csv", "--format", "json"]

  @Test(arguments: ["label_name", "class_name", "name", "class", "kind"])
  func `names of classes that contradict their numbers are refused`(name: String) throws {
    let folder = try folder("label,\(name)\n0,yak\n1,owl\n2,dog\n3,cat\n")
    try expectRefusal(
      command, code: 1,
      naming: [
        "l.csv, line 2, column 'label'",
        "class 'cat' by the position of its number, counted from 0, and 'yak' by column '\(name)'",
        "l.csv:\(name) takes the names for the labels",
      ], in: folder)
    let chosen = try LongTailProcess.run(
      ["metrics", "--logits", "s.csv", "--labels", "l.csv:\(name)"], in: folder.path)
    #expect(chosen.code == 0, "\(chosen.errors)")
    let agreeing = try self.folder("label,\(name)\n0,cat\n1,dog\n2,owl\n3,yak\n")
    let outcome = try LongTailProcess.run(command, in: agreeing.path)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(!outcome.errors.contains("warning"), "\(outcome.errors)")
  }

  @Test(arguments: [
    "label,prediction\n0,cat\n1,owl\n2,owl\n3,yak\n", "label,second\n0,cat\n0,owl\n2,owl\n3,yak\n",
    "label,name\n0,Felix\n1,Rex\n2,Hedwig\n3,Bob\n",
  ])
  func `predictions and other words say nothing about the labels`(labels: String) throws {
    let folder = try folder(labels)
    let outcome = try LongTailProcess.run(command, in: folder.path)
    #expect(outcome.code == 0, "\(outcome.errors)")
  }

  @Test func `in the scores' own table the scores are no names`() throws {
    let lines = Self.scores.split(separator: "\n")
    let rest = ["label,label_name", "0,yak", "1,owl", "2,dog", "3,cat"]
    let folder = try folder(
      "", scores: zip(lines, rest).map { "\($0),\($1)\n" }.joined())
    try expectRefusal(
      [
        "metrics", "--logits", "s.csv", "--labels", "s.csv:label", "--columns", "cat..yak",
      ], code: 1, naming: ["'yak' by column 'label_name'", "s.csv:label_name takes"], in: folder)
  }

  @Test func `a number a class is held against the names beside it`() throws {
    let folder = try folder("label\n0\n1\n2\n3\n")
    for (names, code) in [(["yak", "owl", "dog", "cat"], 1), (["cat", "dog", "owl", "yak"], 0)] {
      let rows = names.enumerated().map { "\($0),\($1),\(10 - $0)\n" }.joined()
      _ = try folder.file("c.csv", Data(("label,name,count\n" + rows).utf8))
      let outcome = try LongTailProcess.run(command + ["--class-counts", "c.csv"], in: folder.path)
      #expect(Int(outcome.code) == code, "\(outcome.errors)")
      #expect(
        outcome.errors.contains("'yak' by column 'name', which has a name for it; only one of")
          == (code == 1), "\(outcome.errors)")
    }
  }

  @Test(arguments: ["label\n0\n2\n2\n3\n", "label\ncat\nowl\nowl\nyak\n"])
  func `labels that differ from the scores' own are told`(labels: String) throws {
    let lines = Self.scores.split(separator: "\n")
    for own in [["0", "1", "2", "3"], ["cat", "dog", "owl", "yak"]] {
      let scores = zip(lines, ["label"] + own).map { "\($0),\($1)\n" }.joined()
      let folder = try folder(labels, scores: scores)
      let outcome = try LongTailProcess.run(command, in: folder.path)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(
        outcome.errors.contains(
          "warning: l.csv: the labels differ from those in column 'label' of s.csv in 1 of 4 rows, first in row 2; "
            + "those of l.csv are taken"), "\(outcome.errors)")
      let same = try self.folder("label\n0\n1\n2\n3\n", scores: scores)
      let silent = try LongTailProcess.run(command, in: same.path)
      #expect(!silent.errors.contains("warning"), "\(silent.errors)")
    }
  }

  @Test func `parts of the data that are measured together are told`() throws {
    let lines = Self.scores.split(separator: "\n")
    for (parts, isTold) in [
      (["split", "train", "test", "train", "test"], true),
      (["split", "test", "test", "test", "test"], false),
    ] {
      let folder = try folder(
        zip(["label", "0", "1", "2", "3"], parts).map { "\($0),\($1)\n" }.joined(),
        scores: zip(lines, parts).map { "\($0),\($1)\n" }.joined())
      _ = try folder.file("plain.csv", Data(Self.scores.utf8))
      for (scores, file) in [
        (["s.csv", "--columns", "cat..yak"], "s.csv"), (["plain.csv"], "l.csv"),
      ] {
        let outcome = try LongTailProcess.run(
          ["metrics", "--labels", "l.csv", "--logits"] + scores, in: folder.path)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(
          outcome.errors.contains(
            "warning: \(file): column 'split' parts the rows (test, train), and all of them are taken together"
          )
            == isTold, "\(outcome.errors)")
      }
    }
  }

  @Test func `columns of answers are no scores`() throws {
    for name in ["argmax", "top_class", "predicted_label"] {
      let folder = try folder(
        "label\n0\n1\n", scores: "cat,dog,\(name)\n1,0,0\n0,1,1\n")
      try expectRefusal(
        ["metrics", "--probabilities", "s.csv", "--labels", "l.csv"], code: 1,
        naming: ["'\(name)', is called as columns are that hold no scores"], in: folder)
    }
  }
}
