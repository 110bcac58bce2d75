import ArrayFiles
import Foundation
import Testing

struct ZIPArchiveTests {
  /// Offset of a signature's first byte in the archive.
  private func position(of signature: [UInt8], in bytes: Data) throws -> Int {
    try #require(bytes.firstRange(of: Data(signature))).lowerBound
  }

  private let local: [UInt8] = [0x50, 0x4b, 3, 4]
  private let central: [UInt8] = [0x50, 0x4b, 1, 2]
  private let end: [UInt8] = [0x50, 0x4b, 5, 6]

  private func contents(_ bytes: Data, limit: Int = 1 << 20) throws -> [Data] {
    let archive = try ZIPArchive(bytes, path: "file")
    var contents: [Data] = []
    for entry in archive.entries {
      contents.append(try archive.contents(of: entry, limit: limit))
    }
    return contents
  }

  @Test func `entries are listed and found by name`() throws {
    let archive = try ZIPArchive(path: fixture("stored.npz"))
    #expect(archive.entries.map(\.name) == ["logits.npy", "labels.npy"])
    #expect(archive["labels.npy"]?.byteCount == 128 + 24)
    #expect(archive["nothing"] == nil)
  }

  @Test func `damaged content is found by its checksum`() throws {
    var bytes = try fixtureBytes("stored.npz")
    let index = try position(of: Array("NUMPY".utf8), in: bytes)
    bytes[index] ^= 1
    expectProblem("checksum") { _ = try contents(bytes) }
    let archive = try ZIPArchive(bytes, path: "file")
    let content = try archive.contents(of: archive.entries[0], verifyingChecksum: false)
    #expect(content.count == archive.entries[0].byteCount)
  }

  @Test func `sizes that deflate cannot reach are refused`() throws {
    var bytes = try fixtureBytes("deflated.npz")
    let entry = try position(of: central, in: bytes)
    for index in 24..<28 { bytes[entry + index] = 0x7f }
    expectProblem("more than is possible") { _ = try contents(bytes, limit: .max) }
    expectProblem("at most 1048576 are read") { _ = try contents(bytes) }
  }

  @Test(arguments: [(-1, "more than"), (1, "fewer than")])
  func `false sizes of deflated entries are refused`(_ change: Int, _ words: String) throws {
    var bytes = try fixtureBytes("deflated.npz")
    let entry = try position(of: central, in: bytes)
    bytes[entry + 24] = UInt8(Int(bytes[entry + 24]) + change)
    expectProblem(words) { _ = try contents(bytes) }
  }

  @Test func `encrypted entries are refused`() throws {
    var bytes = try fixtureBytes("stored.npz")
    bytes[try position(of: central, in: bytes) + 8] |= 1
    expectProblem("encrypted") { _ = try contents(bytes) }
  }

  @Test func `other methods are refused`() throws {
    expectProblem("method 12") { _ = try contents(try fixtureBytes("bzip2.npz")) }
  }

  @Test func `a name that differs in the two headers is refused`() throws {
    var bytes = try fixtureBytes("stored.npz")
    bytes[try position(of: local, in: bytes) + 30] = UInt8(ascii: "x")
    expectProblem("another name") { _ = try contents(bytes) }
  }

  @Test func `names given twice are refused`() throws {
    var bytes = try fixtureBytes("stored.npz")
    let second = try #require(
      bytes.range(of: Data("labels.npy".utf8), options: .backwards))
    bytes.replaceSubrange(second, with: Data("logits.npy".utf8))
    expectProblem("two entries") { _ = try ZIPArchive(bytes, path: "file") }
  }

  @Test func `a false number of entries is refused`() throws {
    var bytes = try fixtureBytes("stored.npz")
    let record = try position(of: end, in: bytes)
    bytes[record + 10] = 0xff
    bytes[record + 11] = 0xff
    expectProblem("claims 65535 entries") { _ = try ZIPArchive(bytes, path: "file") }
    bytes[record + 10] = 1
    bytes[record + 11] = 0
    expectProblem("follow the last entry") { _ = try ZIPArchive(bytes, path: "file") }
  }

  @Test func `other files are refused`() {
    expectProblem("not a complete ZIP archive") {
      _ = try ZIPArchive(Data(repeating: 0, count: 500), path: "file")
    }
    expectProblem("not a complete ZIP archive") {
      _ = try ZIPArchive(Data([1, 2, 3]), path: "file")
    }
  }

  @Test(arguments: ["stored.npz", "deflated.npz", "zip64.npz"])
  func `damaged archives never crash`(_ name: String) throws {
    expectResistance(try fixtureBytes(name)) { _ = try contents($0) }
  }
}
