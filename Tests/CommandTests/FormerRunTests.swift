import ArrayFiles
import Foundation
import TestSupport
import Testing

/// A run that version 0.1.0 began, with keys of a stage that have other places now: two branches, rate
/// factors, an average of the weights and a teacher. It was stopped after two of six epochs.
struct FormerRunTests {
  private static let mark = fixtureFile("former-run")

  private func copied() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in ["run", "teacher"] {
      try FileManager.default.copyItem(
        atPath: Self.mark.appending(path: name).path, toPath: folder(name))
    }
    return folder
  }

  @Test func `it goes on to the predictions that the version of then ended with`() throws {
    let folder = try copied()
    _ = try LongTailProcess.output(
      ["train", "--resume", "--output", "run", "--threads", "1", "--quiet"], in: folder)
    let found = try NPYFile.read(folder("run/predictions/test/logits.npy"))
    let expected = try NPYFile.read(Self.mark.appending(path: "finished-logits.npy").path)
    // Processors differ in the last bits of a float32.
    #expect(found.shape == expected.shape)
    #expect(relativeDistance(found.doubles(), expected.doubles()) < 1e-4)
    let records = try String(contentsOfFile: folder("run/log.jsonl"), encoding: .utf8)
    #expect(records.split(separator: "\n").count == 6)
  }

  @Test func `it is evaluated, reported and asked when it is finished`() throws {
    let folder = try copied()
    _ = try LongTailProcess.output(
      ["train", "--resume", "--output", "run", "--threads", "1", "--quiet"], in: folder)
    let evaluation = try LongTailProcess.output(
      ["evaluate", "run", "--format", "json"], in: folder)
    #expect(evaluation.contains("balanced_accuracy"))
    _ = try LongTailProcess.output(["report", "run", "--output", "page.html"], in: folder)
    let page = try String(contentsOfFile: folder("page.html"), encoding: .utf8)
    #expect(page.contains("weight-averaging") && page.contains("parameterRules"))
  }
}
