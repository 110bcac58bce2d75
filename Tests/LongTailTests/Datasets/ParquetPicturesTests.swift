import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Pictures of one colour, (40 × label, number, 7), as Hugging Face exports a data set: Tests/Fixtures/shards/parts.
struct ParquetPicturesTests {
  private static let folder = fixtureFile("shards/parts").path

  private func load(
    _ text: String, _ part: DatasetPart = .training, memory: Int = 1 << 30
  ) throws -> LabelledSamples {
    var options = DatasetOptions()
    options.memoryBound = memory
    return try Datasets.source(text, options: options).load(part)
  }

  private func colour(_ samples: LabelledSamples, _ position: Int) throws -> [UInt8] {
    guard case .pictures(let store) = samples.samples else { return [] }
    return Array(try store.picture(at: position).pixels.prefix(3))
  }

  @Test func `parts are told by the files' names, classes by what the files note`() throws {
    let source = try Datasets.source("parquet:\(Self.folder)")
    #expect(source.hasTestPart && !source.hasValidationPart)
    for memory in [0, 1 << 30] {
      let training = try load("parquet:\(Self.folder)", memory: memory)
      #expect(training.classNames == ["ant", "bee", "cow"])
      #expect(training.labels == [0, 1, 2, 0, 1, 2, 0, 1, 2])
      for position in [8, 0, 3, 4] {
        #expect(
          try colour(training, position)
            == [UInt8(40 * training.labels[position]), UInt8(position), 7])
      }
      let test = try load("parquet:\(Self.folder)", .test, memory: memory)
      #expect(test.labels == [0, 1, 2])
      #expect(try colour(test, 2) == [80, 11, 7])
    }
  }

  @Test func `parts, columns and names of classes can be named`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("names.txt", Data("x\ny\nz\n".utf8))
    let text =
      "parquet:train=\(Self.folder)/train-0000{0..1}-of-00002.parquet,image=image,label=label,classes=\(folder("names.txt"))"
    let samples = try load(text)
    #expect(samples.classNames == ["x", "y", "z"])
    #expect(samples.count == 9)
    let problem = try #require(throws: (any Error).self) {
      try load("parquet:train=\(Self.folder)/train-00000-of-00002.parquet,label=klass")
    }
    #expect("\(problem)".contains("no column klass"))
  }

  @Test func `files beside those of parts are refused`() throws {
    let folder = try TemporaryFolder()
    for name in ["train-0.parquet", "more.parquet"] {
      try FileManager.default.copyItem(
        atPath: Self.folder + "/train-00000-of-00002.parquet", toPath: folder(name))
    }
    let problem = try #require(throws: DatasetProblem.self) {
      try Datasets.source("parquet:\(folder.path)")
    }
    #expect(problem.description.contains("more.parquet"))
  }

  @Test func `a row without a picture is named`() throws {
    let path = fixtureFile("shards/plain.parquet").path
    let problem = try #require(throws: (any Error).self) { try load("parquet:\(path)", memory: 0) }
    // The first row is no picture either.
    #expect("\(problem)".contains("row 0"))
  }
}
