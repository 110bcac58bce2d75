import ArrayFiles
import Foundation

/// The run that a folder of predictions lies in, for what the arrays themselves do not say.
public struct PredictionOrigin {
  /// The run's folder.
  public let path: String
  /// What the run carried out.
  public let recipe: Recipe
  /// Images per class that were trained on.
  public let trainedCounts: [Int]

  /// `nil` for a folder that lies in no run.
  /// - Parameter path: a folder of predictions.
  /// - Throws: `FileProblem` for a run whose files are damaged.
  public init?(ofPredictions path: String) throws {
    let parts = URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent()
    let folder = parts.deletingLastPathComponent().path
    guard parts.lastPathComponent == RunDirectory.Entry.predictions.rawValue,
      RunDirectory.at(folder).hasBegun
    else { return nil }
    let run = try RunDirectory.opened(folder)
    try run.requireUnchanged(
      run.recipePath, run.dataDescriptionPath,
      run.predictionsPath(URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent))
    self.path = folder
    recipe = try RecipeFile.read(run.recipePath)
    trainedCounts = try DataDescription.read(run.dataDescriptionPath).trainedCounts
  }
}
