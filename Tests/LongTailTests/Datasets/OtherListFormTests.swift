import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Lists that people have and that are not lines of a path and a label.
struct OtherListFormTests {
  /// Six pictures, `p/0.png` …
  private func folder(_ lists: [String: String]) throws -> DataFolder {
    let data = try DataFolder()
    try data.pictures("p", 6)
    for (name, text) in lists { try data.text(name, text) }
    return data
  }

  private func lines(_ line: (String, Int) -> String) -> String {
    (0..<6).map { line("p/\($0)", $0 % 3) + "\n" }.joined()
  }

  private func samples(_ data: DataFolder, _ list: String) throws -> LabelledSamples {
    try Datasets.source("image-list:\(data(list))").load(.training)
  }

  @Test(arguments: [
    ("l.txt", " ", "put the path first, or say path=2,label=1"), ("l.txt", "\t", "path=2,label=1"),
    ("l.csv", ",", "path=2,label=1"),
  ])
  func `labels before paths are told, and read when that is said`(
    name: String, separator: String, words: String
  ) throws {
    let data = try folder([name: lines { "\($1)\(separator)\($0).png" }])
    let problem = data.problem("image-list:\(data(name))")
    #expect(
      problem.hasPrefix(
        "\(data(name)), line 1: “p/0.png” is where the label was expected and looks like a picture's path, behind “0”"
      ), "\(problem)")
    #expect(problem.contains(words), "\(problem)")
    let found = try samples(data, "\(name),path=2,label=1")
    #expect(found.labels == [0, 1, 2, 0, 1, 2])
    let exchanged = data.problem("image-list:\(data(name)),path=1,label=2")
    #expect(exchanged.contains("may have been exchanged"), "\(exchanged)")
  }

  @Test func `words that part columns are as many in every line`() throws {
    let data = try folder(["l.txt": "0 p/0.png\n1 p/1.png x\n"])
    let problem = data.problem("image-list:\(data("l.txt")),path=2,label=1")
    #expect(problem.contains("line 2: 3 words, while line 1 has 2"), "\(problem)")
  }

  @Test(arguments: [
    ("l.txt", "p/0.png 0 0 1\n", "line 1: 3 numbers (0 0 1)", "the label is 2"),
    ("l.txt", "p/0.png\t0\t1\t0\n", "line 1: 3 numbers (0 1 0)", "the label is 1"),
    ("l.txt", "p/0.png 1,0\n", "line 1: 2 numbers (1 0)", "the label is 0"),
    ("l.txt", "p/0.png 3 5 9\n", "line 1: 3 numbers (3 5 9)", "one class a picture"),
    ("l.csv", "p/0.png,0,0,1\n", "line 1: 3 numbers (0 0 1)", "the label is 2"),
    ("l.csv", "path,label\np/0.png,\"[1, 1, 0]\"\n", "line 2: 3 numbers (1 1 0)", "one class"),
  ])
  func `several numbers are no label`(
    name: String, text: String, place: String, words: String
  ) throws {
    let data = try folder([name: text])
    let problem = data.problem("image-list:\(data(name))")
    #expect(problem.hasPrefix("\(data(name)), \(place)"), "\(problem)")
    #expect(problem.contains(words), "\(problem)")
  }

  @Test func `a number with a decimal comma is told, and a name of several words is a label`()
    throws
  {
    let data = try folder([
      "l.txt": "p/0.png\t2,5\np/1.png\tred fox\n", "m.txt": "p/0.png\tred fox\np/1.png\towl\n",
    ])
    let problem = data.problem("image-list:\(data("l.txt"))")
    #expect(problem.contains("or a number with a decimal comma"), "\(problem)")
    #expect(try samples(data, "l.txt,several=no").classNames == ["2,5", "red fox"])
    #expect(try samples(data, "m.txt").classNames == ["owl", "red fox"])
  }

  @Test func `a table with a column for each class is told`() throws {
    let rows = (0..<6).map { "p/\($0).png,\($0 % 2).0,\(1 - $0 % 2).0\n" }.joined()
    let data = try folder(["t.csv": "image,MEL,NV\n" + rows])
    let problem = data.problem("image-list:\(data("t.csv"))")
    #expect(
      problem.contains("each row has one 1 among the columns “MEL”, “NV”"), "\(problem)")
    #expect(problem.contains("a column called label"))
    #expect(try samples(data, "t.csv,label=MEL").labels == [0, 1, 0, 1, 0, 1])
  }

  @Test func `paths without endings are those of the pictures that have these names`() throws {
    let data = try folder([
      "l.txt": lines { "\($0) \($1)" }, "t.csv": "image_id,label\n" + lines { "\($0),\($1)" },
    ])
    for name in ["l.txt", "t.csv"] {
      let found = try samples(data, name)
      #expect(found.labels == [0, 1, 2, 0, 1, 2])
      #expect(found.origin(at: 1) == data("p/1.png"))
      #expect(found.remarks.count == 1, "\(found.remarks)")
      #expect(
        found.remarks[0].hasSuffix(
          "6 paths have no ending; the pictures of these names are taken: 6 .png"))
    }
    try data.file("p/1.JPG", try data.picture())
    let problem = data.problem("image-list:\(data("l.txt"))")
    #expect(
      problem.contains("line 2: “p/1” has no ending, and 1.JPG, 1.png are there"), "\(problem)")
  }

  @Test func `a label of several words without a tab is told`() throws {
    let data = try folder(["l.txt": "p/0.png cat\np/1.png red  fox\n"])
    let problem = data.problem("image-list:\(data("l.txt"))")
    #expect(
      problem.contains("line 2: there is no picture “p/1.png red”, but “p/1.png”"), "\(problem)")
    #expect(problem.hasSuffix("“red fox”, stands behind a tab"), "\(problem)")
  }

  @Test func `files whose names have no ending are read as they are`() throws {
    let data = try folder(["l.txt": "q/a 0\nq/b 1\n"])
    for name in ["q/a", "q/b", "q/a.png"] { try data.file(name, try data.picture()) }
    let found = try samples(data, "l.txt")
    #expect(found.origin(at: 0) == data("q/a") && found.remarks == [])
  }

  @Test func `a list with the header of a table is one, whatever it is called`() throws {
    let data = try folder([
      "commas.txt": "image_id,label\n" + lines { "\($0).png,\($1)" },
      "semicolons.lst": "\"label\";\"path\"\n" + lines { "\($1);\($0).png" },
      "tabs.txt": "id\tpath\tlabel\n" + lines { "7\t\($0).png\t\($1)" },
    ])
    for name in ["commas.txt", "semicolons.lst", "tabs.txt"] {
      let found = try samples(data, name)
      #expect(found.labels == [0, 1, 2, 0, 1, 2], "\(name)")
      #expect(found.remarks.contains { $0.contains("it is read as a table") }, "\(name)")
    }
  }

  @Test func `a first line with a known name for paths names columns`() throws {
    let kinds = ["cat", "dog", "emu"]
    let data = try folder(["l.txt": "filename breed\n" + lines { "\($0).png \(kinds[$1])" }])
    let found = try samples(data, "l.txt")
    #expect(found.classNames == kinds)
    #expect(
      found.remarks.map { $0.hasSuffix("line 1, “filename breed”, is taken for names of columns") }
        == [true], "\(found.remarks)")
  }

  @Test(arguments: [
    (
      ["cat", "dog", "emu"],
      "there is no picture “what”, and all other lines have the ending of one"
    ),
    (["0", "1", "2"], "label “kind” is a name, while line 2 has the number 0"),
  ])
  func `a first line of unknown names is told`(labels: [String], words: String) throws {
    let data = try folder(["l.txt": "what kind\n" + lines { "\($0).png \(labels[$1])" }])
    let problem = data.problem("image-list:\(data("l.txt"))")
    #expect(problem.hasPrefix("\(data("l.txt")), line 1: \(words)"), "\(problem)")
    #expect(problem.contains("names of columns"), "\(problem)")
  }

  @Test func `lists that gzip has packed are read`() throws {
    let data = try folder([:])
    let plain = Data(lines { "\($0).png \($1)" }.utf8)
    try data.file("l.txt.gz", GZIPStored.file(plain))
    try data.file("t.csv.gz", GZIPStored.file(Data("path,label\n".utf8) + plain.withCommas))
    for name in ["l.txt.gz", "t.csv.gz"] {
      #expect(try samples(data, name).labels == [0, 1, 2, 0, 1, 2], "\(name)")
      try data.file(name, GZIPStored.file(plain).dropLast(9))
      let problem = data.problem("image-list:\(data(name))")
      #expect(
        problem.contains("\(name): it is compressed by gzip, and the file is truncated"),
        "\(problem)")
    }
  }

  /// Beginnings of files, and what each is.
  private static let noTexts: [(bytes: [UInt8], words: String)] = [
    (
      [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 22) + [8, 0, 0, 0]
        + Array("xl/a.xml".utf8), "it is an Excel workbook"
    ),
    ([0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0xD9], "compressed by bzip2; unpack it"),
    ([0x50, 0x41, 0x52, 0x31, 21, 4], "a Parquet file, which --data parquet:FILE reads"),
    ([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0], "a NumPy array"),
    ([0xFF, 0xD8, 0xFF, 0xE0], "it is a JPEG picture; expected a text of lines"),
    ([0x89, 0x50, 0x4E, 0x47, 13, 10], "it is a PNG picture; expected a text of lines"),
    (Array("%PDF-1.7\n".utf8), "it is a PDF; expected a text of lines"),
    ([0x61, 0x62, 0x63, 0, 0x64, 0x65], "it is no text: byte 3 is zero"),
    ([0xFF, 0xFE, 0x61, 0], "the text is UTF-16"),
  ]

  @Test(arguments: noTexts)
  func `a file that is no text is called what it is`(bytes: [UInt8], words: String) throws {
    let data = try folder([:])
    for name in ["l.txt", "l.csv"] {
      try data.file(name, Data(bytes))
      let problem = data.problem("image-list:\(data(name))")
      #expect(problem.contains(words), "\(problem)")
      #expect(words.contains("UTF-16") || !problem.contains("UTF-16"), "\(problem)")
    }
  }
}

/// Writes gzip files without compressing.
private enum GZIPStored {
  static func file(_ content: Data) -> Data {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in content {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
      withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
    let length = UInt16(content.count)
    return Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1] + bytes(length) + bytes(~length))
      + content + Data(bytes(~crc) + bytes(UInt32(content.count)))
  }
}

extension Data {
  fileprivate var withCommas: Data {
    Data(map { $0 == UInt8(ascii: " ") ? UInt8(ascii: ",") : $0 })
  }
}
