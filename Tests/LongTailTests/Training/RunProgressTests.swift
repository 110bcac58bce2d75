import ArrayFiles
import Foundation
import LongTail
import TestSupport
import Testing

/// What a run that is not finished says of itself.
struct RunProgressTests {
  private func problem(of path: String) throws -> String {
    let run = try RunDirectory.opened(path)
    return #expect(throws: FileProblem.self) { try run.requireFinished() }?.problem ?? ""
  }

  @Test func `an unfinished run says where it stands and what goes on`() throws {
    let folder = try TemporaryFolder()
    let path = folder("run")
    let command = "; go on with longtail train --resume --output \(path)"
    let recipe = SmallRun.recipe([Stage(epochs: 2), Stage(epochs: 3)])
    let stop = StopAtQuestion(2)
    let session = try SmallRun.session(
      recipe, in: path, execution: Execution(shouldStop: { stop() }))
    let begun = try problem(of: path)
    #expect(begun.hasPrefix("is not finished") && begun.hasSuffix(command), "\(begun)")
    #expect(throws: TrainingError.self) { try session.carryOut() }
    let stopped = try problem(of: path)
    #expect(stopped.hasPrefix("is not finished: it stands at stage 1 of 2, epoch "), "\(stopped)")
    #expect(stopped.hasSuffix(" of 2" + command), "\(stopped)")
    #expect(throws: FileProblem.self) { try RunDirectory.opened(path).evaluation() }
  }

  @Test func `a trained run without its figures can be measured by going on`() throws {
    let folder = try TemporaryFolder()
    let path = folder("run")
    let recipe = SmallRun.recipe([Stage(epochs: 1)])
    _ = try SmallRun.session(recipe, in: path).carryOut()
    let run = try RunDirectory.opened(path)
    try run.requireFinished()
    try FileManager.default.removeItem(atPath: run.evaluationPath)
    #expect(try problem(of: path).hasPrefix("is not finished: it is trained, but not measured; "))
    _ = try SmallRun.session(recipe, in: path, resuming: true).carryOut()
    #expect(try run.evaluation().results.isEmpty == false)
  }
}
