import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import LongTail

/// An idx file of bytes.
private func idx(_ shape: [Int], _ bytes: [UInt8]) -> Data {
  var data = Data([0, 0, 8, UInt8(shape.count)])
  for extent in shape {
    data.append(contentsOf: withUnsafeBytes(of: UInt32(extent).bigEndian) { Array($0) })
  }
  return data + bytes
}

private func folder(labels: [UInt8] = [0, 1, 2]) throws -> TemporaryFolder {
  let folder = try TemporaryFolder()
  _ = try folder.file("my-train-images-idx3-ubyte", idx([3, 2, 2], Array(0..<12)))
  _ = try folder.file("my-train-labels-idx1-ubyte", idx([labels.count], labels))
  _ = try folder.file("t10k-images-idx3-ubyte", idx([2, 2, 2], Array(20..<28)))
  _ = try folder.file("t10k-labels-idx1-ubyte", idx([2], [2, 0]))
  return folder
}

@Test func `idx files are found by their names`() throws {
  let folder = try folder()
  let source = try Datasets.source("mnist:\(folder.path)")
  let training = try source.load(.training)
  #expect(training.labels == [0, 1, 2])
  #expect(try pixels(of: training, at: 1) == [4, 5, 6, 7])
  let test = try source.load(.test)
  #expect(test.labels == [2, 0] && test.classes == 3)
  #expect(training.normalization.origin == .unmeasured)
}

@Test func `labels that do not fit are pointed at`() throws {
  let outside = try folder(labels: [0, 9, 1])
  let problem = try #require(throws: FileProblem.self) {
    try Datasets.source("mnist:\(outside.path)").load(.training)
  }
  #expect(problem.place == "element 1" && problem.problem.contains("label 9, expected 0 … 2"))
  let short = try folder(labels: [0, 1])
  let count = try #require(throws: FileProblem.self) {
    try Datasets.source("mnist:\(short.path)").load(.training)
  }
  #expect(count.problem.contains("3 pictures, but 2 labels"))
}

@Test func `a folder without or with too many files says so`() throws {
  let empty = try TemporaryFolder()
  #expect(throws: FileProblem.self) {
    try Datasets.source("mnist:\(empty.path)").load(.training)
  }
  let folder = try folder()
  _ = try folder.file("other-train-labels", idx([1], [0]))
  let problem = try #require(throws: FileProblem.self) {
    try Datasets.source("mnist:\(folder.path)").load(.training)
  }
  #expect(problem.problem.contains("several files"))
}

@Test(.enabled(if: realData != nil, "needs LONGTAIL_DATA, the folder with mnist"))
func `MNIST has its digits and its normalisation`() throws {
  let source = try Datasets.source("mnist:\(realData ?? "")/mnist")
  let test = try source.load(.test)
  // Chen and Su, CVPR 2023.
  #expect(test.classCounts == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
  #expect(test.normalization == .mnist)
  let training = try source.load(.training)
  #expect(training.classCounts.reduce(0, +) == 60_000)
  let measured = try Normalization.measured(on: training)
  #expect(abs(measured.mean[0] - 0.1307) < 1e-4 && abs(measured.deviation[0] - 0.3081) < 1e-4)
}
