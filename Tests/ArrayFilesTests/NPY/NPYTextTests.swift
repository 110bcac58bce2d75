import Foundation
import TestSupport
import Testing

@testable import ArrayFiles

/// Arrays of text as NumPy 2.4 writes them.
struct NPYTextTests {
  /// `numpy.save` of the text alone, without the header's spaces.
  private static func file(_ type: String, _ shape: String, _ elements: [UInt8]) -> Data {
    let header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(shape)), }\n"
    return Data([0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0])
      + Data(header.utf8) + Data(elements)
  }

  private static func utf32(_ text: String, isBig: Bool = false) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar in
      let units = (0..<4).map { UInt8(scalar.value >> (8 * UInt32($0)) & 0xff) }
      return isBig ? units.reversed() : units
    }
  }

  @Test func `text of UTF-32 and of bytes is read without what fills it`() throws {
    let little = Self.file("<U4", "3,", Self.utf32("käseb\0\0\0\0\0\0\0"))
    let big = Self.file(">U4", "3,", Self.utf32("käseb\0\0\0\0\0\0\0", isBig: true))
    for bytes in [little, big] {
      let found = try #require(try NPYFile.texts(bytes, path: "n.npy"))
      #expect(found.shape == [3])
      #expect(found.texts == ["käse", "b", ""])
    }
    let bytes = Self.file("|S2", "2,", Array("abc\0".utf8))
    #expect(try NPYFile.texts(bytes, path: "n.npy")?.texts == ["ab", "c"])
    #expect(try NPYFile.texts(Self.file("<i8", "0,", []), path: "n.npy") == nil)
  }

  @Test func `text that is damaged, or lies in Python objects, is refused`() {
    for (bytes, words) in [
      (Self.file("<U4", "3,", [0]), "does not fit the 1 bytes"),
      (Self.file("<U1", "1,", [0, 0xD8, 0, 0]), "not Unicode"),
      (Self.file("|S1", "1,", [0xff]), "not Unicode"),
      (Self.file("<U9", "4611686018427387904, 9", []), "does not fit"),
      (Self.file("|O", "2,", [0x80]), "numpy.array([str(x) for x in array])"),
    ] {
      let error = #expect(throws: FileProblem.self) {
        _ = try NPYFile.texts(bytes, path: "n.npy")
      }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }

  @Test func `a folder's texts are text or whole numbers along one axis`() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("names.npy", Self.file("|S1", "2,", Array("ab".utf8)))
    _ = try folder.file("square.npy", Self.file("|S1", "1, 2", Array("ab".utf8)))
    try NPYFile.write(NumericArray([7.0, 8], shape: [2]), to: folder("ids.npy"))
    try NPYFile.write(NumericArray([7.5, 8], shape: [2]), to: folder("halves.npy"))
    let arrays = try ArrayCollection(path: folder.path)
    #expect(try arrays.texts("names") == ["a", "b"])
    #expect(try arrays.texts("ids") == ["7", "8"])
    #expect(try arrays.texts("other") == nil)
    for name in ["square", "halves"] {
      let error = #expect(throws: FileProblem.self) { try arrays.texts(name) }
      #expect(error?.problem.contains("one axis") == true)
    }
  }
}
