import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Files that SciPy wrote (Tests/Fixtures/dataset_file_fixtures.py).
struct MATFileTests {
  @Test(arguments: ["plain", "compressed"])
  func `arrays of every type are read, plain and compressed`(_ name: String) throws {
    let file = try MATFile(fixtureFile("arrays/\(name).mat").path)
    let bytes = try file.array("bytes")
    #expect(bytes.shape == [2, 3, 4] && bytes.elementType == .uint8)
    #expect([UInt8](bytes.bytes) == Array(0..<24))
    let doubles = try file.array("doubles")
    #expect(doubles.shape == [1, 3] && doubles.elementType == .float64)
    #expect(
      doubles.bytes.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) } == [0.5, -1.5, 7])
    #expect(try file.array("integers").shape == [2, 1])
    // Text and structures are passed over.
    let missing = #expect(throws: FileProblem.self) { try file.array("words") }
    #expect(missing?.problem.contains("bytes, doubles, integers") == true)
  }

  @Test(arguments: ["plain", "compressed"])
  func `damage of any byte is an error or other numbers, never a crash`(_ name: String) throws {
    let whole = try Data(contentsOf: fixtureFile("arrays/\(name).mat"))
    for length in stride(from: 0, to: whole.count, by: 7) where length != 128 {
      _ = try? MATFile(whole.prefix(length), path: "x.mat")
    }
    #expect(throws: FileProblem.self) { try MATFile(whole.prefix(100), path: "x.mat") }
    for place in stride(from: 124, to: whole.count, by: 3) {
      var damaged = whole
      damaged[place] ^= 0xFF
      _ = try? MATFile(damaged, path: "x.mat")
    }
  }

  @Test func `files of level 7,3 are told apart`() throws {
    var bytes = Data(repeating: 32, count: 124)
    bytes += [0x00, 0x02, 0x49, 0x4D]
    let problem = #expect(throws: FileProblem.self) { try MATFile(bytes, path: "x.mat") }
    #expect(problem?.problem.contains("HDF5") == true)
  }
}
