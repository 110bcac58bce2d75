import ArrayFiles
import Foundation
import TestSupport
import Testing

struct NPYRowWriterTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `rows in pieces make the same file as the whole array`() throws {
    let values = (0..<30_000).map { Float($0) / 7 }
    let array = NumericArray(values, shape: [3000, 10])
    try NPYFile.write(array, to: folder("whole.npy"))
    let writer = try NPYRowWriter(
      path: folder("pieces.npy"), shape: [3000, 10], elementType: .float32)
    try writer.append(Array(values[..<10]))
    try writer.append([Float]())
    try writer.append(Array(values[10..<20_005]))
    #expect(writer.count == 20_005)
    try writer.append(NumericArray(Array(values[20_005...]), shape: [9995]))
    #expect(try folder.names().contains("pieces.npy") == false)
    try writer.finish()
    #expect(
      FileManager.default.contents(atPath: folder("whole.npy"))
        == FileManager.default.contents(atPath: folder("pieces.npy")))
  }

  @Test func `a writer that goes away leaves nothing`() throws {
    do {
      let writer = try NPYRowWriter(path: folder("a.npy"), shape: [2], elementType: .int64)
      try writer.append([1])
    }
    #expect(try folder.names().isEmpty)
  }

  @Test func `missing rows are a mistake of the program`() async {
    await #expect(processExitsWith: .failure) {
      let folder = try TemporaryFolder()
      let writer = try NPYRowWriter(path: folder("a.npy"), shape: [2], elementType: .int64)
      try writer.finish()
    }
  }

  @Test func `another type is a mistake of the program`() async {
    await #expect(processExitsWith: .failure) {
      let folder = try TemporaryFolder()
      let writer = try NPYRowWriter(path: folder("a.npy"), shape: [2], elementType: .int64)
      try writer.append([Float(1)])
    }
  }
}
