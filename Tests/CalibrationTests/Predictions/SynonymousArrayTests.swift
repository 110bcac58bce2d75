import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// Files that hold two arrays either of which may be the labels.
struct SynonymousArrayTests {
  private func file(_ ending: String, second: [Int], in folder: TemporaryFolder) throws -> String {
    let path = folder("p.\(ending)")
    let logits = NumericArray([Float(2), 0, 0, 2, 3, 0], shape: [3, 2])
    let first = NumericArray([0, 1, 0], shape: [3])
    let other = NumericArray(second, shape: [second.count])
    if ending == "npz" {
      try NPZFile.write(["logits": logits, "labels": first, "label": other], to: path)
    } else {
      try SafetensorsFile.write(
        [("logits", logits), ("labels", first), ("label", other)], to: path)
    }
    return path
  }

  @Test(arguments: ["npz", "safetensors"], [[1, 0, 1], [0, 1]])
  func `label and labels of other numbers are refused`(ending: String, second: [Int]) throws {
    let folder = try TemporaryFolder()
    let path = try file(ending, second: second, in: folder)
    let rows = try PredictionRows(path, kind: .logits)
    for read in [
      { _ = try PredictionFolder.read(path) }, { _ = try LabelledRows(folder: path) },
      { _ = try LabelledRows(rows, labels: path) },
    ] as [() throws -> Void] {
      let error = #expect(throws: FileProblem.self) { try read() }
      #expect(
        error?.problem.hasPrefix("the arrays 'labels' [3] and 'label' [\(second.count)] may both")
          == true)
    }
    #expect(try LabelledRows(rows, labels: "\(path):labels").labels == [0, 1, 0])
  }

  @Test func `label and labels of the same numbers are one`() throws {
    let folder = try TemporaryFolder()
    let path = try file("npz", second: [0, 1, 0], in: folder)
    #expect(try PredictionFolder.read(path).labels == [0, 1, 0])
  }

  private func predictions() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try PredictionFolder.write(
      Predictions(
        logits: Logits([2, 0, 0, 2, 3, 0], classes: 2), labels: [0, 1, 0],
        features: Features([1, 2, 3], width: 1)), to: folder.path)
    return folder
  }

  @Test(arguments: [
    ("labels.npy [3]", "label", [1, 0, 1], [3]),
    ("labels.npy [3]", "label", [0, 1], [2]),
    ("logits.npy [3, 2]", "logit", [2, 0, 0, 2, 3, 1], [3, 2]),
    ("features.npy [3, 1]", "feature", [1, 2, 4], [3, 1]),
  ])
  func `files of a folder for one array with other numbers are refused`(
    taken: String, name: String, numbers: [Double], shape: [Int]
  ) throws {
    let folder = try predictions()
    try NPYFile.write(NumericArray(numbers, shape: shape), to: folder("\(name).npy"))
    let error = try #require(throws: FileProblem.self) { try PredictionFolder.read(folder.path) }
    #expect(error.path == folder.path)
    #expect(
      error.problem.hasPrefix("\(taken) and \(name).npy \(shape) are both in this folder"),
      "\(error)")
  }

  @Test func `a table of other labels beside an array is refused`() throws {
    let folder = try predictions()
    _ = try folder.file("label.csv", Data("id,label\na,0\nb,0\nc,0\n".utf8))
    let error = #expect(throws: FileProblem.self) { try PredictionFolder.read(folder.path) }
    #expect(error?.problem.contains("labels.npy [3] and label.csv [3]") == true)
  }

  @Test func `files of a folder with the same numbers are one, and others belong to somebody else`()
    throws
  {
    let folder = try predictions()
    try NPYFile.write(NumericArray([0.0, 1, 0], shape: [3, 1]), to: folder("label.npy"))
    try NPYFile.write(
      NumericArray([2.0, 0, 0, 2, 3, 0], shape: [3, 2]), to: folder("logit.npy"))
    // What the classes mean, and no label a sample.
    _ = try folder.file("feature.csv", Data("name,unit\nlength,cm\n".utf8))
    let read = try PredictionFolder.read(folder.path)
    #expect(read.labels == [0, 1, 0] && read.features?.width == 1)
  }

  @Test func `logit and logits of other numbers in one file are refused`() throws {
    let folder = try TemporaryFolder()
    let path = folder("p.npz")
    let logits = NumericArray([Float(2), 0, 0, 2], shape: [2, 2])
    func write(_ other: NumericArray) throws {
      try NPZFile.write(
        ["logits": logits, "labels": NumericArray([0, 1], shape: [2]), "logit": other], to: path)
    }
    try write(NumericArray([Float(0), 2, 2, 0], shape: [2, 2]))
    for read in [
      { _ = try PredictionFolder.read(path) }, { _ = try PredictionRows(path, kind: .logits) },
    ] as [() throws -> Void] {
      let error = #expect(throws: FileProblem.self) { try read() }
      #expect(
        error?.problem.hasPrefix("the arrays 'logits' [2, 2] and 'logit' [2, 2] may both") == true)
    }
    #expect(try PredictionRows("\(path):logits", kind: .logits).samples == 2)
    try write(logits)
    #expect(try PredictionFolder.read(path).logits.values == [2, 0, 0, 2])
  }

  @Test func `logits of experts come before those of their mean where a combination is asked`()
    throws
  {
    let folder = try TemporaryFolder()
    let experts = NumericArray([Float(2), 0, 0, 2], shape: [1, 2, 2])
    let mean = NumericArray([Float(9), 1], shape: [1, 2])
    try NPZFile.write(["expert_logits": experts, "logits": mean], to: folder("p.npz"))
    let rows = try PredictionRows(
      folder("p.npz"), kind: .logits, combination: .meanLogits)
    #expect(try rows.logits(0..<1).values == [1, 1])
  }
}
