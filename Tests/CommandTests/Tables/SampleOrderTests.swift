import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Scores and labels that lie beside each other, row by row.
struct SampleOrderTests {
  private static let scores = "id,cat,dog,owl\n7,2.5,0.1,0.2\n8,0.1,2.5,0.3\n9,0.2,0.1,2.5\n"

  private func folder(_ labels: String, scores: String = SampleOrderTests.scores) throws
    -> TemporaryFolder
  {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("set"), withIntermediateDirectories: true)
    _ = try folder.file("set/logits.csv", Data(scores.utf8))
    _ = try folder.file("set/labels.csv", Data(labels.utf8))
    return folder
  }

  private static let ways = [
    ["metrics", "--predictions", "set", "--columns", "cat..owl", "--format", "json"],
    [
      "metrics", "--logits", "set/logits.csv", "--labels", "set/labels.csv", "--columns",
      "cat..owl",
      "--format", "json",
    ],
  ]

  @Test func `ids in another order are refused by line`() throws {
    for labels in ["id,label\n7,cat\n9,owl\n8,dog\n", "Id,label\n7.0,0\n9.0,2\n8.0,1\n"] {
      let folder = try folder(labels)
      for command in Self.ways {
        try expectRefusal(
          command, code: 1,
          naming: [
            "set/labels.csv: column '", "in line 3, but '8' in line 3 of set/logits.csv",
            "the same values in another order", "bring both files into one order",
          ], in: folder)
      }
    }
  }

  @Test func `what is left out of the labels' table is told`() throws {
    for labels in ["id,label\n7,cat\n8,dog\n9,owl\n", "id,label\n7.0,0\n08,1\n9,2\n"] {
      let folder = try folder(labels)
      for command in Self.ways {
        let outcome = try LongTailProcess.run(command, in: folder.path)
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("set/labels.csv: column id is left out"))
        #expect(try PrintedJSON.object(outcome.output)["accuracy"] as? Double == 1)
      }
    }
  }

  @Test func `labels in a column of a folder's scores are read`() throws {
    let folder = try folder(
      "", scores: "cat,dog,owl,label\n2.5,0.1,0.2,cat\n0.1,2.5,0.3,dog\n0.2,0.1,2.5,cat\n")
    try FileManager.default.removeItem(atPath: folder("set/labels.csv"))
    let outcome = try LongTailProcess.run(
      ["metrics", "--predictions", "set", "--format", "json"], in: folder.path)
    #expect(outcome.errors.contains("set/logits.csv: the labels are its column 'label'"))
    let accuracy = try #require(try PrintedJSON.object(outcome.output)["accuracy"] as? Double)
    #expect(abs(accuracy - 2.0 / 3) < 1e-12)
    _ = try LongTailProcess.output(
      ["calibrate", "fit", "--method", "temperature", "--validation", "set", "--output", "c.json"],
      in: folder)
  }

  @Test(arguments: [
    "energy", "logsumexp", "score", "max", "prob", "temperature", "time", "logit", "p",
  ])
  func `a figure about the samples is not taken for a class`(name: String) throws {
    let folder = try folder(
      "label\n0\n1\n2\n",
      scores: "cat,dog,owl,\(name)\n2.5,.1,.2,.9\n.1,2.5,.3,.8\n.2,.1,2.5,.7\n")
    try expectRefusal(
      ["metrics", "--predictions", "set"], code: 1,
      naming: [
        "column 4, '\(name)', is called as columns are that hold no scores", "--columns cat..owl",
      ], in: folder)
  }

  @Test func `whole numbers about the samples are not taken for a class`() throws {
    for name in ["category", "species", "actual", "outcome", "n"] {
      let folder = try folder(
        "label\n0\n1\n2\n", scores: "cat,dog,owl,\(name)\n2,1,0,0\n1,2,0,2\n1,0,2,1\n")
      try expectRefusal(
        ["metrics", "--predictions", "set"], code: 1, naming: ["column 4, '\(name)', is called"],
        in: folder)
    }
    let letters = try folder("label\nn\no\np\n", scores: "n,o,p\n2.5,1,0\n1,2.5,0\n1,0,2.5\n")
    let text = try LongTailProcess.output(
      ["metrics", "--predictions", "set", "--format", "json"], in: letters)
    #expect(try PrintedJSON.object(text)["accuracy"] as? Double == 1)
  }

  @Test func `whole numbers are scores in arrays as in tables, truth values no labels`() throws {
    let folder = try TemporaryFolder()
    try NPYFile.write(
      NumericArray([Int64(3), 1, 0, 1, 3, 0, 0, 1, 3], shape: [3, 3]), to: folder("z.npy"))
    _ = try folder.file("z.csv", Data("3,1,0\n1,3,0\n0,1,3\n".utf8))
    try NPYFile.write(NumericArray([0, 1, 2], shape: [3]), to: folder("y.npy"))
    let figures = try ["z.npy", "z.csv"].map { scores in
      try LongTailProcess.output(
        ["metrics", "--logits", scores, "--labels", "y.npy", "--format", "json"], in: folder)
    }
    for key in ["accuracy", "nll"] {
      let values = try figures.map { try PrintedJSON.object($0)[key] as? Double }
      #expect(values[0] != nil && values[0] == values[1])
    }
    try NPYFile.write(
      NumericArray(shape: [3], elementType: .bool, bytes: Data([0, 1, 1])), to: folder("b.npy"))
    try expectRefusal(
      ["metrics", "--logits", "z.npy", "--labels", "b.npy"], code: 1,
      naming: ["b.npy", "labels of type bool, True or False, for 3 classes"], in: folder)
  }
}
