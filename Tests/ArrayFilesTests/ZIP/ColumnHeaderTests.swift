import Foundation
import TestSupport
import Testing

@testable import ArrayFiles

/// Arrays of one axis that are told by their headers.
struct ColumnHeaderTests {
  private func expect(
    _ arrays: ArrayCollection, _ name: String, _ count: Int?, _ kind: ArrayCollection.ColumnKind?
  ) {
    let found = arrays.column(name)
    #expect(found?.count == count, "\(name)")
    #expect(found?.kind == kind, "\(name)")
  }

  @Test func `text and numbers of one axis are told in what NumPy compresses`() throws {
    let arrays = try ArrayCollection(path: fixture("columns.npz"))
    #expect(arrays.columnNames == ["paths", "ids", "loss", "known", "grid", "bytes"])
    expect(arrays, "paths", 600, .text)
    expect(arrays, "bytes", 2, .text)
    expect(arrays, "ids", 600, .integers)
    expect(arrays, "loss", 600, .fractions)
    for name in ["known", "grid", "none"] { expect(arrays, name, nil, nil) }
    #expect(try arrays.texts("paths")?.last == "cat/599.png")
  }

  @Test func `the beginning of an entry is that of its content`() throws {
    for name in ["columns.npz", "stored.npz", "deflated.npz"] {
      let archive = try ZIPArchive(path: fixture(name))
      for entry in archive.entries {
        let whole = try archive.contents(of: entry)
        for count in [1, 100, 4096, whole.count + 1] {
          #expect(
            try archive.head(of: entry, byteCount: count).prefix(count) == whole.prefix(count),
            "\(name) \(entry.name) \(count)")
        }
      }
    }
  }

  @Test func `files of a folder and tensors are told likewise`() throws {
    let folder = try TemporaryFolder()
    try NPYFile.write(NumericArray([7, 8], shape: [2]), to: folder("ids.npy"))
    try NPYFile.write(NumericArray([Float(7), 8], shape: [2]), to: folder("a.npy"))
    _ = try folder.file("broken.npy", Data("no header".utf8))
    _ = try folder.file("ids.csv", Data("1\n2\n".utf8))
    let arrays = try ArrayCollection(path: folder.path)
    #expect(arrays.columnNames == ["a", "broken", "ids"])
    expect(arrays, "ids", 2, .integers)
    expect(arrays, "a", 2, .fractions)
    expect(arrays, "broken", nil, nil)
    let tensors = try ArrayCollection(path: fixture("all-types.safetensors"))
    expect(tensors, "word", 1, .integers)
    expect(tensors, "layer.bias", 2, .fractions)
    for name in ["mask", "layer.weight", "count"] { expect(tensors, name, nil, nil) }
  }
}
