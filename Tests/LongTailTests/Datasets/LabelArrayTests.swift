import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Labels and class names of arrays.
struct LabelArrayTests {
  /// Vectors that are all different, with labels and, where given, the names' text.
  private func write(_ labels: [Int], names: String? = nil, to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let values = labels.indices.map { Float($0) }
    try NPYFile.write(NumericArray(values, shape: [labels.count, 1]), to: "\(folder)/features.npy")
    try NPYFile.write(NumericArray(labels, shape: [labels.count]), to: "\(folder)/labels.npy")
    try names.map {
      try Data($0.utf8).write(to: URL(fileURLWithPath: "\(folder)/class_names.txt"))
    }
  }

  @Test func `labels that count from 1 are classes from 1`() throws {
    let folder = try TemporaryFolder()
    try write([1, 2, 3, 1], to: folder("train"))
    try write([3, 1], to: folder("test"))
    let source = try Datasets.source("features:\(folder.path)")
    let training = try source.load(.training)
    #expect(training.classNames == ["1", "2", "3"] && training.labels == [0, 1, 2, 0])
    #expect(training.remarks.contains { $0.contains("labels.npy") && $0.contains("count from 1") })
    #expect(try source.load(.test).labels == [2, 0])
    try write([0, 1], to: folder("test"))
    let problem = try #require(throws: FileProblem.self) { try source.load(.test) }
    #expect(problem.place == "element 0" && problem.problem.contains("1 … 3"))
  }

  @Test func `names settle where counting begins`() throws {
    let folder = try TemporaryFolder()
    try write([1, 2, 3], names: "a\nb\nc\n", to: folder.path)
    let source = try Datasets.source("features:\(folder.path)")
    #expect(try source.load(.training).labels == [0, 1, 2])
    #expect(try source.load(.training).remarks.count == 1)
    // As few labels as these leave the first class or the last one without a sample.
    try write([1, 2], names: "a\nb\nc\n", to: folder.path)
    let problem = try #require(throws: FileProblem.self) { try source.load(.training) }
    #expect(problem.problem.contains("no label is 0, which is class “a” of 3"))
    let measured = try TestSet(from: source).samples
    #expect(measured.labels == [1, 2] && measured.classNames == ["a", "b", "c"])
    #expect(measured.remarks.count == 1 && measured.remarks[0].contains("taken to count from 0"))
  }

  @Test func `a gap is named`() throws {
    let folder = try TemporaryFolder()
    try write([0, 2, 2], to: folder.path)
    let source = try Datasets.source("features:\(folder.path)")
    let problem = try #require(throws: FileProblem.self) { try source.load(.training) }
    #expect(problem.place == "element 1" && problem.problem.contains("none of them is 1"))
    #expect(try TestSet(from: source).samples.labels == [0, 2, 2])
  }

  @Test func `labels of a test part that may count from 1 are told`() throws {
    let folder = try TemporaryFolder()
    try write([0, 1, 2, 3], to: folder("train"))
    try write([1, 2, 3], to: folder("test"))
    let test = try Datasets.source("features:\(folder.path)").load(.test)
    #expect(test.labels == [1, 2, 3] && test.remarks.count == 1)
    #expect(test.remarks.first?.contains("are all off by one if they count from 1") == true)
  }

  @Test func `classes of the test part are found by their names`() throws {
    let folder = try TemporaryFolder()
    try write([0, 1, 2], names: "a\nb\nc\n", to: folder("train"))
    try write([0, 1, 1], names: "c\na\n", to: folder("test"))
    let source = try Datasets.source("features:\(folder.path)")
    #expect(try source.load(.test).labels == [2, 0, 0])
    #expect(try source.load(.test).remarks.isEmpty)
    try write([2, 1], names: "c\na\n", to: folder("test"))
    let counted = try source.load(.test)
    #expect(counted.labels == [0, 2])
    #expect(counted.remarks.count == 1 && counted.remarks[0].contains("taken to count from 1"))
    try write([0, 1], names: "c\nzebra\n", to: folder("test"))
    let problem = try #require(throws: FileProblem.self) { try source.load(.test) }
    #expect(problem.place == "element 1" && problem.problem.contains("zebra"))
  }

  @Test(arguments: [
    "\u{FEFF}cat\ndog\n", "cat\r\ndog\r\n", "cat\rdog", "cat\ndog\n\n",
  ])
  func `names are read whatever wrote them`(text: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("class_names.txt", Data(text.utf8))
    #expect(try ClassNameFile.read(path) == ["cat", "dog"])
  }

  @Test(arguments: ["cat\n\ndog\n", "cat\ndog\ncat\n", "\ncat\n"])
  func `names that would shift or repeat are refused`(text: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("class_names.txt", Data(text.utf8))
    let problem = try #require(throws: FileProblem.self) { try ClassNameFile.read(path) }
    #expect(problem.place.hasPrefix("line "))
  }

  @Test func `every name that can be written is read back`() throws {
    let folder = try TemporaryFolder()
    let path = folder("class_names.txt")
    let names = [
      " lead", "trail ", "a,b", "\"quoted\"", "back\\slash", "\u{2028}", "\u{85}x", "#1",
      "caf\u{E9}",
      "😀", "a\u{0B}b",
    ]
    try ClassNameFile.write(names, to: path)
    #expect(try ClassNameFile.read(path) == names)
    for name in ["new\nline", "return\r", "", "\u{FEFF}first"] {
      #expect(throws: FileProblem.self) { try ClassNameFile.write(["a", name], to: path) }
    }
    #expect(try ClassNameFile.read(path) == names)
  }

  @Test func `an export with a name that cannot be written leaves nothing`() throws {
    let data = try DataFolder()
    try data.pictures("in/new\nline").pictures("in/b")
    let samples = try Datasets.source("image-folder:\(data("in"))").load(.training)
    let problem = try #require(throws: FileProblem.self) {
      try SampleExport.write(samples, classCounts: samples.classCounts, to: data("out"))
    }
    #expect(problem.problem.contains(#"new\x0aline"#))
    #expect(!FileManager.default.fileExists(atPath: data("out")))
  }
}
