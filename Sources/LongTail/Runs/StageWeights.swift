import Torch
import ArrayFiles
import Foundation

/// The weights that a run's network had at the end of one of its stages.
public struct StageWeights: Sendable {
  /// Index of the stage in the run's recipe.
  public let stage: Int
  private let tensors: [(name: String, array: NumericArray)]
  private let classifier: Chosen<ClassifierHeads>

  /// The stages of a finished run whose weights are there, in order. Stages that another run has
  /// trained are read from that run, if it is where the recipe says and has not changed.
  /// - Throws: `FileProblem` for a run that is missing or damaged.
  public static func ofRun(_ path: String) throws -> [StageWeights] {
    let run = try RunDirectory.opened(path)
    let recipe = try RecipeFile.read(run.recipePath)
      .locatingWeights(from: (try? RunEnvironment.read(run.environmentPath))?.folder)
    var found: [StageWeights] = []
    for stage in recipe.stages.indices.dropLast() {
      let checkpoint = RunCheckpoint.stages(stage + 1, in: run)
      var file: String?
      if checkpoint.exists {
        try checkpoint.requireUnchanged(checkpoint.modelPath)
        file = checkpoint.modelPath
      }
      if let start = recipe.start, start.stage == stage + 1 { file = Self.file(of: start) }
      if let file { found.append(try StageWeights(stage: stage, file: file, recipe: recipe)) }
    }
    let last = RunCheckpoint("last", in: run)
    // Who needs the figures alone may have removed the checkpoints.
    guard last.exists else { return found }
    let chosen = try last.readState().best == nil ? last : RunCheckpoint("best", in: run)
    try chosen.requireUnchanged(chosen.modelPath)
    found.append(
      try StageWeights(stage: recipe.stages.count - 1, file: chosen.modelPath, recipe: recipe))
    return found
  }

  /// The file of the run that a recipe starts from; `nil` when it is gone, has changed since, or is not
  /// ours, as then its names may be others.
  private static func file(of start: CheckpointStart) -> String? {
    guard let weights = try? StartingWeights(start.path, afterStages: start.stage),
      weights.recipe != nil, weights.sha256 == start.sha256
    else { return nil }
    return weights.file
  }

  private init(stage: Int, file: String, recipe: Recipe) throws {
    self.stage = stage
    classifier = recipe.model.classifier
    tensors = try SafetensorsFile.read(file).tensors.map { ($0.name, $0.array) }
  }

  /// Euclidean norm of what multiplies the features for each class; `nil` for classifiers whose logits
  /// are no such products, and for several experts.
  public var classNorms: [Double]? {
    let prefix = "classifier."
    let layer = tensors.filter { $0.name.hasPrefix(prefix) }
      .map { (String($0.name.dropFirst(prefix.count)), $0.array) }
    return classifier.head.classNorms(Dictionary(layer, uniquingKeysWith: { $1 }))
  }

  /// How far the statistics of each batch norm have moved since an earlier stage, in the order of names.
  public func normalizationShifts(since earlier: StageWeights) -> [NormalizationShift] {
    let then = Dictionary(
      earlier.tensors.map { ($0.name, $0.array) }, uniquingKeysWith: { $1 })
    let now = Dictionary(tensors.map { ($0.name, $0.array) }, uniquingKeysWith: { $1 })
    return tensors.map(\.name).compactMap { name in
      guard let layer = NormalizationNames.layer(ofMean: name) else { return nil }
      let variance = layer + NormalizationNames.variance
      guard let before = then[name], let spread = then[variance], let after = now[name],
        let newSpread = now[variance], before.count == after.count
      else { return nil }
      return NormalizationShift(
        layer: String(layer.dropLast()),
        means: (before.doubles(), after.doubles()),
        variances: (spread.doubles(), newSpread.doubles()))
    }
  }
}
