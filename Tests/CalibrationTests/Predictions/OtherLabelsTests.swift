import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// Columns of labels that are chosen as scores, and columns of labels that differ.
struct OtherLabelsTests {
  private static let lines = ["2.5,0,.1,.2", ".1,1,2.5,.3", ".2,2,.1,2.5", "2.5,0,.3,.1"]

  /// A folder with a table of scores that has the labels in its second column.
  private func folder(_ name: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let text = (["cat,\(name),owl,yak"] + Self.lines).joined(separator: "\n") + "\n"
    _ = try folder.file("logits.csv", Data(text.utf8))
    _ = try folder.file("l.csv", Data("label\n0\n1\n2\n0\n".utf8))
    return folder
  }

  private func choice(_ columns: String) throws -> TableChoice {
    TableChoice(columns: try ColumnSelection(columns))
  }

  @Test(arguments: ["label", "labels", "Label"])
  func `a column of labels is never a score, wherever the labels are`(name: String) throws {
    let folder = try folder(name)
    let words = "column 2, '\(name)', holds the labels; it cannot be a score as well"
    let wrong = try choice("cat..yak")
    func expect(_ body: () throws -> Void) throws {
      let error = try #require(throws: FileProblem.self) { try body() }
      #expect(error.problem.contains(words), "\(error)")
    }
    for labels in ["l.csv", "logits.csv"] {
      try expect {
        _ = try PredictionRows(
          folder("logits.csv"), kind: .logits, labels: folder(labels), choice: wrong)
      }
      try expect {
        _ = try LabelledRows(folder: folder.path, labels: folder(labels), choice: wrong)
      }
    }
    try expect { _ = try PredictionFolder.read(folder.path, choice: wrong) }
    try expect { _ = try LabelledRows(folder: folder.path, choice: wrong) }
    let read = try PredictionFolder.read(folder.path, choice: choice("cat,owl,yak"))
    #expect(read.labels == [0, 1, 2, 0] && read.logits.classes == 3)
  }

  @Test func `another word for the labels of a folder is none either`() throws {
    let folder = try folder("target")
    let error = try #require(throws: FileProblem.self) {
      try PredictionFolder.read(folder.path, choice: choice("cat..yak"))
    }
    #expect(error.problem.contains("'target', holds the labels; it cannot be a score as well"))
    let read = try PredictionFolder.read(folder.path, choice: choice("cat,owl,yak"))
    #expect(read.labels == [0, 1, 2, 0])
  }

  @Test(arguments: ["true_label", "target", "y_true"])
  func `labels that another column gives otherwise are a warning`(name: String) throws {
    let folder = try TemporaryFolder()
    let scores = "cat,owl,yak\n2.5,.1,.2\n.1,2.5,.3\n.2,.1,2.5\n2.5,.3,.1\n"
    _ = try folder.file("s.csv", Data(scores.utf8))
    func read(_ labels: [String], at place: String = "l.csv") throws -> LabelledRows {
      let text = ["label,\(name)"] + labels
      _ = try folder.file("l.csv", Data((text.joined(separator: "\n") + "\n").utf8))
      return try LabelledRows(
        PredictionRows(folder("s.csv"), kind: .logits), labels: folder(place))
    }
    let differing = try read(["0,0", "1,2", "2,2", "0,1"])
    #expect(differing.labels == [0, 1, 2, 0] && differing.warnings.count == 1)
    let words = "'label' and '\(name)' are both called as labels are, and differ in 2 of 4 rows"
    #expect(differing.warnings[0].contains("\(words), first in row 2; 'label' is taken"))
    #expect(try read(["0,0", "1,1", "2,2", "0,0"]).warnings.isEmpty)
    #expect(try read(["0,cat", "1,owl", "2,yak", "0,cat"]).warnings.isEmpty)
    // What cannot be labels of these classes is something else, and who chooses a column has read both names.
    #expect(try read(["0,7", "1,8", "2,9", "0,9"]).warnings.isEmpty)
    for (column, labels) in [("label", [0, 1, 2, 0]), (name, [0, 2, 2, 1])] {
      let chosen = try read(["0,0", "1,2", "2,2", "0,1"], at: "l.csv:\(column)")
      #expect(chosen.labels == labels && chosen.warnings.isEmpty)
    }
  }

  @Test func `labels in the scores' own table are held against each other too`() throws {
    let folder = try TemporaryFolder()
    let text = "cat,owl,yak,label,target\n2.5,.1,.2,0,1\n.1,2.5,.3,1,1\n.2,.1,2.5,2,2\n"
    _ = try folder.file("logits.csv", Data(text.utf8))
    let choice = try choice("cat..yak")
    let read = try PredictionFolder.read(folder.path, choice: choice)
    #expect(read.labels == [0, 1, 2] && read.warnings.count == 1)
    #expect(read.warnings[0].contains("differ in 1 of 3 rows, first in row 1; 'label' is taken"))
  }
}
