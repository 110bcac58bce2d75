import ArrayFiles
import Foundation
import TestSupport
import Testing

/// `longtail metrics merge` of states that share samples or were measured otherwise.
struct MergedStateTests {
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (place, name) in ["a", "b", "c"].enumerated() {
      try SmallPredictions.write(
        name, perClass: [10, 8, 6, 4], seed: UInt64(30 + place), in: folder)
      try measure(name, in: folder)
    }
    return folder
  }

  private func measure(_ name: String, _ more: String..., in folder: TemporaryFolder) throws {
    _ = try LongTailProcess.output(
      ["metrics", "--predictions", name, "--state", "\(name).json", "--overwrite"] + more,
      in: folder)
  }

  @Test(arguments: [["ab.json", "a.json"], ["b.json", "ab.json"], ["ab.json", "bc.json"]])
  func `samples that two states share do not count twice`(states: [String]) throws {
    let folder = try folder()
    for (first, second) in [("a", "b"), ("b", "c")] {
      _ = try LongTailProcess.output(
        [
          "metrics", "merge", "\(first).json", "\(second).json", "--state",
          "\(first)\(second).json",
        ],
        in: folder)
    }
    try expectRefusal(
      ["metrics", "merge"] + states, code: 1,
      naming: ["\(states[1]): holds the same samples as \(states[0]); they would count twice"],
      in: folder)
    _ = try LongTailProcess.output(["metrics", "merge", "ab.json", "c.json"], in: folder)
  }

  @Test func `other norms are refused, and a norm is that of the whole`() throws {
    let folder = try folder()
    try measure("b", "--norm", "l2", in: folder)
    try expectRefusal(
      ["metrics", "merge", "a.json", "b.json"], code: 1,
      naming: ["b.json: measured with --norm l2, but a.json with --norm l1"], in: folder)
    try measure("a", "--norm", "l2", in: folder)
    let merged = try LongTailProcess.output(
      ["metrics", "merge", "a.json", "b.json", "--format", "csv"], in: folder)
    #expect(merged.contains("ece/top-label/l2/"))
  }

  @Test func `what a state leaves out is said when it is written`() throws {
    let folder = try folder()
    let outcome = try LongTailProcess.run(
      ["metrics", "--predictions", "a", "--test-prior", "uniform", "--state", "n.json"],
      in: folder.path)
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("the state does without --test-prior"), "\(outcome.errors)")
  }

  @Test func `a state of an earlier version is merged with a word`() throws {
    let folder = try folder()
    var object = try #require(
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: URL(fileURLWithPath: folder("a.json"))))
        as? [String: Any])
    #expect(object.removeValue(forKey: "parts") != nil)
    #expect(object.removeValue(forKey: "norm") != nil)
    _ = try folder.file("old.json", try JSONSerialization.data(withJSONObject: object))
    let outcome = try LongTailProcess.run(
      ["metrics", "merge", "old.json", "b.json"], in: folder.path)
    #expect(outcome.code == 0)
    #expect(
      outcome.errors.hasPrefix("old.json: it does not say which samples"), "\(outcome.errors)")
    // Their sums tell copies, as they did before.
    try expectRefusal(
      ["metrics", "merge", "old.json", "a.json"], code: 1,
      naming: ["a.json: holds the same samples as old.json"], in: folder)
  }
}
