import ArrayFiles
import Foundation
import TestSupport
import Testing

@testable import LongTail

/// What a run that goes on says of data from elsewhere, and in which order.
struct OtherPlaceTests {
  private func recipe(_ folder: TemporaryFolder) -> Recipe {
    let data = DataSettings(source: "image-folder:" + folder("d"), validationFraction: 0.25)
    return SmallRun.recipe([Stage(epochs: 4)], data: data, batchSize: 8)
  }

  /// A finished run, one of whose pictures is there no more afterwards, where that is wanted.
  private func finished(in folder: TemporaryFolder, removing: Bool = false) throws -> Recipe {
    try PictureFolder.write("d", count: 12, in: folder)
    let recipe = recipe(folder)
    _ = try SmallRun.session(recipe, in: folder("run")).carryOut()
    if removing { try FileManager.default.removeItem(atPath: folder("d/blue/1000.png")) }
    return recipe
  }

  private func refusal(
    _ recipe: Recipe, in folder: TemporaryFolder, place: String? = nil
  ) throws -> String {
    var data = recipe.data
    if let place { data.source = place }
    let partition = try data.partition(seed: recipe.seed)
    let problem = #expect(throws: FileProblem.self) {
      try RunSession(
        recipe: recipe, data: partition, output: folder("run"), resuming: true,
        execution: Execution(), version: "test", commandLine: [], place: place)
    }
    return problem.map { "\($0)" } ?? ""
  }

  @Test func `other data than the run's own are told by both places`() throws {
    let folder = try TemporaryFolder()
    let recipe = try finished(in: folder)
    try PictureFolder.write("e", count: 12, from: 3000, in: folder)
    let place = "image-folder:" + folder("e")
    let words = try refusal(recipe, in: folder, place: place)
    #expect(
      words.contains("\(place) has other data than \(recipe.data.source), which it was trained on"),
      "\(words)")
  }

  @Test func `the run's own place, named anew, is no other one`() throws {
    let folder = try TemporaryFolder()
    let recipe = try finished(in: folder, removing: true)
    for place in [nil, recipe.data.source] {
      let words = try refusal(recipe, in: folder, place: place)
      #expect(words.contains("its data have changed since it was trained"), "\(words)")
    }
  }

  @Test func `data are told before settings that follow from them, but after how they are divided`()
    throws
  {
    let folder = try TemporaryFolder()
    var recipe = try finished(in: folder, removing: true)
    recipe.stages[0].epochs = 5
    #expect(try refusal(recipe, in: folder).contains("its data have changed"))
    recipe.data.validationFraction = 0.5
    let words = try refusal(recipe, in: folder)
    #expect(
      words.contains("data.validationFraction: the run began with the number 0.25"), "\(words)")
  }
}
