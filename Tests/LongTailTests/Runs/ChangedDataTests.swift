import ArrayFiles
import Calibration
import Foundation
import TestSupport
import Testing

@testable import LongTail

/// Runs whose data are others than those that they recorded.
struct ChangedDataTests {
  private func recipe(_ folder: TemporaryFolder, factor: Double? = nil) -> Recipe {
    let data = DataSettings(
      source: "image-folder:" + folder("d"), imbalanceFactor: factor, validationFraction: 0.25)
    return SmallRun.recipe([Stage(epochs: 4)], data: data, batchSize: 8)
  }

  /// A finished run on pictures without a test part.
  private func finished(in folder: TemporaryFolder, factor: Double? = nil) throws -> Recipe {
    try PictureFolder.write("d", count: 12, in: folder)
    let recipe = recipe(folder, factor: factor)
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    return recipe
  }

  private func resumed(
    _ recipe: Recipe, in folder: TemporaryFolder, accepting: Bool = false, place: String? = nil
  ) throws -> RunSession {
    var data = recipe.data
    if let place { data.source = place }
    return try RunSession(
      recipe: recipe, data: data.partition(seed: recipe.seed), output: folder("run"),
      resuming: true, execution: Execution(), version: "test", commandLine: [], place: place,
      acceptingChangedData: accepting)
  }

  private func evaluated(_ folder: TemporaryFolder, accepting: Bool = false) throws -> FinishedRun {
    let run = try FinishedRun(
      folder("run"), execution: Execution(), acceptingChangedData: accepting)
    _ = try run.predictions(under: EvaluationConditions())
    return run
  }

  /// Keys of the samples in each part.
  private func keys(_ data: DataPartition) throws -> [DataPart: Set<SampleRecord.Key>] {
    try SampleRecord(data).samples.reduce(into: [:]) {
      $0[$1.part, default: []].insert($1.key)
    }
  }

  @Test func `a run records each sample with its part`() throws {
    let folder = try TemporaryFolder()
    let recipe = try finished(in: folder)
    let record = try SampleRecord.read(folder("run/samples.npy"))
    let data = try recipe.data.partition(seed: recipe.seed)
    #expect(record == (try SampleRecord(data)))
    #expect(record.samples.count { $0.part == .training } == data.training.samples.count)
    #expect(record.samples.count { $0.part == .test } == data.test.samples.count)
    #expect(Set(record.samples.map(\.key)).count == 36)
  }

  private func change(_ what: String, _ folder: TemporaryFolder) throws {
    let files = FileManager.default
    switch what {
    case "added":
      // Before all others, so that every place moves.
      try PictureFolder.write(numbers: -5 ..< -4, of: "blue", below: "d", in: folder)
    case "removed": try files.removeItem(atPath: folder("d/blue/1000.png"))
    case "changed":
      let other = PNGPicture.colored(9, 9, 9, number: 3)
      try other.write(to: URL(fileURLWithPath: folder("d/green/1003.png")))
    case "moved to another class":
      try files.moveItem(atPath: folder("d/green/1003.png"), toPath: folder("d/red/1900.png"))
    default:
      try files.moveItem(atPath: folder("d/green/1003.png"), toPath: folder("d/green/1900.png"))
    }
  }

  @Test(arguments: ["added", "removed", "changed", "moved to another class", "in another order"])
  func `what changed is told, and nothing goes on`(_ what: String) throws {
    let folder = try TemporaryFolder()
    let recipe = try finished(in: folder)
    let before = try RunTraces(folder("run"))
    try change(what, folder)
    let evaluation = #expect(throws: FileProblem.self) { try evaluated(folder) }
    let resume = #expect(throws: FileProblem.self) { try resumed(recipe, in: folder) }
    #expect(evaluation?.problem.contains(what) == true, "\(String(describing: evaluation))")
    #expect(evaluation?.problem.contains("--accept-changed-data") == true)
    #expect(resume == evaluation)
    #expect(try RunTraces(folder("run")) == before)
  }

