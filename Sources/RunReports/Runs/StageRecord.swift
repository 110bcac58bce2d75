import LongTail
import Reports

/// What a run's stages left on disk, as a report shows it.
enum StageRecord {
  /// - Throws: `FileProblem` for damaged checkpoints.
  static func facts(
    of path: String, recipe: Recipe, classCounts: [Int]
  ) throws -> [StageFacts] {
    var before: StageWeights?
    return try StageWeights.ofRun(path).map { weights in
      let stage = recipe.stages[weights.stage]
      let shifts = before.map { weights.normalizationShifts(since: $0) } ?? []
      before = weights
      return StageFacts(
        name: "\(weights.stage + 1), \(stage.name)", weightNorms: weights.classNorms ?? [],
        shifts: shifts.map {
          StageFacts.Shift(layer: $0.layer, mean: $0.mean, deviation: $0.deviation)
        }, smoothing: smoothing(of: stage, classCounts: classCounts))
    }
  }

  /// The smoothing of the stage's loss beside the other shapes that it might have.
  private static func smoothing(
    of stage: Stage, classCounts: [Int]
  ) -> [StageFacts.Smoothing] {
    guard stage.fit == nil else { return [] }
    return stage.loss.objective.smoothingShapes(classCounts: classCounts).map {
      StageFacts.Smoothing(shape: $0.name, values: $0.values, isUsed: $0.isUsed)
    }
  }
}
