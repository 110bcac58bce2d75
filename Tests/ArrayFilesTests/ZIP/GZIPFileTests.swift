import ArrayFiles
import Foundation
import Testing

struct GZIPFileTests {
  @Test func `all members are read`() throws {
    #expect(try GZIPFile.read(fixture("two-members.gz")) == Data("first second".utf8))
  }

  @Test func `the limit holds for all members together`() throws {
    #expect(try GZIPFile.read(fixture("two-members.gz"), limit: 12).count == 12)
    for limit in [0, 5, 6, 11] {
      expectProblem("more than \(limit) bytes", path: fixture("two-members.gz")) {
        _ = try GZIPFile.read(fixture("two-members.gz"), limit: limit)
      }
    }
  }

  @Test func `damage is found by the checksum`() throws {
    var bytes = try fixtureBytes("images.idx.gz")
    bytes[bytes.count - 8] ^= 1
    expectProblem("incorrect data check") { _ = try GZIPFile.parse(bytes, path: "file") }
  }

  @Test func `bytes after the last member are refused`() throws {
    let bytes = try fixtureBytes("images.idx.gz") + Data([1, 2, 3])
    expectProblem("damaged") { _ = try GZIPFile.parse(bytes, path: "file") }
  }

  @Test func `other files are refused`() {
    expectProblem("not a gzip file") { _ = try GZIPFile.parse(Data([0x1f]), path: "file") }
  }

  @Test func `damaged files never crash`() throws {
    expectResistance(try fixtureBytes("images.idx.gz")) {
      _ = try GZIPFile.parse($0, path: "file", limit: 1 << 20)
    }
  }
}
