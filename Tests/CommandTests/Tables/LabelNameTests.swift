import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Labels in a table that are no numbers.
struct LabelNameTests {
  private static let scores = "cat,dog,owl\n2.5,0.1,0.2\n0.1,2.5,0.3\n0.2,0.1,2.5\n"

  /// A folder `set` with the labels beside the scores.
  private func folder(_ labels: String, scores: String = LabelNameTests.scores) throws
    -> TemporaryFolder
  {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("set"), withIntermediateDirectories: true)
    _ = try folder.file("set/logits.csv", Data(scores.utf8))
    _ = try folder.file("set/labels.csv", Data(labels.utf8))
    return folder
  }

  /// The two ways into metrics.
  private let commands = [
    ["metrics", "--predictions", "set", "--format", "json"],
    ["metrics", "--logits", "set/logits.csv", "--labels", "set/labels.csv", "--format", "json"],
  ]

  @Test(arguments: [
    ("label\ncat\ndog\nowl\n", ""),
    ("id,label\n7,cat\n8,dog\n9,owl\n", ""),
    ("label\n \"cat\"\n\n dog \nowl\n", ""),
    ("cat\ndog\nowl\n", "the first line, cat, is taken for a label, as there are 3 samples"),
  ])
  func `are taken by the names of the scores' columns`(labels: String, note: String) throws {
    let folder = try folder(labels)
    for command in commands {
      let outcome = try LongTailProcess.run(command, in: folder.path)
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(
        outcome.errors.contains("set/labels.csv: labels are taken by the names of the classes"))
      #expect(note.isEmpty || outcome.errors.contains(note), "\(outcome.errors)")
      #expect(try PrintedJSON.object(outcome.output)["accuracy"] as? Double == 1)
    }
  }

  @Test func `in the scores' own table are taken by name`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file(
      "all.csv",
      Data("cat,dog,owl,kind\n2.5,.1,.2,cat\n.1,2.5,.3,dog\n.2,.1,2.5,cat\n".utf8))
    let text = try LongTailProcess.output(
      ["metrics", "--logits", "all.csv", "--labels", "all.csv:kind", "--format", "json"], in: folder
    )
    let accuracy = try #require(try PrintedJSON.object(text)["accuracy"] as? Double)
    #expect(abs(accuracy - 2.0 / 3) < 1e-12)
  }

  @Test(arguments: [
    (
      "label\ncat\nfox\nowl\n",
      "line 3, field 1: 'fox' is none of the 3 classes cat, dog, owl"
    ),
    ("label\ncat\nCat\nowl\n", "line 3, field 1: 'Cat' is none of the 3 classes"),
    (
      "label\ncat\n1\nowl\n",
      "line 3, field 1: '1' is none of the 3 classes cat, dog, owl; line 2 has"
    ),
    (
      "label\n0\ndog\n2\n",
      "'dog' of column 'label' is not a number; labels are the classes' numbers"
    ),
    ("id,label\n1,cat\n2,\n3,owl\n", "line 3, field 2: the field is empty, the name of a class"),
    ("label\ncat\ndog\n", "2 labels for 3 samples"),
    ("cat\ndog\n", "2 labels for 3 samples"),
    (
      "cat\ncat\ndog\nowl\n",
      "4 names of classes for 3 samples: the first line, cat, is the column's name, or there is one label too many"
    ),
    ("label\nTrue\nFalse\nTrue\n", "labels of type bool, True or False, for 3 classes"),
    ("label\nTrue\ndog\nTrue\n", "'True' is none of the 3 classes cat, dog, owl (a truth value?"),
    ("label\n0\n1\n5\n", "line 4, column 'label': label 5; 0 to 2 was expected"),
    ("label\n0\n1.5\n2\n", "line 3, column 'label': 1.5; a whole number was expected"),
  ])
  func `that are no class are refused by line`(labels: String, words: String) throws {
    let folder = try folder(labels)
    for command in commands {
      try expectRefusal(command, code: 1, naming: ["set/labels.csv", words], in: folder)
    }
  }

  @Test func `that are words are refused with what helps where no class has a name`() throws {
    let body = Self.scores.drop { $0 != "\n" }.dropFirst()
    for (labels, words) in [
      (
        "label\ncat\ndog\nowl\n", "'cat' of column 'label' is not a number; labels are the classes'"
      ),
      (
        "label\ntrue\nperhaps\ntrue\n", "is not a number (a truth value? 0 for false and 1 for true"
      ),
    ] {
      let folder = try folder(labels, scores: String(body))
      for command in commands {
        try expectRefusal(
          command, code: 1,
          naming: ["set/labels.csv, line 2, field 1", words, "a table whose columns are called"],
          in: folder)
      }
    }
  }

  @Test(arguments: [
    "label\nFalse\nTrue\nFalse\n", "id,label\n3,false\n1,true\n2,false\n", "FALSE\nTRUE\nFALSE\n",
    "label\nFalse\ntrue\nFALSE\n",
  ])
  func `that are truth values are the first and the second of two classes`(labels: String) throws {
    let rows = "2.5,0.1\n0.2,2.5\n2.1,0.3\n"
    for (scores, names) in [
      ("legit,fraud\n" + rows, "False is taken for class 0, legit, True for class 1, fraud"),
      (rows, "False is taken for class 0, True for class 1"),
    ] {
      let folder = try folder(labels, scores: scores)
      for command in commands {
        let outcome = try LongTailProcess.run(command, in: folder.path)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("set/labels.csv: \(names)"), "\(outcome.errors)")
        #expect(try PrintedJSON.object(outcome.output)["accuracy"] as? Double == 1)
      }
    }
    guard !labels.hasPrefix("id") else { return }
    let many = try self.folder(labels + "True\n", scores: "legit,fraud\n" + rows)
    for command in commands {
      try expectRefusal(command, code: 1, naming: ["4 ", "for 3 samples"], in: many)
    }
  }

  @Test func `that are truth values are classes where the columns are called so`() throws {
    let folder = try folder(
      "label\nTrue\nFalse\nTrue\n", scores: "True,False\n2.5,0.1\n0.2,2.5\n2.1,0.3\n")
    for command in commands {
      let text = try LongTailProcess.output(command, in: folder)
      #expect(try PrintedJSON.object(text)["accuracy"] as? Double == 1)
    }
  }
}
