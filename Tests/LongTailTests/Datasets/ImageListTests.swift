import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import LongTail

private func folder(_ lists: [String: String]) throws -> TemporaryFolder {
  let folder = try TemporaryFolder()
  try FileManager.default.createDirectory(
    atPath: folder("pictures"), withIntermediateDirectories: true)
  for name in ["rgb.png", "grey.png", "rgba.png"] {
    try FileManager.default.copyItem(
      atPath: PictureFixtures.path(name), toPath: folder("pictures/\(name)"))
  }
  for (name, text) in lists { _ = try folder.file(name, Data(text.utf8)) }
  return folder
}

private func problem(_ location: String, _ part: DatasetPart = .training) throws -> FileProblem {
  try #require(throws: FileProblem.self) {
    try Datasets.source("image-list:\(location)").load(part)
  }
}

@Test func `a list names pictures from its own folder`() throws {
  let folder = try folder(["train.txt": "pictures/rgb.png 1\r\n\npictures/grey.png 0\n"])
  let source = try Datasets.source("image-list:\(folder("train.txt"))")
  #expect(!source.hasTestPart)
  let samples = try source.load(.training)
  #expect(samples.labels == [1, 0])
  #expect(try pixels(of: samples, at: 0) == PictureFixtures.expected("rgb.png").pixels)
}

@Test func `a test list and a root folder can be given`() throws {
  let folder = try folder(["a.txt": "rgb.png 0\ngrey.png 1\n", "b.txt": "rgba.png 1\n"])
  let location = "train=\(folder("a.txt")),test=\(folder("b.txt")),root=\(folder("pictures"))"
  let source = try Datasets.source("image-list:\(location)")
  #expect(source.hasTestPart)
  #expect(try source.load(.test).labels == [1])
}

@Test func `a table may have a header and names for labels`() throws {
  let folder = try folder([
    "t.csv": "path,label\npictures/rgb.png,zebra\n\"pictures/grey.png\",ant\n"
  ])
  let samples = try Datasets.source("image-list:\(folder("t.csv"))").load(.training)
  #expect(samples.classNames == ["ant", "zebra"] && samples.labels == [1, 0])
}

@Test func `a line without a label is named by its number`() throws {
  let folder = try folder([
    "a.txt": "pictures/rgb.png 0\npictures/grey.png\n",
    "b.csv": "pictures/rgb.png,0\npictures/grey.png\n",
  ])
  #expect(try problem(folder("a.txt")).place == "line 2")
  #expect(try problem(folder("a.txt")).problem.contains("no label"))
  #expect(try problem(folder("b.csv")).place == "line 2")
}

@Test(arguments: ["-1", "2", "cat", "99999999999", "0x1"])
func `a label out of range is named by its line`(label: String) throws {
  let folder = try folder(["a.txt": "pictures/rgb.png 0\npictures/grey.png \(label)\n"])
  #expect(try problem(folder("a.txt")).place == "line 2")
}

@Test func `a test label must be a class of the training list`() throws {
  let folder = try folder([
    "a.txt": "pictures/rgb.png 0\npictures/grey.png 1\n", "b.txt": "pictures/rgb.png 2\n",
  ])
  let location = "train=\(folder("a.txt")),test=\(folder("b.txt"))"
  #expect(try problem(location, .test).place == "line 1")
}

@Test func `missing pictures and lists are named`() throws {
  let folder = try folder(["a.txt": "pictures/none.png 0\npictures/rgb.png 1\n", "empty.txt": "\n"])
  let missing = try problem(folder("a.txt"))
  #expect(missing.path.hasSuffix("a.txt") && missing.place == "line 1")
  #expect(missing.problem.contains("pictures/none.png"))
  #expect(try problem(folder("empty.txt")).problem == "the list is empty")
  #expect(try problem(folder("nowhere.txt")).path.hasSuffix("nowhere.txt"))
}

@Test(
  .enabled(if: realData != nil, "needs LONGTAIL_DATA, the folder with lists"),
  arguments: [
    ("Places_LT/Places_LT_train.txt", 62_500, 365), ("Places_LT/Places_LT_test.txt", 36_500, 365),
  ])
func `the published lists are read`(name: String, samples: Int, classes: Int) throws {
  let list = try LabelledList(path: "\(realData ?? "")/lists/\(name)")
  // Liu et al., CVPR 2019.
  #expect(list.entries.count == samples)
  #expect(try list.classes(everyClass: true).names.count == classes)
}
