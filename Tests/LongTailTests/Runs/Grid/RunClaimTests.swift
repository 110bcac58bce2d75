import Foundation
import TestSupport
import Testing

@testable import LongTail

struct RunClaimTests {
  /// A clock that a test sets.
  private final class Clock {
    var seconds = 0.0
  }

  private static let slow = RunClaim.Timing(beat: 1000, patience: 90)

  private func take(_ folder: TemporaryFolder, _ watch: inout ClaimWatch) throws -> RunClaim? {
    try RunClaim.take(folder("run"), watch: &watch, timing: Self.slow)
  }

  /// A claim of a process of another machine.
  private func writeStranger(_ path: String, beat: Int) throws {
    let text = """
      {"host":"elsewhere","process":1,"place":"another start","beat":\(beat),"isReleased":false,
      "token":"00000000-0000-0000-0000-000000000001"}
      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  @Test func `a run is claimed once, and again when it was given up`() throws {
    let folder = try TemporaryFolder()
    var watch = ClaimWatch()
    let first = try #require(try take(folder, &watch))
    _ = try folder.file("run/recipe.yaml", Data("x".utf8))
    #expect(try take(folder, &watch) == nil)
    first.release(isFinished: false)
    let second = try #require(try take(folder, &watch))
    #expect(try take(folder, &watch) == nil)
    second.release(isFinished: true)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder("run"))
    #expect(names == ["recipe.yaml"])
  }

  @Test func `a run that has not begun leaves no folder behind`() throws {
    let folder = try TemporaryFolder()
    var watch = ClaimWatch()
    try #require(try take(folder, &watch)).release(isFinished: false)
    #expect(try folder.names() == [])
  }

  @Test func `a claim without a sign of life is taken over, by one process alone`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder("run"), withIntermediateDirectories: true)
    try writeStranger(folder("run/.claim-4"), beat: 1)
    let clock = Clock()
    var watch = ClaimWatch { clock.seconds }
    var other = ClaimWatch { clock.seconds }
    #expect(try take(folder, &watch) == nil)
    #expect(try take(folder, &other) == nil)
    clock.seconds = 60
    try writeStranger(folder("run/.claim-4"), beat: 2)
    #expect(try take(folder, &watch) == nil)
    #expect(try take(folder, &other) == nil)
    clock.seconds = 149
    #expect(try take(folder, &watch) == nil)
    clock.seconds = 151
    let claim = try #require(try take(folder, &watch))
    // The other one finds a new claim, and its patience begins again.
    #expect(try take(folder, &other) == nil)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder("run")) == [".claim-5"])
    claim.release(isFinished: true)
  }

  @Test func `a claim of a process of this machine that has ended is taken over at once`() throws {
    let folder = try TemporaryFolder()
    var watch = ClaimWatch()
    let ended = Process()
    ended.executableURL = URL(fileURLWithPath: "/bin/true")
    try ended.run()
    ended.waitUntilExit()
    let claim = try #require(try take(folder, &watch))
    let path = folder("run/.claim-1")
    let own = try String(contentsOfFile: path, encoding: .utf8)
    // Only where the system tells one start and numbering of processes from others.
    if own.contains("\"place\"") {
      let text = own.replacingOccurrences(
        of: "\"process\":\(getpid())", with: "\"process\":\(ended.processIdentifier)")
      #expect(text != own)
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      let next = try #require(try take(folder, &watch))
      next.release(isFinished: true)
    }
    claim.release(isFinished: true)
  }

  @Test func `who lives gives signs of it, and notices that the run was taken over`() throws {
    let folder = try TemporaryFolder()
    var watch = ClaimWatch()
    let quick = RunClaim.Timing(beat: 0.02, patience: 90)
    let claim = try #require(
      try RunClaim.take(folder("run"), watch: &watch, timing: quick))
    func beat() -> Int { ClaimFile.read(folder("run/.claim-1"))?.beat ?? 0 }
    let end = Date().addingTimeInterval(20)
    while beat() < 2, Date() < end { usleep(5000) }
    #expect(beat() >= 2)
    #expect(!claim.isLost)
    try writeStranger(folder("run/.claim-2"), beat: 0)
    while !claim.isLost, Date() < end { usleep(5000) }
    #expect(claim.isLost)
    claim.release(isFinished: false)
    #expect(ClaimFile.read(folder("run/.claim-2"))?.isReleased == false)
  }
}
