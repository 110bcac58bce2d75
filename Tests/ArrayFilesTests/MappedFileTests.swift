import Foundation
import TestSupport
import Testing

@testable import ArrayFiles

struct MappedFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func `the file's bytes are shown`() throws {
    let path = try folder.file("some", Data([1, 2, 3]))
    let file = try MappedFile(path: path)
    #expect(file.bytes == Data([1, 2, 3]))
    #expect(file.size == 3)
  }

  @Test func `bytes outlive the file value and the file's name`() throws {
    let path = try folder.file("some", Data(repeating: 7, count: 100_000))
    let slice = try MappedFile(path: path).bytes.dropFirst(50_000)
    try FileManager.default.removeItem(atPath: path)
    #expect(slice.allSatisfy { $0 == 7 })
  }

  @Test(arguments: [0, 14, 5_000, MappedFile.smallestReleased, 3_000_001])
  func `pages that were let go are read again`(count: Int) throws {
    let bytes = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) })
    let file = try MappedFile(path: try folder.file("some", bytes))
    #expect(file.bytes == bytes)
    file.releasePages()
    #expect(file.bytes == bytes)
  }

  /// Data of a few bytes lies in its own value, at any place of the stack, and so at the beginning of a page now and then.
  @Test func `letting pages go takes none of the stack`() throws {
    let file = try MappedFile(path: try folder.file("few", Data(repeating: 7, count: 14)))
    func sum(_ depth: Int) -> Int {
      var own = (depth, depth, depth)
      withUnsafeMutableBytes(of: &own) { _ in file.releasePages() }
      return (depth == 0 ? 0 : sum(depth - 1)) + own.0 + own.1 + own.2
    }
    #expect(sum(2_000) == 3 * 2_000 * 2_001 / 2)
  }

  @Test func `an empty file has no bytes`() throws {
    let file = try MappedFile(path: try folder.file("empty", Data()))
    #expect(file.size == 0)
  }

  @Test func `a sparse file of many gigabytes is mapped at once`() throws {
    let path = try folder.file("sparse", Data())
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.truncate(atOffset: 1 << 36)
    let file = try MappedFile(path: path)
    #expect(file.size == 1 << 36)
    #expect(file.bytes[1 << 35] == 0)
  }

  @Test func `a missing file is named`() {
    let path = folder("nowhere/x.npy")
    expectProblem("there is no such file", path: path) { _ = try MappedFile(path: path) }
  }

  @Test func `a folder is refused`() {
    expectProblem("it is a folder", path: folder.path) { _ = try MappedFile(path: folder.path) }
  }

  @Test func `a path below a file is refused`() throws {
    let path = try folder.file("some", Data([1])) + "/x"
    expectProblem("a part of its path is a file", path: path) { _ = try MappedFile(path: path) }
  }

  @Test func `a pipe is refused without waiting`() {
    let path = folder("pipe")
    #expect(mkfifo(path, 0o600) == 0)
    expectProblem("device or pipe", path: path) { _ = try MappedFile(path: path) }
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
  func `an unreadable file is refused`() throws {
    let path = try folder.file("secret", Data([1]))
    chmod(path, 0)
    expectProblem("permission is denied", path: path) { _ = try MappedFile(path: path) }
  }
}
