import Foundation
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

  /// The stage's own smoothing beside the other shapes between the same ends.
  private static func smoothing(
    of stage: Stage, classCounts: [Int]
  ) -> [StageFacts.Smoothing] {
    guard stage.fit == nil, let own = stage.loss.objective as? LabelAwareSmoothing,
      own.head != own.tail
    else { return [] }
    return LabelAwareSmoothing.Shape.allCases.map { shape in
      var other = own
      other.shape = shape
      // No power is published; two is an example.
      other.power = own.power ?? (shape == .exponential ? 2 : nil)
      let power = shape == .exponential ? other.power.map { String(format: ", power %g", $0) } : nil
      return StageFacts.Smoothing(
        shape: shape.rawValue + (power ?? ""), values: other.smoothing(classCounts: classCounts),
        isUsed: shape == own.shape)
    }
  }
}
