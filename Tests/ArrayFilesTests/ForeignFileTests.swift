import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Files of people's own that are no arrays.
struct ForeignFileTests {
  private static let gzip: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0]

  /// A ZIP archive's beginning, with the name of its first entry.
  private static func archive(_ name: String) -> [UInt8] {
    [0x50, 0x4b, 3, 4] + [UInt8](repeating: 0, count: 22) + [UInt8(name.utf8.count), 0, 0, 0]
      + Array(name.utf8)
  }

  @Test(arguments: [
    ("p.csv.gz", gzip, "it is compressed by gzip; unpack it: gzip -dc "),
    ("p.npy.gz", gzip, "p.npy.gz > "), ("p.npz.bz2", Array("BZh9".utf8) + [0, 1], "bzip2 -dc"),
    ("p.npy", gzip, "unpacked-p.npy"), ("p.csv", gzip, "compressed by gzip"),
    ("p.npz", gzip, "compressed by gzip"), ("p.safetensors", gzip + gzip, "compressed by gzip"),
    ("p.pt", archive("archive/data.pkl"), "torch.load("),
    ("p.npz", archive("p/data.pkl"), "PyTorch"),
    ("p.pth", [0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9], "torch.load("),
    ("p.pkl", [0x80, 4, 0x95, 0, 0], "a pickle of Python"),
    ("p.pkl", Array("(dp0\n".utf8), "a pickle of Python"),
    ("p.parquet", Array("PAR1".utf8) + [0x15, 4], "pandas.read_parquet"),
    ("p.xlsx", archive("[Content_Types].xml"), "pandas.read_excel"),
    ("p.zip", archive("readme.txt"), "it is a ZIP archive"),
    ("p.h5", [0x89] + Array("HDF\r\n".utf8) + [0x1a], "HDF5"),
    ("p.npy", archive("logits.npy"), "a name that ends in .npz"),
    ("p.csv", [0x93] + Array("NUMPY".utf8) + [1, 0], "a name that ends in .npy"),
    (
      "p.npy", [0x89] + Array("PNG\r\n".utf8),
      "it is a PNG picture; an array or a table was expected"
    ),
    ("p.jpg", [0xff, 0xd8, 0xff, 0xe0], "it is a JPEG picture; an array or a table was expected"),
    ("p.csv", Array("%PDF-1.7\n".utf8), "it is a PDF"),
    ("p.txt", Array("1,2\n".utf8), "a name that ends in .csv"),
    ("p.json", Array("[1]".utf8), "class counts"),
  ])
  func `are told by what they are`(name: String, bytes: [UInt8], words: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.file(name, Data(bytes))
    expectProblem(words, path: path) { _ = try ArrayFile.read(path, names: ["logits"]) }
    expectProblem(words, path: path) { _ = try ArrayCollection(path: path) }
  }

  /// Beginnings of files, and words where a list was expected.
  private static let noLists: [(bytes: [UInt8], words: String)] = [
    ([0x50, 0x41, 0x52, 0x31, 0x15, 4], "a Parquet file, which --data parquet:FILE reads"),
    ([0x93] + Array("NUMPY".utf8), "a NumPy array, which --data arrays:FOLDER reads"),
    ([0x89] + Array("PNG".utf8), "a PNG picture; expected a text of lines"),
    ([0xff, 0xd8, 0xff], "a JPEG picture; expected a text of lines"),
    (Array("%PDF-1.7".utf8), "a PDF; expected a text of lines"),
  ]

  @Test(arguments: noLists)
  func `are told otherwise where a list was expected`(bytes: [UInt8], words: String) {
    let found = ForeignFile.words(Data(bytes), path: "list.txt", for: .lines)
    #expect(found?.contains(words) == true, "\(found ?? "nothing")")
    #expect(ForeignFile.words(Data(bytes), path: "list.txt") != found)
  }

  @Test func `are not seen in a list that begins with the letters of one`() {
    for text in ["PAR1/cat.png 0\n", "BZh.png 1\n", "%PDF.png 0\n"] {
      #expect(ForeignFile.words(Data(text.utf8), path: "list.txt", for: .lines) == nil)
    }
  }

  @Test func `are found behind the name of a column too`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("p.csv.gz", Data(Self.gzip))
    expectProblem("compressed by gzip", path: path) {
      _ = try ArrayFile.read(path + ":label", names: [])
    }
  }

  @Test func `are found beside the arrays of a folder`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("logits.npy.gz", Data(Self.gzip))
    let arrays = try ArrayCollection(path: folder.path)
    #expect(
      arrays.unread(["logits"]).contains("; logits.npy.gz is there: it is compressed by gzip"))
    #expect(arrays.unread(["labels"]).isEmpty)
  }

  @Test func `are not seen in texts and headers that begin with the same letters`() throws {
    let folder = try TemporaryFolder()
    let table = try folder.file("t.csv", Data("PAR1,BZh\n1,2\n".utf8))
    #expect(try ArrayFile.read(table, names: []).array.shape == [1, 2])
    // A safetensors file whose header has 0x8b1f bytes.
    let size = 0x8b1f
    let array = NumericArray([Float(1)], shape: [1])
    let path = folder("a.safetensors")
    try SafetensorsFile.write([("a", array)], metadata: ["x": ""], to: path)
    let plain = try Data(contentsOf: URL(fileURLWithPath: path)).dropFirst(8).dropLast(4)
    let padding = size - plain.count
    let header = plain + Data(repeating: UInt8(ascii: " "), count: padding)
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
    #expect(length.starts(with: [0x1f, 0x8b]))
    try (length + header + Data([0, 0, 0x80, 0x3f])).write(to: URL(fileURLWithPath: path))
    #expect(try ArrayFile.read(path, names: ["a"]).array.floats() == [1])
  }
}
