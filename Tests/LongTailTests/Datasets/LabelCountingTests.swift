import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Test labels without a 0 beside training labels from 0: all would be off by one if they count from 1.
struct LabelCountingTests {
  private static let words = "no label is 0; they are taken to count from 0"

  private func lists(_ training: [Int], _ test: [Int]) throws -> DataFolder {
    let data = try DataFolder()
    try data.pictures("p", 6)
    for (name, labels) in [("train", training), ("test", test)] {
      let pairs = labels.enumerated()
      try data.text("\(name).txt", pairs.map { "p/\($0).png \($1)\n" }.joined())
      try data.text(
        "\(name).csv", "path,label\n" + pairs.map { "p/\($0).png,\($1)\n" }.joined())
    }
    return data
  }

  @Test(arguments: ["txt", "csv"])
  func `lists tell it, of every part, and measured ones too`(ending: String) throws {
    let data = try lists([0, 1, 2, 0, 1, 2], [1, 2, 2, 1])
    let (train, test) = (data("train.\(ending)"), data("test.\(ending)"))
    let source = try Datasets.source("image-list:train=\(train),validation=\(test),test=\(test)")
    for samples in [
      try source.load(.test), try source.load(.validation), try source.loadToMeasure(),
    ] {
      #expect(samples.labels == [1, 2, 2, 1])
      #expect(samples.remarks.count { $0.hasPrefix("\(test): \(Self.words)") } == 1)
    }
    #expect(try source.load(.training).remarks == [])
    let partition = try data.partition("image-list:train=\(train),test=\(test)")
    #expect(partition.warnings.contains { $0.contains(Self.words) }, "\(partition.warnings)")
  }

  @Test func `what is clear is not doubted`() throws {
    for (training, test) in [
      ([0, 1, 2], [0, 1, 2]), ([1, 2, 3], [1, 2, 3]), ([0, 1], [1, 1]),
    ] {
      let data = try lists(training, test)
      let samples = try Datasets.source(
        "image-list:train=\(data("train.txt")),test=\(data("test.txt"))"
      ).load(.test)
      #expect(!samples.remarks.contains { $0.contains("taken to count from 0") })
    }
  }

  @Test func `a label too many is told with the reason`() throws {
    let data = try lists([0, 1, 2], [1, 2, 3])
    let problem = data.problem(
      "image-list:train=\(data("train.txt")),test=\(data("test.txt"))", part: .test)
    #expect(problem.contains("label “3” is none of the 3 classes"), "\(problem)")
    #expect(problem.hasSuffix("these may count from 1, while the training list counts from 0"))
  }

  @Test func `shards tell it`() throws {
    let folder = try TemporaryFolder()
    for (name, labels) in [("train", [0, 1, 2]), ("test", [1, 2])] {
      let files = labels.enumerated().flatMap { index, label in
        [
          (name: "s\(index).cls", content: Data("\(label)".utf8)),
          (name: "s\(index).png", content: PNGPicture.numbered(label)),
        ]
      }
      _ = try folder.file("\(name)-0.tar", TARFile.archive(files))
    }
    let source = try Datasets.source("webdataset:\(folder.path)")
    #expect(try source.load(.training).remarks == [])
    #expect(try source.load(.test).remarks.contains { $0.contains(Self.words) })
  }

  @Test func `shards of a test part alone are measured, and not learned from`() throws {
    let folder = try TemporaryFolder()
    let files = [2, 0, 2].enumerated().flatMap { index, label in
      [
        (name: "s\(index).cls", content: Data("\(label)".utf8)),
        (name: "s\(index).png", content: PNGPicture.numbered(index)),
      ]
    }
    _ = try folder.file("test-0.tar", TARFile.archive(files))
    let source = try Datasets.source("webdataset:\(folder.path)")
    let samples = try TestSet(from: source).samples
    #expect(samples.classNames == ["0", "1", "2"] && samples.labels == [2, 0, 2])
    let problem = try #require(throws: DatasetProblem.self) { try source.load(.training) }
    #expect(problem.description.contains("no file's name begins with train"), "\(problem)")
  }

  @Test func `files of two names for one part are refused`() throws {
    let folder = try TemporaryFolder()
    for name in ["train-0.tar", "test-0.tar", "eval-0.tar"] {
      _ = try folder.file(name, Data(count: 1024))
    }
    let problem = try #require(throws: DatasetProblem.self) {
      try Datasets.source("webdataset:\(folder.path)")
    }
    #expect(
      problem.description.contains("begin with eval, test could all be the test part"),
      "\(problem)")
  }
}
