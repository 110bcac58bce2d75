import Calibration
import Foundation
import TestSupport

@testable import LongTail

/// Runs in the folder `run` on pictures in the folder `d`, and what may become of the pictures afterwards.
enum ChangedData {
  static func recipe(_ folder: TemporaryFolder, factor: Double? = nil) -> Recipe {
    let data = DataSettings(
      source: "image-folder:" + folder("d"), imbalanceFactor: factor, validationFraction: 0.25)
    return SmallRun.recipe([Stage(epochs: 4)], data: data, batchSize: 8)
  }

  /// A finished run on pictures without a test part.
  static func finished(in folder: TemporaryFolder, factor: Double? = nil) throws -> Recipe {
    try PictureFolder.write("d", count: 12, in: folder)
    let recipe = recipe(folder, factor: factor)
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    return recipe
  }

  static func resumed(
    _ recipe: Recipe, in folder: TemporaryFolder, accepting: Bool = false, place: String? = nil
  ) throws -> RunSession {
    var data = recipe.data
    if let place { data.source = place }
    return try RunSession(
      recipe: recipe, data: data.partition(seed: recipe.seed), output: folder("run"),
      resuming: true, execution: Execution(), version: "test", commandLine: [], place: place,
      acceptingChangedData: accepting)
  }

  static func evaluated(_ folder: TemporaryFolder, accepting: Bool = false) throws -> FinishedRun {
    let run = try FinishedRun(
      folder("run"), execution: Execution(), acceptingChangedData: accepting)
    _ = try run.predictions(under: EvaluationConditions())
    return run
  }

  /// Keys of the samples in each part.
  static func keys(_ data: DataPartition) throws -> [DataPart: Set<SampleRecord.Key>] {
    try SampleRecord(data).samples.reduce(into: [:]) {
      $0[$1.part, default: []].insert($1.key)
    }
  }

  static func change(_ what: String, _ folder: TemporaryFolder) throws {
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
}
