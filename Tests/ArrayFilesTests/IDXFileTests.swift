import ArrayFiles
import Foundation
import Testing

struct IDXFileTests {
  @Test(arguments: ["images.idx", "images.idx.gz"])
  func `plain and compressed files are read`(_ name: String) throws {
    let array = try IDXFile.read(fixture(name))
    #expect(array.shape == [2, 2, 3])
    #expect(array.elementType == .uint8)
    #expect(try array.integers() == Array(0..<12))
  }

  @Test func `wide elements are big-endian`() throws {
    let shorts = Data([0, 0, 0x0b, 1, 0, 0, 0, 2, 0xff, 0xfe, 1, 2])
    #expect(try IDXFile.parse(shorts, path: "file").integers() == [-2, 258])
    let doubles = Data([0, 0, 0x0e, 1, 0, 0, 0, 1, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0])
    #expect(try IDXFile.parse(doubles, path: "file").doubles() == [1.5])
  }

  @Test func `false sizes and other files are refused`() throws {
    let bytes = try fixtureBytes("images.idx")
    expectProblem("does not fit the 11 bytes") {
      _ = try IDXFile.parse(bytes.dropLast(), path: "file")
    }
    expectProblem("does not fit the 13 bytes") {
      _ = try IDXFile.parse(bytes + Data([0]), path: "file")
    }
    let huge = Data([0, 0, 8, 3] + Array(repeating: 0xff, count: 12) + [1, 2, 3])
    expectProblem("does not fit the 3 bytes") { _ = try IDXFile.parse(huge, path: "file") }
    expectProblem("not an IDX file") { _ = try IDXFile.parse(Data([0, 0, 7, 1]), path: "file") }
    expectProblem("255 axes") { _ = try IDXFile.parse(Data([0, 0, 8, 255]), path: "file") }
  }

  @Test(arguments: ["images.idx", "images.idx.gz"])
  func `damaged files never crash`(_ name: String) throws {
    expectResistance(try fixtureBytes(name)) {
      _ = try IDXFile.parse($0, path: "file", limit: 1 << 20).floats()
    }
  }
}
