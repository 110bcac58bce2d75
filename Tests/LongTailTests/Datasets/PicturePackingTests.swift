import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Pictures that were packed are the pictures of the files, wherever the packing was interrupted.
struct PicturePackingTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try PictureFolder.write("pictures/train", count: 5, width: 12, height: 9, in: folder)
    try PictureFolder.write("pictures/test", count: 2, from: 50, width: 12, height: 9, in: folder)
    return folder
  }

  private func samples(
    _ text: String, _ part: DatasetPart = .training, side: Int = 8, memory: Int = 1 << 30
  ) throws -> LabelledSamples {
    var options = DatasetOptions(imageSize: side)
    options.memoryBound = memory
    return try Datasets.source(text, options: options).load(part)
  }

  private func pixels(_ samples: LabelledSamples) throws -> [[UInt8]] {
    guard case .pictures(let store) = samples.samples else { return [] }
    return try (0..<store.count).map { try store.picture(at: $0).pixels }
  }

  @Test func `without a size, every picture is the one of its file, in any order`() throws {
    let folder = try folder()
    let results = try PicturePacking().pack(
      "image-folder:\(folder("pictures"))", to: folder("packed"))
    #expect(results.map(\.part) == ["training", "test"])
    #expect(results.map(\.pictures) == [15, 6])
    #expect(results.allSatisfy { $0.bytes > 0 && $0.unreadable == 0 })
    for part in [DatasetPart.training, .test] {
      for memory in [0, 1 << 30] {
        let files = try samples("image-folder:\(folder("pictures"))", part, memory: memory)
        let packed = try samples("packed:\(folder("packed"))", part, memory: memory)
        #expect(packed.labels == files.labels)
        #expect(packed.classNames == files.classNames)
        #expect(try pixels(packed) == pixels(files))
        let some = packed.selecting([4, 1])
        #expect(try pixels(some) == [pixels(files)[4], pixels(files)[1]])
      }
    }
    #expect(try Datasets.source("packed:\(folder("packed"))").hasTestPart)
    #expect(try !Datasets.source("packed:\(folder("packed"))").hasValidationPart)
  }

  @Test func `a packed test part alone is measured`() throws {
    let folder = try folder()
    _ = try PicturePacking().pack("image-folder:\(folder("pictures"))", to: folder("packed"))
    let whole = try samples("packed:\(folder("packed"))", .test)
    try FileManager.default.removeItem(atPath: folder("packed/train.pack"))
    let source = try Datasets.source(
      "packed:\(folder("packed"))", options: DatasetOptions(imageSize: 8))
    let alone = try TestSet(from: source).samples
    #expect(alone.labels == whole.labels && alone.classNames == whole.classNames)
    #expect(throws: (any Error).self) { try source.load(.training) }
  }

  @Test func `larger pictures are made smaller by their shorter side, and smaller ones stay`()
    throws
  {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("pictures/a"), withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      atPath: folder("pictures/b"), withIntermediateDirectories: true)
    // 300 × 420.
    let large = FramingFixtures.path("large.jpg")
    try FileManager.default.copyItem(atPath: large, toPath: folder("pictures/a/large.jpg"))
    try PNGPicture.colored(1, 2, 3, number: 1, width: 9, height: 7)
      .write(to: URL(fileURLWithPath: folder("pictures/b/small.png")))
    _ = try PicturePacking(shortSide: 64, quality: 90).pack(
      "image-folder:\(folder("pictures"))", to: folder("packed"))
    let packed = try PackedPictures(path: folder("packed/train.pack"))
    #expect(packed.index.entries.map(\.name) == ["a/large.jpg", "b/small.png"])
    #expect(packed.index.description.shortSide == 64)
    let expected = try PictureDecoder.decode(path: large).resized(height: 64, width: 89)
    let found = try packed.decoded(0)
    #expect(found.size == expected.size)
    let differences = zip(found.pixels, expected.pixels).map { abs(Int($0) - Int($1)) }
    #expect(differences.reduce(0, +) < 4 * differences.count)
    #expect(
      try packed.bytes(1) == Data(contentsOf: URL(fileURLWithPath: folder("pictures/b/small.png"))))
  }

  @Test(arguments: [(100, UInt8(0x11)), (99, 0x22)])
  func `colours keep their resolution at quality 100 alone`(quality: Int, sampling: UInt8) throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b"] {
      try FileManager.default.createDirectory(
        atPath: folder("pictures/\(name)"), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: FramingFixtures.path("large.jpg"), toPath: folder("pictures/\(name)/large.jpg"))
    }
    _ = try PicturePacking(shortSide: 64, quality: quality).pack(
      "image-folder:\(folder("pictures"))", to: folder("packed"))
    let bytes = try PackedPictures(path: folder("packed/train.pack")).bytes(0)
    // The header of a baseline picture: its length, depth, height, width and number of components, then the number and
    // the sampling factors of the first one.
    let header = try #require(bytes.firstRange(of: Data([0xFF, 0xC0])))
    #expect(bytes[header.lowerBound + 11] == sampling)
  }

  @Test(arguments: [0, 60, 128, 133, 136, 400, 1200, 2400])
  func `a file that was cut off anywhere goes on to the same bytes`(length: Int) throws {
    let folder = try folder()
    let source = "image-folder:\(folder("pictures/train"))"
    _ = try PicturePacking().pack(source, to: folder("whole"))
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder("whole/train.pack")))
    // As the file is before its header says that it is finished.
    var part = Data(whole.prefix(length))
    if part.count >= 32 { part.replaceSubrange(16..<32, with: Data(count: 16)) }
    if part.count >= 64 { part.replaceSubrange(32..<64, with: Data(count: 32)) }
    try FileManager.default.createDirectory(
      atPath: folder("cut"), withIntermediateDirectories: true)
    _ = try folder.file("cut/train.pack.partial", part)
    _ = try PicturePacking().pack(source, to: folder("cut"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder("cut/train.pack"))) == whole)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder("cut")) == ["train.pack"])
  }

  @Test func `zeros that a power cut left at the end are no pictures`() throws {
    let folder = try folder()
    let source = "image-folder:\(folder("pictures/train"))"
    _ = try PicturePacking().pack(source, to: folder("whole"))
    let whole = try Data(contentsOf: URL(fileURLWithPath: folder("whole/train.pack")))
    var part = whole.prefix(128) + Data(count: 5000)
    part.replaceSubrange(16..<64, with: Data(count: 48))
    try FileManager.default.createDirectory(
      atPath: folder("cut"), withIntermediateDirectories: true)
    _ = try folder.file("cut/train.pack.partial", Data(part))
    _ = try PicturePacking().pack(source, to: folder("cut"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder("cut/train.pack"))) == whole)
  }

  @Test func `packed again, it is found finished; with other settings it is refused`() throws {
    let folder = try folder()
    let source = "image-folder:\(folder("pictures"))"
    _ = try PicturePacking().pack(source, to: folder("packed"))
    var notes: [String] = []
    let again = try PicturePacking().pack(source, to: folder("packed")) { notes.append($0) }
    #expect(again.map(\.pictures) == [15, 6])
    #expect(notes.filter { $0.hasSuffix("packed before") }.count == 2)
    let other = PicturePacking(shortSide: 4)
    let problem = try #require(throws: (any Error).self) {
      try other.pack(source, to: folder("packed"))
    }
    #expect("\(problem)".contains("--overwrite"))
    let replacing = PicturePacking(shortSide: 4, replaces: true)
    _ = try replacing.pack(source, to: folder("packed"))
    #expect(
      try PackedPictures(path: folder("packed/train.pack")).index.description.shortSide == 4)
  }

  @Test func `a damaged picture is named, and skipped, counted and told when that is asked`() throws
  {
    let folder = try folder()
    let damaged = folder("pictures/train/green/1002.png")
    try Data("no picture".utf8).write(to: URL(fileURLWithPath: damaged))
    try Data().write(to: URL(fileURLWithPath: folder("pictures/train/red/1001.png")))
    let source = "image-folder:\(folder("pictures"))"
    let problem = try #require(throws: (any Error).self) {
      try PicturePacking().pack(source, to: folder("packed"))
    }
    #expect("\(problem)".contains("1001.png"))
    var notes: [String] = []
    let results = try PicturePacking(skipsUnreadable: true).pack(source, to: folder("packed")) {
      notes.append($0)
    }
    #expect(results.map(\.pictures) == [13, 6])
    #expect(results.map(\.unreadable) == [2, 0])
    #expect(notes.contains { $0.hasPrefix("warning: left out: ") && $0.contains(damaged) })
    let packed = try samples("packed:\(folder("packed"))")
    #expect(packed.classCounts == [5, 4, 4])
    #expect(packed.remarks.contains { $0.contains("2 pictures could not be read") })
    // The same without packing.
    var options = DatasetOptions(imageSize: 8)
    #expect(throws: (any Error).self) {
      try Datasets.source(source, options: options).load(.training)
    }
    options.skipsUnreadable = true
    let files = try Datasets.source(source, options: options).load(.training)
    #expect(files.classCounts == [5, 4, 4])
    #expect(files.remarks.contains { $0.contains("2 of 15 pictures") && $0.contains(damaged) })
    #expect(try pixels(files) == pixels(packed))
  }

  @Test func `damage is noticed: in a picture, in the index, at the end`() throws {
    let folder = try folder()
    _ = try PicturePacking().pack(
      "image-folder:\(folder("pictures/train"))", to: folder("packed"))
    let path = folder("packed/train.pack")
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    func words(_ change: (inout Data) -> Void) throws -> String {
      var bytes = whole
      change(&bytes)
      try bytes.write(to: URL(fileURLWithPath: path))
      let problem = try #require(throws: (any Error).self) {
        try PackedPictures(path: path).verify()
      }
      return "\(problem)"
    }
    #expect(try words { $0[200] ^= 1 }.contains("picture 0 (blue/1000.png)"))
    #expect(try words { $0[$0.count - 3] ^= 1 }.contains("index is damaged"))
    #expect(try words { $0.removeLast(10) }.contains("truncated"))
    #expect(try words { $0 = Data("hello".utf8) }.contains("no file of packed pictures"))
    #expect(try words { $0.replaceSubrange(16..<24, with: Data(count: 8)) }.contains("unfinished"))
  }

  @Test func `data that are no encoded pictures are refused`() throws {
    let folder = try TemporaryFolder()
    let problem = try #require(throws: DatasetProblem.self) {
      try PicturePacking().pack("synthetic", to: folder("packed"))
    }
    #expect(problem.description.contains("no picture files"))
    #expect(throws: SettingsError.self) { try PicturePacking(quality: 0).validate() }
    #expect(throws: SettingsError.self) { try PicturePacking(shortSide: 5000).validate() }
  }
}
