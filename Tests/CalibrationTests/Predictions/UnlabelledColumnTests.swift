import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// A column of scores that no label means.
struct UnlabelledColumnTests {
  private let folders = KeptFolders()

  /// A folder of logits of these columns with as many labels of each of some classes.
  private func folder(
    _ columns: [String], labels: [String], count: Int, scores: String = "logits"
  ) throws -> TemporaryFolder {
    let folder = try folders.make()
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

  @Test(arguments: [0, 1, 2])
  func `is treated alike wherever it stands, where labels are names`(place: Int) throws {
    var columns = ["cat", "dog", "owl"]
    columns.insert("glare", at: place)
    let many = try folder(columns, labels: ["cat", "dog", "owl"], count: 5)
    let error = try #require(throws: FileProblem.self) { try PredictionFolder.read(many.path) }
    let title = "column \(place + 1), 'glare',\(place == 0 ? " the first," : "")"
    #expect(error.problem.contains("\(title) is the label of no sample"), "\(error)")
    let few = try PredictionFolder.read(
      folder(columns, labels: ["cat", "dog", "owl"], count: 4).path)
    #expect(few.warnings.count == 1 && few.warnings[0].contains("\(title) is the label of no"))
  }

  @Test func `is a class where another is absent too, where names say so, and in probabilities`()
    throws
  {
    let columns = ["cat", "dog", "owl", "yak"]
    for folder in [
      try folder(columns, labels: ["cat", "owl"], count: 9),
      try folder(columns, labels: ["cat", "dog", "owl"], count: 9, scores: "probabilities"),
      try folder(["cat", "dog"], labels: ["cat"], count: 9),
    ] {
      #expect(try PredictionFolder.read(folder.path).warnings.isEmpty)
    }
    let named = try folder(columns, labels: ["cat", "dog", "owl"], count: 9)
    _ = try named.file("class_names.txt", Data("cat\ndog\nowl\nyak\n".utf8))
    #expect(try PredictionFolder.read(named.path).warnings.isEmpty)
  }

  @Test func `is measured with a warning where labels are whole numbers`() throws {
    let columns = ["cat", "dog", "owl", "yak"]
    let last = try folder(columns, labels: ["0", "1", "2"], count: 5)
    let read = try PredictionFolder.read(last.path)
    #expect(read.logits.classes == 4 && read.warnings.count == 1)
    for words in [
      "labels.csv: no sample has the label 3 (column 4, 'yak', the last), and each other class",
      "is that column no class, or one before it", "--columns cat..owl leaves it out",
      "--columns cat..yak says that it is one",
    ] { #expect(read.warnings.first?.contains(words) == true, "\(read.warnings)") }
    #expect(try LabelledRows(folder: last.path).warnings == read.warnings)
    let first = try PredictionFolder.read(
      folder(columns, labels: ["1", "2", "3"], count: 5).path)
    #expect(
      first.warnings.contains { $0.contains("no sample has the label 0 (column 1, 'cat', the fi") })
    // Columns that somebody chose, few labels, and a class between others say nothing.
    let chosen = try PredictionFolder.read(
      last.path, choice: TableChoice(columns: ColumnSelection("cat..yak")))
    #expect(chosen.warnings.isEmpty)
    for (labels, count) in [(["0", "1", "2"], 4), (["0", "2", "3"], 9), (["0", "1"], 9)] {
      let read = try PredictionFolder.read(folder(columns, labels: labels, count: count).path)
      #expect(read.warnings.isEmpty, "\(labels)")
    }
  }

  @Test func `is measured with a warning in arrays`() throws {
    let folder = try folders.make()
    let logits = NumericArray(
      (0..<15).flatMap { [0.5, 1.5, 2.5, 30.25 + Float($0)] }, shape: [15, 4])
    let labels = NumericArray((0..<15).map { $0 % 3 }, shape: [15])
    try NPYFile.write(logits, to: folder("logits.npy"))
    try NPYFile.write(labels, to: folder("labels.npy"))
    let rows = try LabelledRows(
      PredictionRows(folder("logits.npy"), kind: .logits), labels: folder("labels.npy"))
    #expect(rows.rows.classes == 4 && rows.warnings.count == 1)
    for words in [
      "no sample has the label 3 (column 3, counted from 0, the last)",
      "array[:, :-1] leaves it out",
    ] { #expect(rows.warnings.first?.contains(words) == true, "\(rows.warnings)") }
    _ = try folder.file("class_names.txt", Data("cat\ndog\nowl\nyak\n".utf8))
    #expect(try PredictionFolder.read(folder.path).warnings.isEmpty)
  }
}
