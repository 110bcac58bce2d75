import ArrayFiles
import Foundation
import LongTail
import TestSupport
import Testing

struct RunDirectoryTests {
  private func problem(_ body: () throws -> RunDirectory) -> String {
    let error = #expect(throws: FileProblem.self) { _ = try body() }
    return error?.problem ?? ""
  }

  @Test func `a run that is being trained cannot be claimed again`() throws {
    let folder = try TemporaryFolder()
    try withExtendedLifetime(RunDirectory.claimed(folder("run"), resuming: false)) { first in
      try Data().write(to: URL(fileURLWithPath: first.recipePath))
      let problem = problem { try RunDirectory.claimed(folder("run"), resuming: true) }
      #expect(problem.contains("in use"))
    }
    // The first has let go.
    _ = try RunDirectory.claimed(folder("run"), resuming: true)
  }

  @Test func `a run is not overwritten`() throws {
    let folder = try TemporaryFolder()
    let recipe = try RunDirectory.claimed(folder("run"), resuming: false).recipePath
    try Data().write(to: URL(fileURLWithPath: recipe))
    let problem = problem { try RunDirectory.claimed(folder("run"), resuming: false) }
    #expect(problem.contains("--resume"))
  }

  @Test(arguments: [false, true])
  func `a folder with something else in it is left alone`(_ resuming: Bool) throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("letter.txt", Data("dear".utf8))
    let problem = problem { try RunDirectory.claimed(folder.path, resuming: resuming) }
    #expect(problem.contains("not empty"))
    #expect(try folder.names() == ["letter.txt"])
  }

  @Test func `an empty folder may become a run`() throws {
    let folder = try TemporaryFolder()
    let run = try RunDirectory.claimed(folder.path, resuming: false)
    #expect(FileManager.default.fileExists(atPath: run.checkpointFolder))
  }

  @Test func `only a run can be opened`() throws {
    let folder = try TemporaryFolder()
    #expect(problem { try RunDirectory.opened(folder("absent")) }.contains("no run here"))
    #expect(problem { try RunDirectory.opened(folder.path) }.contains("no recipe.yaml"))
    let file = try folder.file("file", Data())
    #expect(problem { try RunDirectory.opened(file) }.contains("is a file"))
    #expect(problem { try RunDirectory.claimed(file, resuming: false) }.contains("is a file"))
  }
}
