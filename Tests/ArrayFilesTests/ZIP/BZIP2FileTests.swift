import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Files that Python's bz2 wrote (Tests/Fixtures/dataset_file_fixtures.py).
struct BZIP2FileTests {
  private static var whole: Data {
    get throws { try Data(contentsOf: fixtureFile("arrays/streams.bz2")) }
  }

  @Test func `streams follow each other, an empty one too`() throws {
    let content = try BZIP2File.read(fixtureFile("arrays/streams.bz2").path)
    let numbers = (0..<5000).map { UInt8($0 * $0 / 7 % 251) }
    #expect([UInt8](content) == [UInt8](repeating: 97, count: 300) + numbers)
  }

  @Test func `what is cut off, damaged or too large says so`() throws {
    let whole = try Self.whole
    for length in [0, 3, 10, whole.count / 2, whole.count - 1] {
      #expect(throws: FileProblem.self) {
        try BZIP2File.parse(whole.prefix(length), path: "x.bz2")
      }
    }
    // A bit of a checksum, of a code, of the text is found; one of what nobody looks at changes nothing.
    let content = try BZIP2File.parse(whole, path: "x.bz2")
    var found = 0
    let places = Array(stride(from: 0, to: whole.count, by: 5))
    for place in places {
      var damaged = whole
      damaged[place] ^= 0x10
      if let other = try? BZIP2File.parse(damaged, path: "x.bz2") {
        #expect(other == content, "byte \(place)")
      } else {
        found += 1
      }
    }
    #expect(found > places.count / 2)
    let large = #expect(throws: FileProblem.self) {
      try BZIP2File.parse(whole, path: "x.bz2", limit: 299)
    }
    #expect(large?.problem.contains("299") == true)
  }
}
