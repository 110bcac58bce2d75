import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import Calibration

/// Keys of samples that are arrays beside scores, labels and features.
struct SampleKeyArrayTests {
  private static let logits = NumericArray([Float(2), 0, 0, 2, 3, 0, 0, 3], shape: [4, 2])
  private static let labels = NumericArray([0, 1, 0, 1], shape: [4])
  private static let words = "the same values in another order"

  private func file(
    _ name: String, _ arrays: [(name: String, array: NumericArray)], in folder: TemporaryFolder
  ) throws -> String {
    let path = folder(name)
    if name.hasSuffix(".npz") {
      try NPZFile.write(
        Dictionary(uniqueKeysWithValues: arrays.map { ($0.name, $0.array) }), to: path)
    } else {
      try SafetensorsFile.write(arrays, to: path)
    }
    return path
  }

  private func ids(_ values: [Int]) -> NumericArray { NumericArray(values, shape: [4]) }

  private func problem(scores: String, labels: String) throws -> String? {
    do {
      _ = try LabelledRows(PredictionRows(scores, kind: .logits), labels: labels)
      return nil
    } catch { return error.description }
  }

  @Test(arguments: ["npz", "safetensors"], ["ids", "indices", "id"])
  func `keys beside scores and labels are held together`(ending: String, key: String) throws {
    let folder = try TemporaryFolder()
    let scores = try file(
      "s.\(ending)", [("logits", Self.logits), (key, ids([40, 20, 30, 10]))], in: folder)
    for (values, isSame) in [([40, 20, 30, 10], true), ([40, 30, 20, 10], false)] {
      let labels = try file(
        "l\(isSame).\(ending)", [("labels", Self.labels), (key, ids(values))], in: folder)
      let found = try problem(scores: scores, labels: labels)
      guard !isSame else {
        #expect(found == nil)
        continue
      }
      #expect(
        found?.contains(
          "array '\(key)' is '30' in row 1, counted from 0, but '20' in row 1, counted from 0 of \(scores): \(Self.words)"
        ) == true, "\(found ?? "")")
    }
    let others = try file(
      "o.\(ending)", [("labels", Self.labels), (key, ids([5, 6, 8, 7]))], in: folder)
    #expect(
      try problem(scores: scores, labels: others)?.contains("no sample in common") == true)
  }

  @Test func `keys of an archive meet those of a table`() throws {
    let folder = try TemporaryFolder()
    let scores = try file(
      "s.npz", [("logits", Self.logits), ("ids", ids([40, 20, 30, 10]))], in: folder)
    let labels = try folder.file("l.csv", Data("id,label\n20,0\n40,1\n30,0\n10,1\n".utf8))
    let found = try problem(scores: scores, labels: labels)
    #expect(found?.contains("'20' in line 2, but array 'ids' is '40' in row 0") == true)
    #expect(found?.contains(Self.words) == true)
  }

  @Test func `keys in a folder are those of all its arrays`() throws {
    let folder = try TemporaryFolder()
    for (name, values) in [("a", [40, 20, 30, 10]), ("b", [20, 40, 30, 10])] {
      try Folder.make(folder(name))
      try NPYFile.write(Self.logits, to: folder("\(name)/logits.npy"))
      try NPYFile.write(Self.labels, to: folder("\(name)/labels.npy"))
      try NPYFile.write(ids(values), to: folder("\(name)/ids.npy"))
      let read = try PredictionFolder.read(folder(name))
      #expect(read.notes == [] && read.warnings == [])
    }
    let found = try problem(scores: folder("a/logits.npy"), labels: folder("b/labels.npy"))
    #expect(found?.contains(Self.words) == true)
  }

  @Test func `features of other rows than their labels are refused`() throws {
    let folder = try TemporaryFolder()
    try NPYFile.write(Self.logits, to: folder("logits.npy"))
    _ = try file(
      "labels.npz", [("labels", Self.labels), ("ids", ids([40, 20, 30, 10]))], in: folder)
    for (values, isSame) in [([40, 20, 30, 10], true), ([10, 20, 30, 40], false)] {
      _ = try file(
        "features.npz", [("features", Self.logits), ("ids", ids(values))], in: folder)
      guard !isSame else {
        #expect(try PredictionFolder.read(folder.path).features?.samples == 4)
        continue
      }
      let error = #expect(throws: FileProblem.self) { try PredictionFolder.read(folder.path) }
      #expect(error?.problem.contains(Self.words) == true)
      #expect(error?.path == folder("features.npz"))
    }
  }

  @Test func `a shuffled index beside labels without keys is a doubt`() throws {
    let folder = try TemporaryFolder()
    let scores = try file(
      "s.npz", [("logits", Self.logits), ("indices", ids([0, 2, 1, 3]))], in: folder)
    try NPYFile.write(Self.labels, to: folder("l.npy"))
    let rows = try LabelledRows(PredictionRows(scores, kind: .logits), labels: folder("l.npy"))
    #expect(rows.warnings.count == 1)
    #expect(
      rows.warnings.first?.contains("array 'indices' numbers the rows in another order") == true)
  }
}
