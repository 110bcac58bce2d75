import TestSupport
import Testing
import Torch

@testable import LongTail

/// Training in double precision, where rounding has no time to grow: what is the same in theory is the same here.
enum DoublePrecisionRun {
  /// A residual network with batch norm, of 15 blocks with 2, 3 and 4 channels.
  static var residual: ModelSettings { ModelSettings(backbone: ResNet32(widths: [2, 3, 4])) }

  /// What every process ends with, by its rank.
  struct Result {
    /// The mean loss of each epoch.
    let losses: [Double]
    /// The last weights and buffers, by name.
    let weights: [String: [Double]]
    let steps: Int

    /// The largest difference from another one, relative to the largest number of its tensor, over losses and tensors.
    func distance(from other: Result) -> Double {
      func largest(_ values: [Double]) -> Double { values.map(abs).max() ?? 0 }
      func distance(_ own: [Double], _ other: [Double]?) -> Double {
        guard let other, own.count == other.count else { return .infinity }
        let difference = largest(zip(own, other).map { $0 - $1 })
        return difference == 0 ? 0 : difference / largest(other)
      }
      return weights.map { distance($1, other.weights[$0]) }
        .reduce(distance(losses, other.losses), max)
    }
  }

  /// Carries out the stages of a recipe by so many processes, each a thread here.
  static func results(_ recipe: Recipe, processes: Int) throws -> [Result] {
    let folder = try TemporaryFolder()
    let port = try ProcessMeeting.freePort()
    return try ranks(processes) { rank in
      let group = try processes == 1 ? nil : GroupRun.group(rank, of: processes, port: port)
      let data = try recipe.data.partition(seed: recipe.seed)
      let samples = data.training.samples
      let model = try ExpertModel(
        recipe.model, input: InputShape(samples.samples), classes: samples.classes,
        seed: UInt64(recipe.seed), dtype: .float64)
      let run = try RunDirectory.claimed(folder("\(rank)"), resuming: false)
      let trainer = try Trainer(
        recipe: recipe, data: data, model: model, run: run,
        execution: Execution(workers: 1, group: group))
      try trainer.train()
      let records = rank == 0 ? try EpochRecord.readAll(run.logPath) : []
      return Result(
        losses: records.map(\.loss),
        weights: Dictionary(
          uniqueKeysWithValues: model.store.tensors.map { ($0.name, $0.tensor.doubles) }),
        steps: trainer.work.totalSteps)
    }
  }
}
