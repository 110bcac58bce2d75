import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import LongTail

struct ClassFoldersTests {
  private func samples(_ data: DataFolder, _ setting: String? = nil) throws -> LabelledSamples {
    let source = "image-folder:\(data.path)" + (setting.map { "," + $0 } ?? "")
    return try Datasets.source(source).load(.training)
  }

  @Test func `pictures of other formats are counted and told`() throws {
    let data = try DataFolder()
    try data.pictures("cat", 4).pictures("dog", 4).pictures("dog", 3, ending: "jfif")
      .pictures("dog", 1, ending: "JIF")
    for index in 0..<5 {
      for ending in ["bmp", "webp", "tif"] { try data.text("dog/\(index)x.\(ending)", "no matter") }
    }
    try data.text("cat/x.gif", "GIF89a")
    try data.file("cat/nameless", PNGPicture.numbered(60007))
    try data.text("cat/x.xml", "<annotation/>")
    let samples = try samples(data)
    #expect(samples.classCounts == [4, 8])
    let remark = try #require(samples.remarks.first)
    for word in [
      "17 files", "no JPEG or PNG", "5 .bmp", "5 .webp", "5 .tif", "1 .gif", "1 without an ending",
      "most in “dog”: 15 of 23",
    ] {
      #expect(remark.contains(word), "\(remark)")
    }
    // Once, though it is said of the training part and of all that is selected from it.
    let warnings = try data.partition("image-folder:\(data.path)").warnings
    #expect(warnings.count { $0.contains(".bmp") } == 1)
  }

  @Test func `a class with other pictures alone says which`() throws {
    let data = try DataFolder()
    try data.pictures("cat").pictures("cow", 3, ending: "bmp")
    let problem = data.problem("image-folder:\(data.path)")
    #expect(problem.contains("cow: no picture") && problem.contains("3 .bmp"), "\(problem)")
  }

  @Test func `what systems leave behind is no class and no picture`() throws {
    let data = try DataFolder()
    try data.pictures("cat").pictures("dog").pictures("@eaDir").pictures("cat/@eaDir")
      .pictures("__MACOSX/cat").pictures("#recycle").pictures("dog/.thumbnails")
    let samples = try samples(data)
    #expect(samples.classNames == ["cat", "dog"] && samples.classCounts == [2, 2])
    #expect(samples.remarks == [])
  }

  @Test func `one level too many is told with the folder that is meant`() throws {
    let data = try DataFolder()
    try data.pictures("dataset/cat").pictures("dataset/dog")
    let problem = data.problem("image-folder:\(data.path)")
    #expect(problem.contains("“dataset”") && problem.contains("cat, dog"), "\(problem)")
    #expect(problem.contains("\(data.path)/dataset may be what is meant"))
    let parts = try DataFolder()
    try parts.pictures("inside/train/cat").pictures("inside/train/dog")
    #expect(parts.problem("image-folder:\(parts.path)").contains("may be what is meant"))
  }

