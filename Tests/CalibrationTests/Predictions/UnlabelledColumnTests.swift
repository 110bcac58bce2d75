import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// A last column of scores that no label means.
struct UnlabelledColumnTests {
  /// A folder of logits of these columns with as many labels of each of some classes.
  private func folder(
    _ columns: [String], labels: [String], count: Int, scores: String = "logits"
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let values = columns.indices.map { scores == "logits" ? "\($0).5" : "0.\($0 + 1)" }
    let row = values.joined(separator: ",") + "\n"
    let rows = String(repeating: row, count: labels.count * count)
    _ = try folder.file("\(scores).csv", Data((columns.joined(separator: ",") + "\n" + rows).utf8))
    let names = labels.map { String(repeating: "\($0)\n", count: count) }.joined()
    _ = try folder.file("labels.csv", Data(("label\n" + names).utf8))
    return folder
  }

  @Test func `is refused where every other class has labels enough`() throws {
    let folder = try folder(
      ["cat", "dog", "owl", "glare"], labels: ["cat", "dog", "owl"], count: 5)
    let error = try #require(throws: FileProblem.self) { try PredictionFolder.read(folder.path) }
    #expect(error.path.hasSuffix("logits.csv"))
    for words in [
      "column 4, 'glare', the last, is the label of no sample", "--columns cat..owl, or all:",
      "--columns cat..glare",
    ] { #expect(error.problem.contains(words), "\(error)") }
    #expect(throws: FileProblem.self) { try LabelledRows(folder: folder.path) }
    for (columns, classes) in [("cat..owl", 3), ("cat..glare", 4)] {
      let read = try PredictionFolder.read(
        folder.path, choice: TableChoice(columns: ColumnSelection(columns)))
      #expect(read.logits.classes == classes && read.warnings.isEmpty)
    }
  }

  @Test func `is doubted where they are few`() throws {
    let folder = try folder(["cat", "dog", "glare"], labels: ["cat", "dog"], count: 4)
    let read = try PredictionFolder.read(folder.path)
    #expect(read.logits.classes == 3 && read.warnings.count == 1)
    #expect(
      read.warnings.first?.contains("'glare', the last, is the label of no sample") == true)
  }

  @Test func `is a class where another is absent too, where names say so, and in probabilities`()
    throws
  {
    let columns = ["cat", "dog", "owl", "yak"]
    for folder in [
      try folder(columns, labels: ["cat", "owl"], count: 9),
      try folder(columns, labels: ["dog", "owl", "yak"], count: 9),
      try folder(columns, labels: ["cat", "dog", "owl"], count: 9, scores: "probabilities"),
      try folder(["cat", "dog"], labels: ["cat"], count: 9),
    ] {
      #expect(try PredictionFolder.read(folder.path).warnings.isEmpty)
    }
    let named = try folder(columns, labels: ["cat", "dog", "owl"], count: 9)
    _ = try named.file("class_names.txt", Data("cat\ndog\nowl\nyak\n".utf8))
    #expect(try PredictionFolder.read(named.path).warnings.isEmpty)
    // Whole numbers say nothing about the names of the columns.
    let numbered = try folder(columns, labels: ["0", "1", "2"], count: 9)
    #expect(try PredictionFolder.read(numbered.path).warnings.isEmpty)
  }
}
