import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import LongTail

private func write(
  _ folder: TemporaryFolder, _ part: String, images: String, labels: String, count: Int
)
  throws
{
  try FileManager.default.createDirectory(
    atPath: folder(part), withIntermediateDirectories: true)
  let bytes = (0..<count * 12).map { UInt8($0) }
  try NPYFile.write(
    NumericArray(bytes, shape: [count, 2, 2, 3]), to: folder("\(part)/\(images).npy"))
  try NPYFile.write(
    NumericArray((0..<count).map { Int32($0 % 2) }, shape: [count]),
    to: folder("\(part)/\(labels).npy"))
}

@Test(arguments: [
  ("images", "labels"), ("data", "labels"), ("cifar10.1_v6_data", "cifar10.1_v6_labels"),
])
func `a pair of arrays is one part`(images: String, labels: String) throws {
  let folder = try TemporaryFolder()
  try write(folder, ".", images: images, labels: labels, count: 4)
  let source = try Datasets.source("arrays:\(folder.path)")
  #expect(!source.hasTestPart)
  let samples = try source.load(.training)
  #expect(samples.labels == [0, 1, 0, 1])
  #expect(try pixels(of: samples, at: 2) == Array(24..<36))
  #expect(throws: DatasetProblem.self) { try source.load(.test) }
  // To measure on, all of it serves.
  #expect(try TestSet(from: source).samples.count == 4)
}

@Test func `a file of the folder can be named`() throws {
  let folder = try TemporaryFolder()
  try write(folder, ".", images: "fog", labels: "labels", count: 3)
  try write(folder, ".", images: "v4_data", labels: "v4_labels", count: 2)
  #expect(try Datasets.source("arrays:\(folder("fog.npy"))").load(.training).count == 3)
  #expect(try Datasets.source("arrays:\(folder("v4_data.npy"))").load(.training).count == 2)
}

@Test func `bytes that look like fractions are told`() throws {
  let folder = try TemporaryFolder()
  try NPYFile.write(NumericArray([0, 1], shape: [2]), to: folder("labels.npy"))
  for (brightest, isTold) in [(UInt8(1), true), (2, false)] {
    let bytes = [UInt8](repeating: 0, count: 23) + [brightest]
    try NPYFile.write(NumericArray(bytes, shape: [2, 2, 2, 3]), to: folder("images.npy"))
    let remarks = try Datasets.source("arrays:\(folder.path)").load(.training).remarks
    #expect(remarks.contains { $0.contains("no byte is more than 1") } == isTold, "\(remarks)")
  }
}

@Test func `labels of other numbers in two files are refused with both named`() throws {
  let folder = try TemporaryFolder()
  try write(folder, ".", images: "images", labels: "labels", count: 3)
  let source = "arrays:\(folder.path)"
  try NPYFile.write(NumericArray([0, 1, 0], shape: [3]), to: folder("label.npy"))
  #expect(try Datasets.source(source).load(.training).labels == [0, 1, 0])
  try NPYFile.write(NumericArray([0, 1, 1], shape: [3]), to: folder("label.npy"))
  let problem = try #require(throws: FileProblem.self) {
    try Datasets.source(source).load(.training)
  }
  #expect(problem.problem.contains("labels.npy [3] and label.npy [3] are both in this folder"))
}

@Test func `a test part alone is measured, and not learned from`() throws {
  let folder = try TemporaryFolder()
  try write(folder, "test", images: "images", labels: "labels", count: 3)
  // Without a label 1, which a model to be measured may know.
  try NPYFile.write(NumericArray([2, 0, 2], shape: [3]), to: folder("test/labels.npy"))
  let source = try Datasets.source("arrays:\(folder.path)")
  let samples = try TestSet(from: source).samples
  #expect(samples.labels == [2, 0, 2] && samples.classNames == ["0", "1", "2"])
  let problem = try #require(throws: FileProblem.self) { try source.load(.training) }
  #expect(problem.path == folder.path && problem.problem.contains("there is no folder train"))
}

