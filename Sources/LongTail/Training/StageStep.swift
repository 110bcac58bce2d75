import Torch

/// One step of a stage: what its streams show is mixed, and the weights move along the gradients of its loss.
struct StageStep {
  let trainer: Trainer
  let stage: Stage
  let cast: StageCast
  let forward: StageForward
  let optimizer: any Optimizer
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
    var streams = batches.map { $0.stream(on: trainer.execution.device) }
    let exchange = trainer.execution.group.flatMap { group in
      rows.map { BatchExchange(group: group, rows: $0) }
    }
    if let exchange {
      streams = try streams.map { try exchange.whole($0, inputs: stage.seesWholeInputs) }
    }
    let mixed = mix(streams, at: progress)
    let share = exchange.map { StageForward.Share($0, ofWholeInputs: stage.seesWholeInputs) }
    var failure: (any Error)?
    withoutGradients { cast.companions.all.forEach { $0.beforeStep(trainer.model) } }
    var first: (step: ObjectiveStep, values: LossValues)?
    let moment = StepMoment(epoch: progress.epoch, step: progress.step)
    let rate = rate(at: progress)
    optimizer.step(rate: rate, at: moment) { classWeights in
      forward.again(first != nil) {
        guard failure == nil else { return }
        do {
          let answers = try forward(
            mixed.map(\.inputs), views: streams[0].views, share: share,
            inserting: cast.insertion(streams[0].labels, at: progress))
          let (outputs, inserted) = answers.dividing(after: streams[0].labels.count)
          let step = ObjectiveStep(
            outputs: outputs, inserted: inserted, batches: mixed, streams: streams, companions: cast.companions, progress: progress,
            classCounts: trainer.data.training.samples.classCounts,
            sampleWeights: cast.hooks.map { hook in
              { labels in withoutGradients { hook.sampleWeights(labels, at: progress) } }
            }, network: { [forward] in forward.further($0, share: share) },
            ahead: { [optimizer] in optimizer.lookAhead(of: $0, along: $1, rate: rate) })
          let values = cast.loss(step)
          let counted = classWeights.map {
            values.perSample * $0.indexSelected(axis: 0, step.labels).to(values.perSample.dtype)
          }
          let loss = (counted ?? values.perSample).mean()
          if let reducer { try reducer.backward(loss) } else { loss.backward() }
          if first == nil { first = (step, values) }
        } catch { failure = error }
      }
    }
    if let failure { throw failure }
    guard let (step, values) = first else { return }
    withoutGradients {
      cast.objectives.forEach { $0.finish(step) }
      cast.hooks.forEach { $0.afterStep(progress) }
    }
    totals.add(values, of: step)
  }

  private func mix(_ streams: [StreamBatch], at progress: StageProgress) -> [MixedBatch] {
    let streams = streams.dropLast(stage.furtherStreams)
    guard let mixing = stage.mixing?.mixing else { return streams.map(MixedBatch.init) }
    var random = CounterBasedGenerator(
      seed: UInt64(trainer.recipe.seed), stream: RandomPurpose.mixing.rawValue,
      UInt64(epochOffset + progress.epoch), UInt64(progress.step))
    let partners = Array(streams.suffix(mixing.partnerStreams))
    let context = MixingContext(
      classCounts: trainer.data.training.samples.classCounts, progress: progress,
      partners: partners)
    return streams.dropLast(mixing.partnerStreams).map { mixing($0, context, using: &random) }
  }
}
