import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Samples in tar files.
struct WebDatasetTests {
  private func picture(_ number: Int) -> Data {
    PNGPicture.colored(40, 90, 200, number: number, width: 8, height: 8)
  }

  private func write(
    _ folder: TemporaryFolder, _ name: String, _ files: [(name: String, content: Data)]
  ) throws {
    _ = try folder.file(name, TARFile.archive(files))
  }

  /// Two shards of three samples each.
  private func shards() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for shard in 0..<2 {
      try write(
        folder, "train-0\(shard).tar",
        (0..<3).flatMap { sample -> [(name: String, content: Data)] in
          let number = 3 * shard + sample
          return [
            ("./s\(number).cls", Data("\(number % 2)\n".utf8)),
            ("./s\(number).png", picture(number)), ("./s\(number).extra.txt", Data("x".utf8)),
          ]
        })
    }
    return folder
  }

  private func load(
    _ text: String, _ part: DatasetPart = .training, memory: Int = 1 << 30
  ) throws -> LabelledSamples {
    var options = DatasetOptions()
    options.memoryBound = memory
    return try Datasets.source(text, options: options).load(part)
  }

  private func pixels(_ samples: LabelledSamples, _ position: Int) throws -> [UInt8] {
    guard case .pictures(let store) = samples.samples else { return [] }
    return try store.picture(at: position).pixels
  }

  @Test(arguments: ["", "/train-{00..01}.tar"])
  func `samples of all shards are found, in order and at random`(names: String) throws {
    let folder = try shards()
    for memory in [0, 1 << 30] {
      let samples = try load("webdataset:\(folder.path)\(names)", memory: memory)
      #expect(samples.labels == [0, 1, 0, 1, 0, 1])
      #expect(samples.classNames == ["0", "1"])
      for position in [5, 0, 3] {
        #expect(
          try pixels(samples, position)
            == PictureDecoder.decode(picture(position), named: "expected").pixels)
      }
    }
  }

  @Test func `labels may be names, or stand in JSON, and numbers may get names`() throws {
    let folder = try TemporaryFolder()
    try write(
      folder, "a.tar",
      [
        ("1.json", Data(#"{"label": 1, "width": 8}"#.utf8)), ("1.jpeg", picture(1)),
        ("2.jpg", picture(2)), ("2.json", Data(#"{"label": 0}"#.utf8)),
      ])
    _ = try folder.file("names.txt", Data("cat\ndog\n".utf8))
    let numbered = try load(
      "webdataset:train=\(folder("a.tar")),classes=\(folder("names.txt"))")
    #expect(numbered.labels == [1, 0])
    #expect(numbered.classNames == ["cat", "dog"])
    try write(
      folder, "b.tar",
      [
        ("x.png", picture(1)), ("x.cls", Data("wolf".utf8)), ("y.png", picture(2)),
        ("y.cls", Data("bear".utf8)),
      ])
    let named = try load("webdataset:\(folder("b.tar"))")
    #expect(named.classNames == ["bear", "wolf"])
    #expect(named.labels == [1, 0])
    try write(folder, "c.tar", [("z.png", picture(3)), ("z.cls", Data("wolf".utf8))])
    let test = try load(
      "webdataset:train=\(folder("b.tar")),test=\(folder("c.tar"))", .test)
    #expect(test.labels == [1])
  }

  @Test func `what is missing is named`() throws {
    let folder = try TemporaryFolder()
    func words(_ text: String) throws -> String {
      "\(try #require(throws: (any Error).self) { try load(text) })"
    }
    #expect(try words("webdataset:\(folder.path)").contains(".tar"))
    #expect(try words("webdataset:\(folder("no.tar"))").contains("no.tar"))
    try write(folder, "a.tar", [("k.png", picture(1))])
    #expect(try words("webdataset:\(folder("a.tar"))").contains("“k” has no label"))
    try write(folder, "b.tar", [("k.cls", Data("1".utf8))])
    #expect(try words("webdataset:\(folder("b.tar"))").contains("no sample with a picture"))
    try write(
      folder, "c.tar",
      [
        ("k.png", Data("no picture".utf8)), ("k.cls", Data("0".utf8)), ("l.png", picture(1)),
        ("l.cls", Data("1".utf8)),
      ])
    #expect(try words("webdataset:\(folder("c.tar"))").contains("c.tar, k.png"))
  }

  @Test func `two labels of a sample have to be one`() throws {
    let folder = try TemporaryFolder()
    func sample(_ number: String, _ note: String) -> [(String, Data)] {
      [
        ("k.png", picture(1)), ("k.cls", Data(number.utf8)),
        ("k.json", Data("{\"label\": \(note)}".utf8)), ("l.png", picture(2)),
        ("l.cls", Data("1".utf8)),
      ]
    }
    for (number, note) in [("0", "1"), ("cat", "\"dog\"")] {
      try write(folder, "a.tar", sample(number, note))
      let error = #expect(throws: (any Error).self) {
        _ = try load("webdataset:\(folder("a.tar"))")
      }
      #expect(
        "\(try #require(error))".contains("“k” has the label “\(number)” in .cls and"))
    }
    // A number and a name may be one class.
    for (number, note) in [("0", "0"), ("0", "0.0"), ("0", "\"cat\""), ("0", "null")] {
      try write(folder, "a.tar", sample(number, note))
      #expect(try load("webdataset:\(folder("a.tar"))").labels == [0, 1])
    }
  }
}
