import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Archives that Python's tarfile wrote: Tests/Fixtures/shards, by shard_fixtures.py.
struct TARArchiveTests {
  private struct Listed: Decodable, Equatable {
    let name: String
    let offset: Int
    let length: Int
  }

  private static func path(_ name: String) -> String { fixtureFile("shards/\(name).tar").path }

  @Test(arguments: ["ustar", "gnu", "pax"])
  func `files are found in every dialect where tarfile finds them`(name: String) throws {
    let listing = try fixture("shards/tar", as: [String: [Listed]].self)
    let archive = try TARArchive(path: Self.path(name))
    let found = archive.entries.map {
      Listed(name: $0.name, offset: $0.offset, length: $0.length)
    }
    #expect(found == listing[name])
    #expect(archive.content(archive.entries[0]) == Data("one".utf8))
    #expect(archive.content(archive.entries[2]) == Data(repeating: UInt8(ascii: "x"), count: 513))
    #expect(archive.content(archive.entries[3]) == Data("deep".utf8))
  }

  private func words(_ bytes: Data) throws -> String {
    let folder = try TemporaryFolder()
    let path = try folder.file("a.tar", bytes)
    let problem = try #require(throws: FileProblem.self) { try TARArchive(path: path) }
    return problem.description
  }

  @Test func `what is truncated, damaged, compressed or no archive is told`() throws {
    let whole = try Data(contentsOf: URL(fileURLWithPath: Self.path("gnu")))
    #expect(try words(whole.prefix(2200)).contains("truncated"))
    var damaged = whole
    damaged[3] ^= 1
    #expect(try words(damaged).contains("byte 0"))
    #expect(try words(Data([0x1F, 0x8B, 8, 0])).contains("gunzip"))
    #expect(try words(Data("hello".utf8)).contains("no tar archive"))
    #expect(try words(Data(repeating: 65, count: 1024)).contains("no header"))
  }
}
