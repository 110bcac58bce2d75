import ArrayFiles
import Calibration
import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Runs whose data are others than those that they recorded.
struct ChangedDataTests {
  @Test func `a run records each sample with its part`() throws {
    let folder = try TemporaryFolder()
    let recipe = try ChangedData.finished(in: folder)
    let record = try SampleRecord.read(folder("run/samples.npy"))
    let data = try recipe.data.partition(seed: recipe.seed)
    #expect(record == (try SampleRecord(data)))
    #expect(record.samples.count { $0.part == .training } == data.training.samples.count)
    #expect(record.samples.count { $0.part == .test } == data.test.samples.count)
    #expect(Set(record.samples.map(\.key)).count == 36)
  }

  @Test(arguments: ["added", "removed", "changed", "moved to another class", "in another order"])
  func `what changed is told, and nothing goes on`(_ what: String) throws {
    let folder = try TemporaryFolder()
    let recipe = try ChangedData.finished(in: folder)
    let before = try RunTraces(folder("run"))
    try ChangedData.change(what, folder)
    let evaluation = #expect(throws: FileProblem.self) { try ChangedData.evaluated(folder) }
    let resume = #expect(throws: FileProblem.self) { try ChangedData.resumed(recipe, in: folder) }
    #expect(evaluation?.problem.contains(what) == true, "\(String(describing: evaluation))")
    #expect(evaluation?.problem.contains("--accept-changed-data") == true)
    #expect(resume == evaluation)
    #expect(try RunTraces(folder("run")) == before)
  }

  @Test func `no way to go on is named that would be refused as well`() throws {
    let folder = try TemporaryFolder()
    _ = try ChangedData.finished(in: folder)
    try FileManager.default.moveItem(atPath: folder("d/green"), toPath: folder("d/grass"))
    let refusal = #expect(throws: FileProblem.self) { try ChangedData.evaluated(folder) }
    let words = refusal?.problem ?? ""
    #expect(words.contains("“green” is gone") && words.contains("“grass” is new"), "\(words)")
    #expect(!words.contains("--accept-changed-data") && words.contains("evaluate --data"))
    #expect(throws: FileProblem.self) { try ChangedData.evaluated(folder, accepting: true) }
  }

  @Test func `another test part alone is noticed`() throws {
    let folder = try TemporaryFolder()
    try PictureFolder.write("d/train", count: 8, in: folder)
    try PictureFolder.write("d/test", count: 4, from: 50, in: folder)
    let recipe = ChangedData.recipe(folder)
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    try PNGPicture.colored(9, 9, 9, number: 1)
      .write(to: URL(fileURLWithPath: folder("d/test/red/1051.png")))
    let error = #expect(throws: FileProblem.self) { try ChangedData.evaluated(folder) }
    #expect(error?.problem.contains("test part: 1 sample changed (number 9, of class red)") == true)
    #expect(throws: FileProblem.self) { try ChangedData.resumed(recipe, in: folder) }
  }

  @Test func `classes that come, go or change their names are told`() throws {
    let folder = try TemporaryFolder()
    _ = try ChangedData.finished(in: folder)
    let files = FileManager.default
    try files.moveItem(atPath: folder("d/green"), toPath: folder("d/verde"))
    let renamed = #expect(throws: FileProblem.self) { try ChangedData.evaluated(folder) }
    #expect(renamed?.problem.contains("“green” is gone, “verde” is new") == true)
    #expect(throws: FileProblem.self) { try ChangedData.evaluated(folder, accepting: true) }
    try files.removeItem(atPath: folder("d/verde"))
    let run = try ChangedData.evaluated(folder, accepting: true)
    // Red is still the third class.
    #expect(Set(try run.data.test.samples.labels) == [0, 2])
    let error = #expect(throws: FileProblem.self) {
      try ChangedData.resumed(ChangedData.recipe(folder), in: folder, accepting: true)
    }
    #expect(error?.problem.contains("no training sample of class 1 (green)") == true)
  }

  @Test func `a damaged record is named`() throws {
    let folder = try TemporaryFolder()
    _ = try ChangedData.finished(in: folder)
    let path = folder("run/samples.npy")
    try NPYFile.write(NumericArray([1, 9, 0, 0, 0], shape: [1, 5]), to: path)
    let error = #expect(throws: FileProblem.self) { try ChangedData.evaluated(folder) }
    #expect(error?.path == path && error?.place == "row 0")
    try NPYFile.write(NumericArray([1, 2], shape: [2]), to: path)
    #expect(throws: FileProblem.self) { try ChangedData.evaluated(folder) }
  }
}
