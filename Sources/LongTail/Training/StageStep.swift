import Torch

/// One step of a stage: what its streams show is mixed, and the weights move along the gradients of its loss.
struct StageStep {
  let trainer: Trainer
  let stage: Stage
  let cast: StageCast
  let forward: StageForward
  let optimizer: any Optimizer
  /// Parameters of the network that train.
  let trained: [Tensor]
  /// Sums the network's gradients over a group of processes.
  let reducer: GradientReducer?
  /// Epochs of all stages before this one: mixing counts epochs over the whole run.
  let epochOffset: Int

  func rate(at progress: StageProgress) -> Double {
    stage.optimizer.settings.learningRate * stage.schedule.schedule.factor(at: progress)
  }

  /// One step on a batch for all experts, or on one for each; of a group of processes, on `rows` for each of them.
  func callAsFunction(
    _ batches: [Batch], rows: [Int]?, at progress: StageProgress, into totals: inout PendingTotals
  ) throws {
    let parts = try batch(batches, rows: rows, at: progress)
      .parts(trainer.recipe.accumulation, of: stage.batchSize ?? trainer.recipe.batchSize)
    var failure: (any Error)?
    withoutGradients { cast.companions.all.forEach { $0.beforeStep(trainer.model) } }
    var first: [(step: ObjectiveStep, values: LossValues)]?
    let moment = StepMoment(epoch: progress.epoch, step: progress.step)
    let rate = rate(at: progress)
    // The last gradients keep their places in memory until new ones are made: those would come to lie among what the pass
    // keeps for them, so that less and less of it could be used again.
    var former = trained.compactMap(\.gradient)
    optimizer.step(rate: rate, at: moment) { classWeights in
      forward.again(first != nil) {
        guard failure == nil else { return }
        do {
          let seen = try parts.indices.map { place in
            let step = try answers(to: parts[place], at: progress, rate: rate)
            let values = cast.loss(step)
            let mean = values.mean(of: step.labels, weighing: classWeights)
            let loss = parts[place].portion == 1 ? mean : mean * parts[place].portion
            withExtendedLifetime(former) { former = [] }
            // The processes add up their gradients once a step: when the last part has given its own.
            if let reducer, place == parts.count - 1 {
              try reducer.backward(loss)
            } else {
              loss.backward()
            }
            return (step, values)
          }
          if first == nil { first = seen }
        } catch { failure = error }
      }
    }
    if let failure { throw failure }
    guard let first else { return }
    if let group = trainer.execution.group { try forward.agreeOnStatistics(in: group) }
    withoutGradients {
      for (step, _) in first { cast.objectives.forEach { $0.finish(step) } }
      cast.hooks.forEach { $0.afterStep(progress) }
    }
    for (step, values) in first { totals.add(values, of: step) }
  }

  /// The whole batch of a step, mixed.
  private func batch(
    _ batches: [Batch], rows: [Int]?, at progress: StageProgress
  ) throws -> StepBatch {
    var streams = batches.map { $0.stream(on: trainer.execution.device) }
    let exchange = trainer.execution.group.flatMap { group in
      rows.map { BatchExchange(group: group, rows: $0) }
    }
    if let exchange {
      streams = try streams.map { try exchange.whole($0, inputs: stage.seesWholeInputs) }
    }
    var random = CounterBasedGenerator(
      seed: UInt64(trainer.recipe.seed), stream: RandomPurpose.mixing.rawValue,
      UInt64(epochOffset + progress.epoch), UInt64(progress.step))
    return StepBatch(
      streams: streams,
      mixed: stage.mixed(
        streams, classCounts: trainer.data.training.samples.classCounts, at: progress,
        using: &random),
      share: exchange.map { StageForward.Share($0, ofWholeInputs: stage.seesWholeInputs) })
  }

  /// What the network gives for a batch or a part of one, as objectives see it.
  private func answers(
    to batch: StepBatch, at progress: StageProgress, rate: Double
  ) throws -> ObjectiveStep {
    let labels = batch.streams[0].labels
    let answers = try forward(
      batch.mixed.map(\.inputs), views: batch.streams[0].views, share: batch.share,
      inserting: cast.insertion(labels, at: progress))
    let (outputs, inserted) = answers.dividing(after: labels.count)
    return ObjectiveStep(
      outputs: outputs, inserted: inserted, batches: batch.mixed, streams: batch.streams,
      companions: cast.companions, progress: progress,
      classCounts: trainer.data.training.samples.classCounts,
      sampleWeights: cast.sampleWeights(at: progress), whole: batch.whole,
      network: { [forward] in forward.further($0, share: batch.share) },
      ahead: { [optimizer] in optimizer.lookAhead(of: $0, along: $1, rate: rate) })
  }
}
