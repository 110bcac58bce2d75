import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// Files that say how unsure each answer is.
struct UncertaintyFileTests {
  private static let numbers = [0.5, -1, 2.25]

  /// `test` with logits and labels of three samples.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try Folder.make(folder("test"))
    try NPYFile.write(
      NumericArray([Float(2), 0, 0, 2, 3, 0], shape: [3, 2]), to: folder("test/logits.npy"))
    try NPYFile.write(NumericArray([0, 1, 0], shape: [3]), to: folder("test/labels.npy"))
    return folder
  }

  private func opened(_ file: UncertaintyFile?, in folder: TemporaryFolder) throws -> LabelledRows {
    try LabelledRows(
      PredictionRows(folder("test/logits.npy"), kind: .logits, uncertainties: file),
      labels: folder("test/labels.npy"), uncertainties: file)
  }

  @Test func `every format and both directions give the same numbers`() throws {
    let folder = try folder()
    let array = NumericArray(Self.numbers, shape: [3])
    try NPYFile.write(array, to: folder("u.npy"))
    try NPYFile.write(NumericArray(Self.numbers, shape: [1, 3]), to: folder("row.npy"))
    try NPYFile.write(NumericArray(Self.numbers, shape: [3, 1]), to: folder("column.npy"))
    try NPZFile.write(
      ["uncertainty": array, "other": NumericArray([1, 2], shape: [2])], to: folder("u.npz"))
    try SafetensorsFile.write(
      [("spread", array), ("other", NumericArray([1, 2], shape: [2]))],
      to: folder("u.safetensors"))
    _ = try folder.file("u.csv", Data("entropy,uncertainty\n9,0.5\n8,-1\n7,2.25\n".utf8))
    for name in [
      "u.npy", "row.npy", "column.npy", "u.npz", "u.safetensors:spread", "u.csv",
    ] {
      let found = try opened(.uncertainty(folder(name)), in: folder)
      #expect(found.uncertainties == Self.numbers, "\(name)")
      #expect(
        found.notes.contains {
          $0.hasSuffix("the larger a number, the less sure an answer is taken to be")
        })
    }
    #expect(
      try opened(.uncertainty(folder("u.csv:entropy")), in: folder).uncertainties == [9, 8, 7])
    let turned = try opened(.confidence(folder("u.npy")), in: folder)
    #expect(turned.uncertainties == [-0.5, 1, -2.25])
    #expect(turned.notes.contains { $0.hasSuffix("the surer an answer is taken to be") })
    #expect(try opened(nil, in: folder).uncertainties == nil)
  }

  @Test func `a folder's array is taken, unless a file is named instead`() throws {
    let folder = try folder()
    try NPYFile.write(NumericArray(Self.numbers, shape: [3]), to: folder("test/uncertainty.npy"))
    try NPYFile.write(NumericArray([Float(1), 2, 4], shape: [3]), to: folder("u.npy"))
    #expect(try LabelledRows(folder: folder("test")).uncertainties == Self.numbers)
    #expect(
      try LabelledRows(folder: folder("test"), uncertainties: .uncertainty(folder("u.npy")))
        .uncertainties == [1, 2, 4])
    let read = try PredictionFolder.read(folder("test"))
    #expect(read.uncertainties == Self.numbers)
    try PredictionFolder.write(read, to: folder("copy"))
    #expect(try PredictionFolder.read(folder("copy")).uncertainties == Self.numbers)
    try NPZFile.write(
      [
        "logits": NumericArray([Float(2), 0, 0, 2, 3, 0], shape: [3, 2]),
        "labels": NumericArray([0, 1, 0], shape: [3]),
        "uncertainty": NumericArray(Self.numbers, shape: [3]),
      ], to: folder("all.npz"))
    #expect(try LabelledRows(folder: folder("all.npz")).uncertainties == Self.numbers)
  }

  @Test func `a column beside the scores is no score`() throws {
    let folder = try TemporaryFolder()
    let text = "a,b,label,spread\n0.75,0.25,a,3\n0.5,0.5,b,1\n0.25,0.75,b,2\n"
    let path = try folder.file("p.csv", Data(text.utf8))
    let file = UncertaintyFile.uncertainty("\(path):spread")
    let rows = try PredictionRows(path, kind: .probabilities, labels: path, uncertainties: file)
    #expect(rows.classNames == ["a", "b"])
    let found = try LabelledRows(rows, labels: path, uncertainties: file)
    #expect(found.uncertainties == [3, 1, 2] && found.labels == [0, 1, 1])
    let error = #expect(throws: FileProblem.self) {
      try PredictionRows(
        path, kind: .probabilities, labels: path, uncertainties: file,
        choice: TableChoice(columns: ColumnSelection("a,spread")))
    }
    #expect(error?.description.contains("column 4, 'spread', holds how unsure answers are") == true)
  }

  @Test(arguments: [
    (NumericArray([1.0, 2], shape: [2]), "2 numbers for 3 samples"),
    (NumericArray([1.0, .nan, 2], shape: [3]), "row 1: nan; a finite number was expected"),
    (NumericArray([1.0, 2, .infinity], shape: [3]), "row 2: inf; a finite number was expected"),
    (
      NumericArray([1.0, 2, 3, 4, 5, 6], shape: [3, 2]),
      "shape [3, 2] of float64; one number a sample was expected"
    ),
    (NumericArray([1.0], shape: []), "one number a sample was expected"),
  ])
  func `what is not one number a sample is refused`(array: NumericArray, words: String) throws {
    let folder = try folder()
    for name in ["u.npy", "test/uncertainty.npy"] {
      try NPYFile.write(array, to: folder(name))
    }
    let error = #expect(throws: FileProblem.self) {
      try opened(.confidence(folder("u.npy")), in: folder)
    }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    #expect(error?.path == folder("u.npy"))
    let own = #expect(throws: FileProblem.self) { try LabelledRows(folder: folder("test")) }
    #expect(own?.description.contains(words) == true, "\(own?.description ?? "")")
  }

  @Test func `samples in another order than the scores or the labels are refused`() throws {
    let folder = try folder()
    _ = try folder.file("p.csv", Data("id,a,b\n7,0.5,0.5\n9,1,0\n4,0,1\n".utf8))
    _ = try folder.file("y.csv", Data("id,label\n7,0\n9,0\n4,1\n".utf8))
    _ = try folder.file("u.csv", Data("id,uncertainty\n7,1\n4,2\n9,3\n".utf8))
    _ = try folder.file("v.csv", Data("id,uncertainty\n7,1\n9,3\n4,2\n".utf8))
    func read(_ scores: String, _ name: String) throws -> [Double]? {
      let isTable = scores.hasSuffix(".csv")
      let choice = TableChoice(columns: isTable ? try ColumnSelection("a,b") : nil)
      return try LabelledRows(
        PredictionRows(
          folder(scores), kind: isTable ? .probabilities : .logits, choice: choice),
        labels: folder("y.csv"), uncertainties: .uncertainty(folder(name))
      ).uncertainties
    }
    #expect(try read("p.csv", "v.csv") == [1, 3, 2])
    // The array of scores has no keys; those of the labels tell.
    for scores in ["p.csv", "test/logits.npy"] {
      let error = #expect(throws: FileProblem.self) { try read(scores, "u.csv") }
      #expect(error?.path == folder("u.csv"))
      #expect(error?.description.contains("the same values in another order") == true)
    }
  }
}
