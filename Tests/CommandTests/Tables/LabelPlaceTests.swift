import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Single columns and arrays that stand where labels were asked for.
struct LabelPlaceTests {
  private static let scores = "cat,dog\n2.5,.1\n.1,2.5\n2.1,.3\n"

  private func folder(_ labels: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("set"), withIntermediateDirectories: true)
    _ = try folder.file("set/logits.csv", Data(Self.scores.utf8))
    _ = try folder.file("set/labels.csv", Data(labels.utf8))
    return folder
  }

  private static func metrics(_ labels: String) -> [String] {
    ["metrics", "--logits", "set/logits.csv", "--labels", labels, "--format", "json"]
  }

  @Test(arguments: [
    ("pred", "predictions"), ("y_pred", "predictions"), ("Predicted Class", "predictions"),
    ("argmax", "predictions"), ("id", "numbers or names of the rows"),
    ("Unnamed: 0", "numbers or names of the rows"), ("fold", "the parts of the data"),
    ("confidence", "other numbers about the samples"),
  ])
  func `a column that is called as something else is no label until somebody chooses it`(
    name: String, what: String
  ) throws {
    let folder = try folder("\(name)\n0\n1\n0\n")
    for command in [Self.metrics("set/labels.csv"), ["metrics", "--predictions", "set"]] {
      try expectRefusal(
        command, code: 1,
        naming: [
          "set/labels.csv", "its only column is called '\(name)', as \(what) are",
          "the labels of the samples, or \(what)?",
        ], in: folder)
    }
    // A name with a colon cannot be chosen so.
    guard !name.contains(":") else { return }
    let chosen = try LongTailProcess.run(Self.metrics("set/labels.csv:\(name)"), in: folder.path)
    #expect(chosen.code == 0, "\(chosen.errors)")
  }

  @Test(arguments: ["label", "labels", "target", "y", "y_true", "class", "truth", "gt", "kind"])
  func `a column that is called as labels are, or as nothing known, is taken`(
    name: String
  ) throws {
    let folder = try folder("\(name)\n0\n1\n0\n")
    let outcome = try LongTailProcess.run(Self.metrics("set/labels.csv"), in: folder.path)
    #expect(outcome.code == 0, "\(outcome.errors)")
  }

  @Test func `a first line that is a class is a label, whatever it is called`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("s.csv", Data("hit,miss\n2.5,.1\n.1,2.5\n2.1,.3\n".utf8))
    _ = try folder.file("l.csv", Data("hit\nmiss\nhit\n".utf8))
    let outcome = try LongTailProcess.run(
      ["metrics", "--logits", "s.csv", "--labels", "l.csv"], in: folder.path)
    #expect(outcome.code == 0, "\(outcome.errors)")
  }

  @Test func `the only array of a file is no label where it is called as predictions are`() throws {
    let folder = try folder("label\n0\n1\n0\n")
    for (name, isRefused) in [("y_pred", true), ("predictions", true), ("y_true", false)] {
      try NPZFile.write([name: NumericArray([0, 1, 0], shape: [3])], to: folder("l.npz"))
      if isRefused {
        try expectRefusal(
          Self.metrics("l.npz"), code: 1,
          naming: ["l.npz", "its only array is called '\(name)', as predictions are"], in: folder)
      }
      for place in isRefused ? ["l.npz:\(name)"] : ["l.npz", "l.npz:\(name)"] {
        let outcome = try LongTailProcess.run(Self.metrics(place), in: folder.path)
        #expect(outcome.code == 0, "\(outcome.errors)")
      }
    }
  }
}