@Test func `subfolders are parts`() throws {
  let folder = try TemporaryFolder()
  try write(folder, "train", images: "images", labels: "labels", count: 6)
  try write(folder, "test", images: "images", labels: "labels", count: 2)
  let source = try Datasets.source("arrays:\(folder.path)")
  #expect(source.hasTestPart)
  #expect(try source.load(.training).count == 6)
  #expect(try source.load(.test).count == 2)
}

@Test func `arrays of the wrong kind are described`() throws {
  let folder = try TemporaryFolder()
  try NPYFile.write(NumericArray([0, 1], shape: [2]), to: folder("labels.npy"))
  func problem(_ array: NumericArray) throws -> String {
    try NPYFile.write(array, to: folder("images.npy"))
    return try #require(throws: FileProblem.self) {
      try Datasets.source("arrays:\(folder.path)").load(.training)
    }.problem
  }
  let bytes = [UInt8](repeating: 0, count: 24)
  #expect(
    try problem(NumericArray(bytes, shape: [2, 3, 2, 2])).contains("array [2, 3, 2, 2] of uint8"))
  #expect(
    try problem(NumericArray([Float](repeating: 0, count: 24), shape: [2, 2, 2, 3]))
      .contains("of float32"))
  #expect(
    try problem(NumericArray([UInt8](repeating: 0, count: 36), shape: [3, 2, 2, 3]))
      .contains("3 pictures, but 2 labels"))
  try NPYFile.write(NumericArray([0, -1], shape: [2]), to: folder("labels.npy"))
  #expect(try problem(NumericArray(bytes, shape: [2, 2, 2, 3])).contains("label -1"))
}

@Test func `class names are read where they lie beside the arrays`() throws {
  let folder = try TemporaryFolder()
  try write(folder, ".", images: "images", labels: "labels", count: 4)
  _ = try folder.file("class_names.txt", Data("cat\ndog\n".utf8))
  let samples = try Datasets.source("arrays:\(folder.path)").load(.training)
  #expect(samples.classNames == ["cat", "dog"])
}

@Test func `features keep their values and refuse what is no number`() throws {
  let folder = try TemporaryFolder()
  let values: [Float] = [1.5, -2, 3, 4, 5, 6]
  try NPYFile.write(NumericArray(values, shape: [3, 2]), to: folder("features.npy"))
  try NPYFile.write(NumericArray([1, 0, 1], shape: [3]), to: folder("labels.npy"))
  let samples = try Datasets.source("features:\(folder.path)").load(.training)
  guard case .features(let store) = samples.selecting([2, 0]).samples else {
    Issue.record("features were expected")
    return
  }
  var row = [Float](repeating: 0, count: 2)
  row.withUnsafeMutableBufferPointer { store.copyFeatures(at: 1, into: $0) }
  #expect(store.count == 2 && row == [1.5, -2])
  try NPYFile.write(
    NumericArray([1, 2, 3, .nan, 5, 6] as [Float], shape: [3, 2]), to: folder("features.npy"))
  let problem = try #require(throws: FileProblem.self) {
    try Datasets.source("features:\(folder.path)").load(.training)
  }
  #expect(problem.place == "row 1, column 1")
}

@Test func `an export is read back as it was`() throws {
  let folder = try TemporaryFolder()
  let samples = artificialSamples(labels: [0, 1, 2, 0, 1], classes: 3, side: 3)
    .selecting([4, 0, 2, 1])
  try SampleExport.write(samples, classCounts: [9, 8, 7], to: folder("out/part"))
  let again = try Datasets.source("arrays:\(folder("out/part"))").load(.training)
  #expect(again.labels == samples.labels && again.classNames == samples.classNames)
  for position in 0..<4 {
    #expect(try pixels(of: again, at: position) == pixels(of: samples, at: position))
  }
  #expect(
    try NPYFile.read(folder("out/part/indices.npy")).integers() == samples.originalIndices)
  let counts = try Data(contentsOf: URL(filePath: folder("out/part/class_counts.json")))
  #expect(try JSONDecoder().decode([Int].self, from: counts) == [9, 8, 7])
}