  @Test func `no way to go on is named that would be refused as well`() throws {
    let folder = try TemporaryFolder()
    _ = try finished(in: folder)
    try FileManager.default.moveItem(atPath: folder("d/green"), toPath: folder("d/grass"))
    let refusal = #expect(throws: FileProblem.self) { try evaluated(folder) }
    let words = refusal?.problem ?? ""
    #expect(words.contains("“green” is gone") && words.contains("“grass” is new"), "\(words)")
    #expect(!words.contains("--accept-changed-data") && words.contains("evaluate --data"))
    #expect(throws: FileProblem.self) { try evaluated(folder, accepting: true) }
  }

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
    let recipe = try finished(in: folder)
    try remove(.validation, of: recipe)
    let run = try evaluated(folder, accepting: true)
    #expect(try run.data.validation == nil && run.data.calibration == nil)
    let error = #expect(throws: SettingsError.self) {
      try resumed(recipe, in: folder, accepting: true)
    }
    #expect(error?.key == "selection")
    #expect(
      error?.problem.contains("its part has no sample") == true, "\(String(describing: error))")
  }

  @Test func `without a test sample a run does not go on`() throws {
    let folder = try TemporaryFolder()
    let recipe = try finished(in: folder)
    let before = try RunTraces(folder("run"))
    try remove(.test, of: recipe)
    let error = #expect(throws: FileProblem.self) {
      try resumed(recipe, in: folder, accepting: true)
    }
    #expect(
      error?.problem.contains("no test sample is left") == true, "\(String(describing: error))")
    #expect(throws: FileProblem.self) { try evaluated(folder, accepting: true) }
    #expect(try RunTraces(folder("run")) == before)
  }

  @Test(arguments: ["added", "removed", "changed", "moved to another class", "in another order"])
  func `going on keeps each known sample in its part`(_ what: String) throws {
    let folder = try TemporaryFolder()
    let recipe = try finished(in: folder)
    let before = try keys(recipe.data.partition(seed: recipe.seed))
    try change(what, folder)
    let drawn = try keys(recipe.data.partition(seed: recipe.seed))
    let run = try evaluated(folder, accepting: true)
    // Its folder is locked as long as it is there.
    var session: RunSession? = try resumed(recipe, in: folder, accepting: true)
    let data = try #require(session?.data)
    let trained = try #require(before[.training])
    for data in [try run.data, data] {
      let now = try keys(data)
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
    let again = try evaluated(folder)
    #expect(again.remarks.isEmpty)
    #expect(try keys(again.data) == keys(data))
    #expect(throws: Never.self) { try resumed(recipe, in: folder) }
  }

  @Test func `test samples that were trained on are left out and counted`() throws {
    let folder = try TemporaryFolder()
    try PictureFolder.write("d/train", count: 8, in: folder)
    try PictureFolder.write("d/test", count: 4, from: 50, in: folder)
    let recipe = recipe(folder)
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    // Two pictures of the training part get into the test part under other names.
    for number in [1000, 1001] {
      try FileManager.default.copyItem(
        atPath: folder("d/train/red/\(number).png"), toPath: folder("d/test/red/\(number)b.png"))
    }
    let error = #expect(throws: FileProblem.self) { try evaluated(folder) }
    #expect(
      error?.problem.contains("test part: 2 samples added") == true, "\(String(describing: error))")
    let run = try evaluated(folder, accepting: true)
    #expect(try run.data.test.samples.count == 12)
    #expect(run.remarks.contains { $0.contains("2 test samples are left out") }, "\(run.remarks)")
  }

  @Test func `another test part alone is noticed`() throws {
    let folder = try TemporaryFolder()
    try PictureFolder.write("d/train", count: 8, in: folder)
    try PictureFolder.write("d/test", count: 4, from: 50, in: folder)
    let recipe = recipe(folder)
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    try PNGPicture.colored(9, 9, 9, number: 1)
      .write(to: URL(fileURLWithPath: folder("d/test/red/1051.png")))
    let error = #expect(throws: FileProblem.self) { try evaluated(folder) }
    #expect(error?.problem.contains("test part: 1 sample changed (number 9, of class red)") == true)
    #expect(throws: FileProblem.self) { try resumed(recipe, in: folder) }
  }

  @Test func `a selection by imbalance factor stays the run's own`() throws {
    let folder = try TemporaryFolder()
    let recipe = try finished(in: folder, factor: 2)
    let before = try keys(recipe.data.partition(seed: recipe.seed))
    try change("added", folder)
    #expect(throws: FileProblem.self) { try resumed(recipe, in: folder) }
    let now = try keys(resumed(recipe, in: folder, accepting: true).data)
    #expect(now == before)
  }

  @Test func `classes that come, go or change their names are told`() throws {
    let folder = try TemporaryFolder()
    _ = try finished(in: folder)
    let files = FileManager.default
    try files.moveItem(atPath: folder("d/green"), toPath: folder("d/verde"))
    let renamed = #expect(throws: FileProblem.self) { try evaluated(folder) }
    #expect(renamed?.problem.contains("“green” is gone, “verde” is new") == true)
    #expect(throws: FileProblem.self) { try evaluated(folder, accepting: true) }
    try files.removeItem(atPath: folder("d/verde"))
    let run = try evaluated(folder, accepting: true)
    // Red is still the third class.
    #expect(Set(try run.data.test.samples.labels) == [0, 2])
    let error = #expect(throws: FileProblem.self) {
      try resumed(recipe(folder), in: folder, accepting: true)
    }
    #expect(error?.problem.contains("no training sample of class 1 (green)") == true)
  }

  @Test func `the same data at another place are the run's own`() throws {
    let folder = try TemporaryFolder()
    let recipe = try finished(in: folder)
    let whole = try RunTraces(folder("run"))
    try FileManager.default.moveItem(atPath: folder("d"), toPath: folder("moved"))
    #expect(throws: FileProblem.self) { try evaluated(folder) }
    var session: RunSession? = try resumed(
      recipe, in: folder, place: "image-folder:" + folder("moved"))
    #expect(session?.recipe.data.source == recipe.data.source)
    _ = try session?.carryOut()
    session = nil
    #expect(whole.differences(from: try RunTraces(folder("run"))).isEmpty)
    // From now on they are found there.
    #expect(try evaluated(folder).remarks.isEmpty)
    try FileManager.default.removeItem(atPath: folder("moved/red/1000.png"))
    #expect(throws: FileProblem.self) {
      try resumed(recipe, in: folder, place: "image-folder:" + folder("moved"))
    }
  }

  /// What older versions did not write.
  private func makeOlder(_ folder: TemporaryFolder) throws {
    for name in ["samples.npy", "SHA256SUMS"] {
      try FileManager.default.removeItem(atPath: folder("run/" + name))
    }
    for (name, keys) in [
      ("data.json", ["location", "trainingFingerprint", "testFingerprint"]),
      ("environment.json", ["folder"]),
    ] {
      let path = folder("run/" + name)
      let content = try Data(contentsOf: URL(fileURLWithPath: path))
      var values = try #require(try JSONSerialization.jsonObject(with: content) as? [String: Any])
      for key in keys { #expect(values.removeValue(forKey: key) != nil) }
      try JSONSerialization.data(withJSONObject: values).write(to: URL(fileURLWithPath: path))
    }
  }

  @Test func `runs of older versions compare what they have`() throws {
    let folder = try TemporaryFolder()
    let recipe = try finished(in: folder)
    try makeOlder(folder)
    #expect(try evaluated(folder).remarks.isEmpty)
    #expect(throws: Never.self) { try resumed(recipe, in: folder) }
    let other = try FinishedRun(folder("run"), execution: Execution())
    var conditions = EvaluationConditions()
    conditions.data = recipe.data.source
    _ = try other.predictions(under: conditions)
    #expect(other.remarks.contains { $0.contains("cannot be told") })
    try change("changed", folder)
    for accepting in [false, true] {
      #expect(throws: FileProblem.self) { try evaluated(folder, accepting: accepting) }
      #expect(throws: FileProblem.self) { try resumed(recipe, in: folder, accepting: accepting) }
    }
  }

  @Test func `a damaged record is named`() throws {
    let folder = try TemporaryFolder()
    _ = try finished(in: folder)
    let path = folder("run/samples.npy")
    try NPYFile.write(NumericArray([1, 9, 0, 0, 0], shape: [1, 5]), to: path)
    let error = #expect(throws: FileProblem.self) { try evaluated(folder) }
    #expect(error?.path == path && error?.place == "row 0")
    try NPYFile.write(NumericArray([1, 2], shape: [2]), to: path)
    #expect(throws: FileProblem.self) { try evaluated(folder) }
  }
}