  @Test func `several levels too many are told with both readings`() throws {
    let data = try DataFolder()
    for part in ["train", "test"] {
      try data.pictures("a/b/\(part)/cat").pictures("a/b/\(part)/dog")
    }
    let problem = data.problem("image-folder:\(data.path)")
    #expect(problem.contains("the folders of \(data("a/b")) test, train"), "\(problem)")
    #expect(problem.contains("so \(data("a/b")) may be what is meant"), "\(problem)")
    #expect(problem.contains("image-folder:\(data.path),parts=no takes it for one"), "\(problem)")
    #expect(try samples(data, "parts=no").classNames == ["a"])
    // Beside folders without pictures, in a part, and where a model is measured.
    try data.text("notes/readme.txt", "")
    #expect(data.problem("image-folder:\(data.path)").contains("so \(data("a/b")) may be"))
    let parts = try DataFolder()
    try parts.pictures("train/all/cat").pictures("train/all/dog")
    #expect(parts.problem("image-folder:\(parts.path)").contains("\(parts("train/all")) may be"))
    let test = try DataFolder()
    try test.pictures("train/cat").pictures("train/dog").pictures("test/x/cat").pictures(
      "test/x/dog")
    let wrapped = test.problem("image-folder:\(test.path)", part: .test)
    #expect(wrapped.contains("\(test("test/x")) may be"), "\(wrapped)")
    #expect(throws: FileProblem.self) {
      try Datasets.source("image-folder:\(test("test"))").loadToMeasure()
    }
  }

  @Test func `folders below the only class with pictures are no classes where others are known`()
    throws
  {
    let data = try DataFolder()
    try data.pictures("train/cat").pictures("train/dog").pictures("test/cat/2019")
      .pictures("test/cat/2020")
    #expect(try Datasets.source("image-folder:\(data.path)").load(.test).classCounts == [4, 0])
  }

  @Test func `a single class is named`() throws {
    let data = try DataFolder()
    try data.pictures("zebra")
    let problem = try #require(throws: DatasetProblem.self) {
      try data.partition("image-folder:\(data.path)")
    }
    #expect(problem.description.contains("“zebra”"))
  }

  @Test func `parts below the classes are not taken together without a word`() throws {
    let data = try DataFolder()
    for place in ["cat/train", "cat/test", "dog/train", "dog/test"] { try data.pictures(place) }
    let problem = data.problem("image-folder:\(data.path)")
    #expect(
      problem.contains("“test”, “train” in this class may be parts of the data"), "\(problem)")
    #expect(try samples(data, "parts=no").classCounts == [4, 4])
  }

  @Test func `links in a loop end, and no picture counts twice`() throws {
    let data = try DataFolder()
    try data.pictures("set/a", 3).pictures("set/b", 2).pictures("other/c", 4)
    try data.link("set/a/up", to: "..")
    try data.link("set/a/up2", to: "../..")
    try data.link("set/b/up", to: "../../set")
    try data.link("set/b/self", to: ".")
    let samples = try Datasets.source("image-folder:\(data("set"))").load(.training)
    #expect(samples.classCounts == [3, 2])
    #expect(samples.remarks.contains { $0.contains("set/a/up") && $0.contains("not followed") })
  }

  @Test func `a folder that would be in two classes is refused`() throws {
    let data = try DataFolder()
    try data.pictures("cat").pictures("dog")
    try data.link("dog/more", to: "../cat")
    #expect(data.problem("image-folder:\(data.path)").contains("dog/more"))
    let twins = try DataFolder()
    try twins.pictures("cat")
    try twins.link("kitten", to: "cat")
    #expect(twins.problem("image-folder:\(twins.path)").contains("the same folder"))
  }

  @Test func `a link that leads nowhere is named, a class folder among them`() throws {
    let data = try DataFolder()
    try data.pictures("cat").pictures("dog")
    try data.link("yak", to: "/nowhere/yak")
    let problem = data.problem("image-folder:\(data.path)")
    #expect(problem.contains("yak") && problem.contains("/nowhere/yak"), "\(problem)")
  }

  @Test func `links to folders elsewhere are read under their own names`() throws {
    let data = try DataFolder()
    try data.pictures("set/cat").pictures("elsewhere/x", 3)
    try data.link("set/dog", to: "../elsewhere/x")
    let samples = try Datasets.source("image-folder:\(data("set"))").load(.training)
    #expect(samples.classNames == ["cat", "dog"] && samples.classCounts == [2, 3])
  }

  @Test func `a pipe with the name of a picture is refused`() throws {
    let data = try DataFolder()
    try data.pictures("cat").pictures("dog")
    try #require(mkfifo(data("dog/pipe.png"), 0o600) == 0)
    #expect(
      data.problem("image-folder:\(data.path)").contains("dog/pipe.png: it is a device or pipe"))
  }

  @Test func `a folder or picture whose name is not UTF-8 is refused by its bytes`() throws {
    let data = try DataFolder()
    try data.pictures("b").pictures("c")
    data.rawFolder([0x63, 0x6C, 0x61, 0xFF], in: ".")
    let problem = data.problem("image-folder:\(data.path)")
    #expect(problem.contains(#"“cla\xff”"#), "\(problem)")
    #expect(problem.hasPrefix(data.path))
  }

  @Test func `decomposed and composed names are one class, opened as they lie on disk`() throws {
    let data = try DataFolder()
    try data.pictures("train/caf\u{E9}", 3).pictures("train/x").pictures("test/cafe\u{301}", 2)
      .pictures("test/x", 1)
    let source = try Datasets.source("image-folder:\(data.path)")
    #expect(try source.load(.training).classCounts == [3, 2])
    let test = try source.load(.test)
    #expect(test.classCounts == [2, 1])
    // Whichever spelling the folder has, the name has one.
    let decomposed = try DataFolder()
    try decomposed.pictures("cafe\u{301}").pictures("x")
    let name = try #require(try samples(decomposed).classNames.first)
    #expect(Array(name.utf8) == Array("caf\u{E9}".utf8))
  }

  @Test func `two spellings of one name beside each other are refused`() throws {
    let data = try DataFolder()
    try data.pictures("caf\u{E9}").pictures("cafe\u{301}").pictures("x")
    let problem = data.problem("image-folder:\(data.path)")
    #expect(problem.contains(#"caf\xc3\xa9"#) && problem.contains(#"cafe\xcc\x81"#), "\(problem)")
  }

  @Test func `all damaged pictures are named at once`() throws {
    let data = try DataFolder()
    try data.pictures("cat", 20).pictures("dog", 20)
    let good = try #require(FileManager.default.contents(atPath: data("cat/0.png")))
    // Some show their damage in the first bytes, some only when they are decoded.
    for index in 1..<8 { try data.text("cat/\(index).png", "no picture") }
    for index in 1..<8 { try data.file("dog/\(index).png", good.prefix(50)) }
    let problem = data.problem("image-folder:\(data.path)")
    #expect(problem.contains("14 of 40 pictures cannot be read"), "\(problem)")
    #expect(problem.contains("cat/1.png: it is neither") && problem.contains("dog/1.png: the PNG"))
    #expect(problem.contains("and 4 more"))
    for index in 1..<8 { try data.file("cat/\(index).png", PNGPicture.numbered(900 + index)) }
    #expect(data.problem("image-folder:\(data.path)").contains("7 of 40 pictures"))
  }

  @Test func `empty class folders are no error where a model is only measured`() throws {
    let data = try DataFolder()
    try data.pictures("cat").pictures("dog")
    try data.text("yak/readme.txt", "none yet")
    #expect(data.problem("image-folder:\(data.path)").contains("yak: no picture"))
    let test = try TestSet(from: Datasets.source("image-folder:\(data.path)"))
    #expect(test.samples.classNames == ["cat", "dog", "yak"])
    #expect(test.samples.classCounts == [2, 2, 0])
  }
}
