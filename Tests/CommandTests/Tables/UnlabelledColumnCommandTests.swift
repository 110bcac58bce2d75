import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Commands that are given a column beside the scores that is none.
struct UnlabelledColumnCommandTests {
  /// A folder with 20 samples of 3 classes and the age of each behind its scores.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let labels = (0..<20).map { $0 % 3 }
    var rows: [Float] = []
    for (row, label) in labels.enumerated() {
      for other in 0..<3 {
        let score: Float = other == label ? 2.5 : 0.25
        rows.append(score + Float(row) / 64)
      }
      rows.append(Float(row * 7 % 20) / 64 - 3.25)
    }
    let path = folder("set")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try NPYFile.write(NumericArray(rows, shape: [20, 4]), to: path + "/logits.npy")
    try NPYFile.write(NumericArray(labels, shape: [20]), to: path + "/labels.npy")
    return folder
  }

  @Test(arguments: [
    ["metrics", "--predictions", "set"],
    ["metrics", "--logits", "set/logits.npy", "--labels", "set/labels.npy"],
    ["sets", "fit", "--score", "lac", "--validation", "set", "--output", "s.json"],
    ["calibrate", "fit", "--method", "temperature", "--validation", "set", "--output", "c.json"],
  ])
  func `is told where no whole number is its label`(command: [String]) throws {
    let folder = try folder()
    let outcome = try LongTailProcess.run(command, in: folder.path)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let words = "labels.npy: no sample has the label 3 (column 3, counted from 0, the last)"
    #expect(
      outcome.errors.contains("warning: set/\(words)"), "\(outcome.errors)")
  }

  @Test(arguments: [
    ["metrics", "--predictions", "set"],
    ["sets", "fit", "--score", "lac", "--validation", "set", "--output", "s.json"],
    ["calibrate", "fit", "--method", "temperature", "--validation", "set", "--output", "c.json"],
  ])
  func `a column of labels is no score in a folder`(command: [String]) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("set"), withIntermediateDirectories: true)
    let text = "cat,label,owl,yak\n2.5,0,.1,.2\n.1,1,2.5,.3\n.2,2,.1,2.5\n2.5,0,.3,.1\n"
    _ = try folder.file("set/logits.csv", Data(text.utf8))
    try expectRefusal(
      command + ["--columns", "cat..yak"], code: 1,
      naming: [
        "set/logits.csv", "column 2, 'label', holds the labels; it cannot be a score as well",
        "--columns cat,owl,yak",
      ], in: folder)
  }
}
