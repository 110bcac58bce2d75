import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// Files with more or fewer numbers than there are samples or classes say what may be the reason.
struct OtherLengthTests {
  private func rows(_ folder: TemporaryFolder, named: Bool = true) throws -> PredictionRows {
    let body = "2.5,.1,.2\n.1,.3,2.5\n.2,.1,2.5\n.1,.2,2.5\n"
    return try PredictionRows(
      folder.file("z.csv", Data(((named ? "cat,dog,owl\n" : "") + body).utf8)), kind: .logits)
  }

  private func problem(
    labels: String, named: Bool = true
  ) throws -> String {
    let folder = try TemporaryFolder()
    let rows = try rows(folder, named: named)
    let path = try folder.file("y.csv", Data(labels.utf8))
    let error = #expect(throws: FileProblem.self) { try LabelledRows(rows, labels: path) }
    return error?.problem ?? ""
  }

  private func problem(counts: String, named: Bool = true) throws -> String {
    let folder = try TemporaryFolder()
    let rows = try rows(folder, named: named)
    let path = try folder.file("c.csv", Data(counts.utf8))
    let error = #expect(throws: FileProblem.self) {
      try PredictionArrays.classCounts(path, for: rows.known)
    }
    return error?.description ?? ""
  }

  @Test(arguments: [
    ("label\n0\n\n2\n1\n", "3 labels for 4 samples; line 3 is empty, and is no row"),
    ("label\n\n2\n1\n0\n", "line 2 is empty"), ("0\n1\n2\n\n", "3 labels for 4 samples"),
    ("label\ncat\ndog\n\n\nowl\n", "line 4 is empty"),
    (
      "label,count\n0,500\n1,50\n2,5\n",
      "3 labels for 4 samples (a count a class? Labels are one a sample)"
    ),
    (
      "class,count\n0,500\n1,50\n2,5\n",
      "3 labels for 4 samples (a count a class? Labels are one a sample)"
    ),
  ])
  func `labels with an empty line, or counts in their place`(labels: String, words: String) throws {
    let found = try problem(labels: labels)
    #expect(found.contains(words), "\(found)")
    #expect(found.contains("is empty") == words.contains("is empty"), "\(found)")
  }

  @Test func `an empty line among scores is named beside labels that are too many`() throws {
    let folder = try TemporaryFolder()
    let scores = try folder.file("z.csv", Data("cat,dog\n.5,1.5\n\n.25,2.5\n".utf8))
    let rows = try PredictionRows(scores, kind: .logits)
    let path = try folder.file("y.csv", Data("label\n0\n1\n1\n".utf8))
    let error = #expect(throws: FileProblem.self) { try LabelledRows(rows, labels: path) }
    #expect(
      error?.description
        == "\(path), array 'label': 3 labels for 2 samples; line 3 of \(scores) is empty, and is no row"
    )
  }

  @Test func `counts with an empty line, or labels in their place`() throws {
    #expect(
      try problem(counts: "count\n5\n\n50\n").contains("2 counts for 3 classes; line 3 is empty"))
    for labels in ["label\n0\n1\n2\n0\n", "0\n2\n2\n1\n1\n"] {
      let found = try problem(counts: labels)
      #expect(found.contains("(labels, one a sample? The counts are one a class)"), "\(found)")
    }
  }

  @Test func `names of classes where the classes have none are refused as counts, not as labels`()
    throws
  {
    let found = try problem(counts: "class,count\ncat,5\ndog,50\nowl,500\n", named: false)
    #expect(
      found.contains("line 2: column 'class' names the classes ('cat'), and those of"), "\(found)")
    #expect(found.contains("or the counts alone in class order, were expected"), "\(found)")
    #expect(!found.contains("labels"), "\(found)")
    let other = try problem(counts: "class,count\n1,5\n2,50\n3,500\n", named: false)
    #expect(other.contains("class 3; 0 to 2 was expected for 3 classes (do they count from 1?)"))
  }
}
