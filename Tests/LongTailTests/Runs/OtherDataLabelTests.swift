import ArrayFiles
import Calibration
import Foundation
import TestSupport
import Testing
import Torch

@testable import LongTail

/// Labels and classes of data that are named for a finished run.
struct OtherDataLabelTests {
  @Test func `how the samples were read is said`() throws {
    let folder = try TemporaryFolder()
    let path = try OtherData.run(OtherData.write("image-folder", in: folder), in: folder)
    try PictureFolder.write("other", count: 2, from: 70, in: folder)
    _ = try folder.file("other/red/x.webp", Data("RIFF".utf8))
    let (found, remarks) = try OtherData.predictions(path, data: "image-folder:" + folder("other"))
    #expect(found.labels.count == 6)
    #expect(remarks.contains { $0.hasPrefix("warning: ") && $0.contains("1 .webp") }, "\(remarks)")
    // Labels from 1 of classes without names.
    try NPYFile.write(
      NumericArray([UInt8](repeating: 7, count: 3 * 192), shape: [3, 8, 8, 3]),
      to: folder("images.npy"))
    try NPYFile.write(NumericArray([1, 2, 3], shape: [3]), to: folder("labels.npy"))
    let (arrays, said) = try OtherData.predictions(
      path, data: "arrays:" + folder("images.npy"), matching: .position)
    #expect(arrays.labels == [0, 1, 2])
    #expect(said.contains { $0.hasPrefix("warning: ") && $0.contains("count from 1") }, "\(said)")
  }

  @Test func `labels without a 0 are not read otherwise than metrics reads them`() throws {
    let folder = try TemporaryFolder()
    let path = try OtherData.run(OtherData.write("image-folder", in: folder), in: folder)
    try NPYFile.write(
      NumericArray([UInt8](repeating: 7, count: 2 * 192), shape: [2, 8, 8, 3]),
      to: folder("images.npy"))
    try NPYFile.write(NumericArray([1, 2], shape: [2]), to: folder("labels.npy"))
    let source = "arrays:" + folder("images.npy")
    let error = #expect(throws: FileProblem.self) {
      try OtherData.predictions(path, data: source, matching: .position)
    }
    #expect(error?.problem.contains("--match-classes from-0 or --match-classes from-1") == true)
    let (fromZero, said) = try OtherData.predictions(path, data: source, matching: .numbersFrom0)
    #expect(fromZero.labels == [1, 2])
    #expect(said.contains { $0.contains("count from 0 (as asked for): “1” is “green”") }, "\(said)")
    #expect(!said.contains { $0.contains("count from 1") }, "\(said)")
    let fromOne = try OtherData.predictions(path, data: source, matching: .numbersFrom1)
    #expect(fromOne.predictions.labels == [0, 1])
    #expect(fromOne.remarks.contains { $0.contains("count from 1 (as asked for)") })
  }

  @Test func `a list's labels without a 0 beside training labels from 0 are warned of`() throws {
    let folder = try TemporaryFolder()
    let path = try OtherData.run(OtherData.write("image-folder", in: folder), in: folder)
    try PictureFolder.write("other", count: 2, from: 70, in: folder)
    let colours = ["blue", "green", "red"]
    for (name, labels) in [("a", 0..<3), ("b", 1..<3)] {
      let lines = labels.map { "other/\(colours[$0])/1070.png \($0)\n" }
      _ = try folder.file("\(name).txt", Data(lines.joined().utf8))
    }
    let (found, said) = try OtherData.predictions(
      path, data: "image-list:train=\(folder("a.txt")),test=\(folder("b.txt"))")
    #expect(found.labels == [1, 2])
    #expect(
      said.contains { $0.hasPrefix("warning: \(folder("b.txt")): no label is 0; they are taken") },
      "\(said)")
  }

  @Test func `how a file of class shares was understood is a warning`() throws {
    let folder = try TemporaryFolder()
    let path = try OtherData.run(OtherData.write("image-folder", in: folder), in: folder)
    let shares = try folder.file("p.csv", Data("red,green,blue\n0.2,0.3,0.5\n".utf8))
    let finished = try FinishedRun(path, execution: Execution())
    var conditions = EvaluationConditions()
    conditions.prior = .file(shares)
    _ = try finished.predictions(under: conditions)
    #expect(
      finished.remarks.contains {
        $0.hasPrefix("warning: \(shares): ") && $0.contains("taken by name")
      }, "\(finished.remarks)")
  }

  @Test func `classes are matched by name, and figures are in the run's order`() throws {
    let folder = try TemporaryFolder()
    let path = try OtherData.run(OtherData.write("image-folder", in: folder), in: folder)
    try PictureFolder.write("swapped", classes: ["green", "red", "yellow"], count: 3, in: folder)
    let error = #expect(throws: FileProblem.self) {
      try OtherData.predictions(path, data: "image-folder:" + folder("swapped"))
    }
    #expect(error?.problem.contains("“yellow” (3 samples) is no class") == true)
    try PictureFolder.write("lacks", classes: ["green", "red"], count: 3, from: 80, in: folder)
    let finished = try FinishedRun(path, execution: Execution())
    var conditions = EvaluationConditions()
    conditions.data = "image-folder:" + folder("lacks")
    conditions.prior = .matching
    let found = try #require(finished.predictions(under: conditions).first)
    #expect(found.predictions.labels == [1, 1, 1, 2, 2, 2])
    #expect(found.correction?.offsets[0] == -.infinity)
    #expect(finished.remarks.contains { $0.contains("no measured sample of class 0 (blue)") })
    let card = try #require(
      try finished.evaluation(of: found.predictions, on: "test").results[0].scores)
    #expect(card.accuracyOfClass[0] == nil && card.accuracyOfClass[1] != nil)
    conditions.prior = nil
    conditions.distributions = [try .init("backward-2")]
    let shifted = try #require(finished.predictions(under: conditions).first)
    #expect(shifted.predictions.labelCounts[0] == 0)
  }
}
