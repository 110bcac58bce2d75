import ArrayFiles
import Foundation
import TestSupport
import Testing

private struct Interruption: Error {}

struct AtomicFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func content(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: folder(name)))
  }

  @Test func `what the body writes is written`() throws {
    var expected = Data()
    try AtomicFile.write(to: folder("a")) { writer in
      // Pieces below and above the size of the buffer.
      for (index, size) in [0, 1, 200_000, 100_000, 5, 1_000_000, 3].enumerated() {
        let piece = Data(repeating: UInt8(index), count: size)
        try writer.write(piece)
        expected.append(piece)
      }
      try writer.write("é")
      #expect(writer.byteCount == expected.count + 2)
    }
    #expect(try content("a") == expected + Data("é".utf8))
    #expect(try folder.names() == ["a"])
  }

  @Test func `a file is replaced and keeps its permissions`() throws {
    let path = try folder.file("a", Data([1]))
    chmod(path, 0o640)
    try AtomicFile.write(Data([2]), to: path)
    #expect(try content("a") == Data([2]))
    let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(permissions as? Int == 0o640)
  }

  @Test func `the old file is there until the end`() throws {
    let path = try folder.file("a", Data([1]))
    try AtomicFile.write(to: path) { writer in
      try writer.write(Data(repeating: 2, count: 1 << 20))
      #expect(try content("a") == Data([1]))
    }
    #expect(try content("a").count == 1 << 20)
  }

  @Test func `a body that throws leaves the old file alone`() throws {
    let path = try folder.file("a", Data([1]))
    #expect(throws: Interruption.self) {
      try AtomicFile.write(to: path) { writer in
        try writer.write(Data(repeating: 2, count: 1 << 20))
        throw Interruption()
      }
    }
    #expect(try content("a") == Data([1]))
    #expect(try folder.names() == ["a"])
  }

  @Test func `a symbolic link is followed`() throws {
    let target = try folder.file("target", Data([1]))
    symlink(target, folder("link"))
    try AtomicFile.write(Data([2]), to: folder("link"))
    #expect(try content("target") == Data([2]))
    #expect(try folder.names() == ["link", "target"])
  }

  @Test func `missing folders are made only when asked for`() throws {
    let path = folder("one/two/a")
    expectProblem("there is no such file or folder", path: path) {
      try AtomicFile.write(Data([1]), to: path)
    }
    #expect(try folder.names().isEmpty)
    try AtomicFile.write(Data([1]), to: path, creatingFolders: true)
    #expect(try content("one/two/a") == Data([1]))
  }

  @Test func `a folder in the place of the file is refused`() throws {
    expectProblem("it is a folder", path: folder.path) {
      try AtomicFile.write(Data([1]), to: folder.path)
    }
    #expect(try folder.names().isEmpty)
  }

  @Test func `a device is never replaced`() {
    expectProblem("device or pipe", path: "/dev/null") {
      try AtomicFile.write(Data([1]), to: "/dev/null")
    }
  }

  @Test func `a path below a file is refused`() throws {
    let path = try folder.file("a", Data()) + "/b"
    for creatingFolders in [false, true] {
      expectProblem("a part of its path is a file", path: path) {
        try AtomicFile.write(Data([1]), to: path, creatingFolders: creatingFolders)
      }
    }
  }

  @Test func `a name in the working folder needs no slash`() throws {
    let name = "longtail-test-\(UUID().uuidString)"
    defer { unlink(name) }
    try AtomicFile.write(Data([1]), to: name)
    #expect(FileManager.default.contents(atPath: name) == Data([1]))
  }

  // In a process of its own: the limit counts for every file that the process writes.
  @Test func `a file that grows beyond the limit leaves nothing`() async {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      let folder = try TemporaryFolder()
      let path = try folder.file("a", Data([1]))
      var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
      #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
      #else
        let resource = RLIMIT_FSIZE
      #endif
      #expect(setrlimit(resource, &limit) == 0)
      let problem = #expect(throws: FileProblem.self) {
        try AtomicFile.write(Data(count: 1 << 22), to: path)
      }
      #expect(problem?.problem.contains("larger than this process") == true)
      #expect(try folder.names() == ["a"])
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data([1]))
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only the superuser can mount a small disk"))
  func `a full disk is named and leaves nothing`() throws {
    let disk = folder("disk")
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    guard run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk) else {
      try Test.cancel("this container forbids mounting a small disk")
    }
    defer { _ = run("umount", disk) }
    try AtomicFile.write(Data([1]), to: "\(disk)/a")
    expectProblem("the disk is full", path: "\(disk)/a") {
      try AtomicFile.write(Data(count: 1 << 20), to: "\(disk)/a")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk) == ["a"])
    #expect(FileManager.default.contents(atPath: "\(disk)/a") == Data([1]))
  }

  private func run(_ arguments: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
