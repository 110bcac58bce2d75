import Foundation
import TestSupport
import Testing

struct FullDiskTests {
  /// A run that was killed after its first epoch.
  private func killedRun(_ name: String, in folder: String) throws {
    let log = "\(folder)/\(name)/log.jsonl"
    let outcome = try LongTailProcess.run(
      SmallRun.arguments(output: name, epochs: 40), in: folder,
      interruption: .when(signal: SIGKILL) {
        let lines = FileManager.default.contents(atPath: log) ?? Data()
        return lines.count { $0 == UInt8(ascii: "\n") } >= 3
      })
    try #require(outcome.code == -SIGKILL, "\(outcome.errors)")
  }

  /// Expects a failed run to have its last checkpoint as it was, and nothing half-written beside it.
  private func expectIntact(_ run: String, _ before: [String: Data?]) throws {
    let after = try contents(of: run).filter { $0.key.hasPrefix("checkpoints/last") }
    #expect(after == before)
    let halves = try FileManager.default.subpathsOfDirectory(atPath: run)
      .filter { $0.hasSuffix(".new") || $0.hasSuffix(".partial") }
    #expect(halves.isEmpty, "\(halves)")
  }

  /// Finishes what a killed process left, so that what stands there is what a failure must keep.
  private func last(_ run: String) throws -> [String: Data?] {
    try contents(of: run).filter { $0.key.hasPrefix("checkpoints/last") }
  }

  @Test
  func `a limit on file sizes is told like a full disk, and the last checkpoint stays`() throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("reference", in: folder, epochs: 40)
    try killedRun("run", in: folder.path)
    for leftOver in ["last.new", "last.old", "best.new", "best.old"] {
      try? FileManager.default.removeItem(atPath: folder("run/checkpoints/" + leftOver))
    }
    try #require(FileManager.default.fileExists(atPath: folder("run/checkpoints/last/state.json")))
    let before = try last(folder("run"))
    let arguments = SmallRun.arguments(output: "run", epochs: 40, extra: ["--resume"])
    let failed = try LongTailProcess.run(arguments, in: folder.path, fileLimit: 50)
    #expect(failed.code == 1, "\(failed.errors)")
    #expect(failed.errors.contains("safetensors: cannot write the file"), "\(failed.errors)")
    try expectIntact(folder("run"), before)
    let resumed = try LongTailProcess.run(arguments, in: folder.path)
    try #require(resumed.code == 0, "\(resumed.errors)")
    try SmallRun.expectEqual(folder("run"), try SmallRun.result(folder("reference")))
  }

  @Test func `a new run that finds no room says so`() throws {
    let folder = try TemporaryFolder()
    let failed = try LongTailProcess.run(
      SmallRun.arguments(output: "run", epochs: 3), in: folder.path, fileLimit: 8)
    #expect(failed.code == 1, "\(failed.errors)")
    #expect(failed.errors.contains("cannot write the file"), "\(failed.errors)")
    #expect(failed.errors.contains("larger than this process"), "\(failed.errors)")
  }

  @Test func `a page that does not fit is not half-written`() throws {
    let folder = try TemporaryFolder()
    try SmallRun.train("run", in: folder, epochs: 1)
    let before = try contents(of: folder.path)
    let failed = try LongTailProcess.run(
      ["report", "run", "--output", "page.html"], in: folder.path, fileLimit: 8)
    #expect(failed.code == 1, "\(failed.errors)")
    #expect(failed.errors.contains("page.html"), "\(failed.errors)")
    #expect(try contents(of: folder.path).keys.filter { before[$0] == nil } == [])
  }
}
