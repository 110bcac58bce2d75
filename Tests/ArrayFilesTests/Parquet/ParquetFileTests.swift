import ArrayFiles
import Foundation
import TestSupport
import Testing

/// Files that Apache Arrow wrote: Tests/Fixtures/shards, by shard_fixtures.py.
struct ParquetFileTests {
  private struct Expected: Decodable {
    /// Hexadecimal; one row has none.
    let bytes: [String?]
    let labels: [Int64]
    let names: [String]
  }

  private static func path(_ name: String) -> String {
    fixtureFile("shards/\(name).parquet").path
  }

  private func hexadecimal(_ data: Data) -> String {
    data.map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
  }

  @Test(arguments: ["plain", "dictionary", "snappy", "gzip-v2"])
  func `values are those that were written, in every encoding`(name: String) throws {
    let expected = try fixture("shards/parquet", as: Expected.self)
    let file = try ParquetFile(path: Self.path(name))
    #expect(file.rows == 60)
    #expect(file.columnPaths.prefix(3) == [["image", "bytes"], ["image", "path"], ["label"]])
    #expect(try file.column(["label"]).integers() == expected.labels)
    #expect(try file.column(["small"]).integers() == expected.labels)
    #expect(try file.column(["name"]).texts() == expected.names)
    let pictures = try file.column(["image", "bytes"])
    for row in [59, 0, 17, 18, 22, 23, 46, 5, 58] {
      #expect(try pictures.bytes(row).map(hexadecimal) == expected.bytes[row], "row \(row)")
    }
    for row in 0..<60 {
      #expect(try pictures.bytes(row).map(hexadecimal) == expected.bytes[row], "row \(row)")
    }
  }

  @Test func `what is not supported is refused by name`() throws {
    func words(_ body: () throws -> Void) throws -> String {
      "\(try #require(throws: FileProblem.self) { try body() })"
    }
    let compressed = try ParquetFile(path: Self.path("zstd"))
    #expect(try words { _ = try compressed.column(["label"]).integers() }.contains("Zstandard"))
    let plain = try ParquetFile(path: Self.path("plain"))
    #expect(
      try words { _ = try plain.column(["several", "list", "element"]) }.contains("several values"))
    #expect(try words { _ = try plain.column(["lable"]) }.contains("image.bytes"))
  }

  @Test func `a damaged file is an error or other values, never a crash`() throws {
    let folder = try TemporaryFolder()
    var random = SeededGenerator(seed: 5)
    for name in ["plain", "dictionary", "snappy", "gzip-v2"] {
      let whole = try Data(contentsOf: URL(fileURLWithPath: Self.path(name)))
      for _ in 0..<60 {
        var bytes = whole
        for _ in 0..<3 {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
            in: 0...255, using: &random)
        }
        if Bool.random(using: &random) {
          bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &random))
        }
        let path = try folder.file("damaged.parquet", bytes)
        guard let file = try? ParquetFile(path: path) else { continue }
        for names in file.columnPaths {
          guard let column = try? file.column(names) else { continue }
          if column.kind == .integers {
            _ = try? column.integers()
          } else {
            _ = try? column.texts()
          }
        }
      }
    }
  }

  @Test func `what is no Parquet file is told`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("a.parquet", Data("PAR1 is not enough".utf8))
    let problem = try #require(throws: FileProblem.self) { try ParquetFile(path: path) }
    #expect(problem.description.contains("no Parquet file"))
  }
}
