import ArrayFiles
import Foundation
import TestSupport
import Testing

struct NPZFileTests {
  @Test(arguments: ["stored.npz", "deflated.npz", "zip64.npz"])
  func `what NumPy writes is read`(_ name: String) throws {
    let arrays = try NPZFile.read(fixture(name))
    #expect(arrays.keys.sorted() == ["labels", "logits"])
    #expect(arrays["logits"]?.shape == [3, 4])
    #expect(arrays["logits"]?.floats() == (0..<12).map { Float($0) / 8 })
    #expect(try arrays["labels"]?.integers() == [0, 2, 1])
  }

  @Test func `what is written is read, and always the same bytes`() throws {
    let folder = try TemporaryFolder()
    let arrays = [
      "b/weight": NumericArray([1.5, -2, 0, 4], shape: [2, 2]),
      "a": NumericArray([7], shape: []),
      "é": NumericArray([Float](), shape: [0, 3]),
    ]
    try NPZFile.write(arrays, to: folder("a.npz"))
    try NPZFile.write(arrays, to: folder("b.npz"))
    let copy = try NPZFile.read(folder("a.npz"))
    #expect(copy.keys.sorted() == arrays.keys.sorted())
    for (name, array) in arrays {
      #expect(copy[name]?.shape == array.shape)
      #expect(copy[name]?.elementType == array.elementType)
      #expect(copy[name]?.bytes == array.bytes)
    }
    #expect(
      FileManager.default.contents(atPath: folder("a.npz"))
        == FileManager.default.contents(atPath: folder("b.npz")))
  }

  @Test func `more than sixteen bits of entries are written and read`() throws {
    let folder = try TemporaryFolder()
    let names = (0..<65_600).map { "array\($0)" }
    let one = NumericArray([UInt8(3)], shape: [1])
    try NPZFile.write(
      Dictionary(uniqueKeysWithValues: names.map { ($0, one) }), to: folder("many.npz"))
    #expect(try ZIPArchive(path: folder("many.npz")).entries.count == 65_600)
  }

  @Test func `the limit holds for all deflated entries together`() throws {
    // 176 bytes of logits.npy, 152 of labels.npy.
    #expect(try NPZFile.read(fixture("deflated.npz"), limit: 328).count == 2)
    expectProblem("at most", path: fixture("deflated.npz")) {
      _ = try NPZFile.read(fixture("deflated.npz"), limit: 327)
    }
  }

  @Test func `entries that are no arrays are named`() throws {
    let folder = try TemporaryFolder()
    try NPZFile.write(["a": NumericArray([1], shape: [1])], to: folder("a.npz"))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: folder("a.npz")))
    let text = String(decoding: bytes, as: Unicode.ASCII.self)
    #expect(text.contains("a.npy"))
    var renamed = bytes
    for range in [
      bytes.range(of: Data("a.npy".utf8)), bytes.range(of: Data("a.npy".utf8), options: .backwards),
    ] {
      renamed.replaceSubrange(try #require(range), with: Data("a.txt".utf8))
    }
    expectProblem("'a.txt'") { _ = try NPZFile.parse(renamed, path: "file") }
  }

  @Test(arguments: ["stored.npz", "deflated.npz", "zip64.npz"])
  func `damaged files never crash`(_ name: String) throws {
    expectResistance(try fixtureBytes(name)) { bytes in
      for array in try NPZFile.parse(bytes, path: "file").values { _ = array.doubles() }
    }
  }
}
