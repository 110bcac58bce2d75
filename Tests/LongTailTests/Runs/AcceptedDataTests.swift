import ArrayFiles
import Calibration
import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Runs that go on with other data than those that they recorded.
struct AcceptedDataTests {
  /// Removes all pictures of a run's part.
  private func remove(_ part: DataPart, of recipe: Recipe) throws {
    let data = try recipe.data.partition(seed: recipe.seed)
    let samples = try #require(data.samples(of: part))
    for position in 0..<samples.count {
      try FileManager.default.removeItem(atPath: samples.origin(at: position))
    }
  }

  @Test func `a part of which nothing is left is none, and has no figures`() throws {
    let folder = try TemporaryFolder()
    let recipe = try ChangedData.finished(in: folder)
    try remove(.validation, of: recipe)
    let run = try ChangedData.evaluated(folder, accepting: true)
    #expect(try run.data.validation == nil && run.data.calibration == nil)
    let error = #expect(throws: SettingsError.self) {
      try ChangedData.resumed(recipe, in: folder, accepting: true)
    }
    #expect(error?.key == "selection")
    #expect(
      error?.problem.contains("its part has no sample") == true, "\(String(describing: error))")
  }

  @Test func `without a test sample a run does not go on`() throws {
    let folder = try TemporaryFolder()
    let recipe = try ChangedData.finished(in: folder)
    let before = try RunTraces(folder("run"))
    try remove(.test, of: recipe)
    let error = #expect(throws: FileProblem.self) {
      try ChangedData.resumed(recipe, in: folder, accepting: true)
    }
    #expect(
      error?.problem.contains("no test sample is left") == true, "\(String(describing: error))")
    #expect(throws: FileProblem.self) { try ChangedData.evaluated(folder, accepting: true) }
    #expect(try RunTraces(folder("run")) == before)
  }

  @Test(arguments: ["added", "removed", "changed", "moved to another class", "in another order"])
  func `going on keeps each known sample in its part`(_ what: String) throws {
    let folder = try TemporaryFolder()
    let recipe = try ChangedData.finished(in: folder)
    let before = try ChangedData.keys(recipe.data.partition(seed: recipe.seed))
    try ChangedData.change(what, folder)
    let drawn = try ChangedData.keys(recipe.data.partition(seed: recipe.seed))
    let run = try ChangedData.evaluated(folder, accepting: true)
    // Its folder is locked as long as it is there.
    var session: RunSession? = try ChangedData.resumed(recipe, in: folder, accepting: true)
    let data = try #require(session?.data)
    let trained = try #require(before[.training])
    for data in [try run.data, data] {
      let now = try ChangedData.keys(data)
      for part in DataPart.allCases {
        for (other, known) in before where other != part {
          let moved = now[part, default: []].intersection(known).count
          #expect(moved == 0, "\(other) became \(part)")
        }
      }
    }
    #expect(run.remarks.first?.contains("have changed") == true)
    // Otherwise this test shows nothing.
    if what == "added" || what == "removed" {
      #expect(!trained.isDisjoint(with: drawn[.test, default: []].union(drawn[.validation] ?? [])))
    }
    _ = try session?.carryOut()
    session = nil
    // Accepted once, the data are the run's own.
    let again = try ChangedData.evaluated(folder)
    #expect(again.remarks.isEmpty)
    #expect(try ChangedData.keys(again.data) == ChangedData.keys(data))
    #expect(throws: Never.self) { try ChangedData.resumed(recipe, in: folder) }
  }

  @Test func `test samples that were trained on are left out and counted`() throws {
    let folder = try TemporaryFolder()
    try PictureFolder.write("d/train", count: 8, in: folder)
    try PictureFolder.write("d/test", count: 4, from: 50, in: folder)
    let recipe = ChangedData.recipe(folder)
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    // Two pictures of the training part get into the test part under other names.
    for number in [1000, 1001] {
      try FileManager.default.copyItem(
        atPath: folder("d/train/red/\(number).png"), toPath: folder("d/test/red/\(number)b.png"))
    }
    let error = #expect(throws: FileProblem.self) { try ChangedData.evaluated(folder) }
    #expect(
      error?.problem.contains("test part: 2 samples added") == true, "\(String(describing: error))")
    let run = try ChangedData.evaluated(folder, accepting: true)
    #expect(try run.data.test.samples.count == 12)
    #expect(run.remarks.contains { $0.contains("2 test samples are left out") }, "\(run.remarks)")
  }

  @Test func `a selection by imbalance factor stays the run's own`() throws {
    let folder = try TemporaryFolder()
    let recipe = try ChangedData.finished(in: folder, factor: 2)
    let before = try ChangedData.keys(recipe.data.partition(seed: recipe.seed))
    try ChangedData.change("added", folder)
    #expect(throws: FileProblem.self) { try ChangedData.resumed(recipe, in: folder) }
    let now = try ChangedData.keys(ChangedData.resumed(recipe, in: folder, accepting: true).data)
    #expect(now == before)
  }

  @Test func `the same data at another place are the run's own`() throws {
    let folder = try TemporaryFolder()
    let recipe = try ChangedData.finished(in: folder)
    let whole = try RunTraces(folder("run"))
    try FileManager.default.moveItem(atPath: folder("d"), toPath: folder("moved"))
    #expect(throws: FileProblem.self) { try ChangedData.evaluated(folder) }
    var session: RunSession? = try ChangedData.resumed(
      recipe, in: folder, place: "image-folder:" + folder("moved"))
    #expect(session?.recipe.data.source == recipe.data.source)
    _ = try session?.carryOut()
    session = nil
    #expect(whole.differences(from: try RunTraces(folder("run"))).isEmpty)
    // From now on they are found there.
    #expect(try ChangedData.evaluated(folder).remarks.isEmpty)
    try FileManager.default.removeItem(atPath: folder("moved/red/1000.png"))
    #expect(throws: FileProblem.self) {
      try ChangedData.resumed(recipe, in: folder, place: "image-folder:" + folder("moved"))
    }
  }
}
