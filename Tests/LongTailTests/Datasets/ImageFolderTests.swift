import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Puts copies of fixture pictures at some places in a folder.
private func pictures(_ places: [(fixture: String, place: String)]) throws -> TemporaryFolder {
  let folder = try TemporaryFolder()
  for (fixture, place) in places {
    let target = URL(filePath: folder(place))
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: URL(filePath: PictureFixtures.path(fixture)), to: target)
  }
  return folder
}

@Test func `folders are classes in order of their names`() throws {
  let folder = try pictures([
    ("rgb.png", "dog/b.png"), ("grey.png", "dog/a.PNG"), ("rgb.png", "cat/deep/x.png"),
    ("rgb.png", "cat/.hidden.png"),
  ])
  _ = try folder.file("cat/readme.txt", Data("no picture".utf8))
  let samples = try Datasets.source("image-folder:\(folder.path)").load(.training)
  #expect(samples.classNames == ["cat", "dog"])
  #expect(samples.labels == [0, 1, 1])
  #expect(try pixels(of: samples, at: 1) == PictureFixtures.expected("grey.png").pixels)
  #expect(try pixels(of: samples, at: 2) == PictureFixtures.expected("rgb.png").pixels)
}

@Test func `train and test folders are parts`() throws {
  let folder = try pictures([
    ("rgb.png", "train/a/1.png"), ("rgb.png", "train/b/1.png"), ("grey.png", "test/b/2.png"),
  ])
  let source = try Datasets.source("image-folder:\(folder.path)")
  #expect(source.hasTestPart)
  #expect(try source.load(.test).labels == [1])
  try FileManager.default.moveItem(atPath: folder("test/b"), toPath: folder("test/stranger"))
  let problem = try #require(throws: FileProblem.self) { try source.load(.test) }
  #expect(problem.path.hasSuffix("test/stranger"))
}

@Test func `pictures of different sizes need an image size`() throws {
  let folder = try pictures([("rgb.png", "a/1.png"), ("baseline.jpg", "b/1.jpg")])
  let problem = try #require(throws: FileProblem.self) {
    try Datasets.source("image-folder:\(folder.path)").load(.training)
  }
  #expect(problem.problem.contains("--image-size"))
  let samples = try Datasets.source(
    "image-folder:\(folder.path)", options: DatasetOptions(imageSize: 8)
  ).load(.training)
  #expect(try pixels(of: samples, at: 1).count == 8 * 8 * 3)
}

@Test func `pictures beyond the memory bound are decoded when asked for`() throws {
  let folder = try pictures([
    ("rgb.png", "a/1.png"), ("grey.png", "b/1.png"), ("rgba.png", "b/2.png"),
  ])
  var options = DatasetOptions()
  let kept = try Datasets.source("image-folder:\(folder.path)", options: options).load(.training)
  options.memoryBound = 2 * 9 * 13 * 3
  let read = try Datasets.source("image-folder:\(folder.path)", options: options).load(.training)
  guard case .pictures(let store) = read.samples else {
    Issue.record("an image folder has pictures")
    return
  }
  #expect(store.readsFiles)
  for position in 0..<3 {
    #expect(try pixels(of: read, at: position) == pixels(of: kept, at: position))
  }
  let measured = try Normalization.measured(on: read)
  #expect(try Normalization.measured(on: kept) == measured)
  // A picture that goes bad later is named by whoever reads the batch.
  _ = try folder.file("b/1.png", Data([1, 2, 3, 4]))
  for workers in [0, 2] {
    let batches = BatchLoader(read, batchSize: 1, workers: workers).batches()
    #expect(try batches.next() != nil)
    let problem = try #require(throws: FileProblem.self) { try batches.next() }
    #expect(problem.path.hasSuffix("b/1.png"))
  }
}

@Test(arguments: [Data(), Data([0x89, 0x50]), Data("GIF89a".utf8)])
func `an unreadable picture is named`(content: Data) throws {
  let folder = try pictures([("rgb.png", "a/1.png"), ("rgb.png", "b/1.png")])
  let path = try folder.file("b/2.png", content)
  let problem = try #require(throws: FileProblem.self) {
    try Datasets.source("image-folder:\(folder.path)").load(.training)
  }
  #expect(problem.path == path)
}

@Test func `an empty class folder and an empty folder are errors`() throws {
  let folder = try pictures([("rgb.png", "a/1.png")])
  try FileManager.default.createDirectory(
    atPath: folder("empty"), withIntermediateDirectories: true)
  let problem = try #require(throws: FileProblem.self) {
    try Datasets.source("image-folder:\(folder.path)").load(.training)
  }
  #expect(problem.path.hasSuffix("empty") && problem.problem.contains("no picture"))
  let nothing = try TemporaryFolder()
  #expect(throws: FileProblem.self) {
    try Datasets.source("image-folder:\(nothing.path)").load(.training)
  }
}

@Test(.enabled(if: realData != nil, "needs LONGTAIL_DATA, the folder with imagefolder"))
func `the traffic signs are a data set with a natural tail`() throws {
  let path = "\(realData ?? "")/imagefolder/gtsrb-1per-track"
  let parts = try DataPartition(
    source: try Datasets.source("image-folder:\(path)"), imbalanceFactor: nil, seed: 0)
  #expect(parts.publishedCounts.count == 43)
  #expect(parts.publishedCounts.max() == 75 && parts.publishedCounts.min() == 7)
  #expect(parts.splitIdentity.kind == .natural && !parts.testIsHeldOut)
}
