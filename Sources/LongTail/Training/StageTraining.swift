import ArrayFiles
import Calibration
import Foundation
import Torch

/// One stage of a run, from wherever its state stands.
final class StageTraining {
  private let trainer: Trainer
  private let recorder: RunRecorder
  private let stage: Stage
  private let index: Int
  private let cast: StageCast
  private let state: StageState
  private let step: StageStep
  private let evaluator: Evaluator
  private let trainsRouter: Bool
  private var lastSave = Date()
  /// Batches of the epoch to come, which are prepared while this one ends and is measured.
  private var ahead: (epoch: Int, batches: [BatchIterator])?
  /// Epochs of all stages before this one: augmentation and mixing count epochs over the whole run.
  private let epochOffset: Int

  init(_ trainer: Trainer) throws {
    self.trainer = trainer
    recorder = trainer.recorder
    index = trainer.recorder.state.stage
    let (index, recipe, model) = (self.index, trainer.recipe, trainer.model)
    let stage = recipe.stages[index]
    self.stage = stage
    epochOffset = recipe.epochs(before: index)
    let store = model.store
    let kept = stage.batchNorm == .follow ? store.normalizationParameters : []
    let isTrained = { (name: String) in
      recipe.trains(name, in: stage) && !kept.contains(name)
    }
    let trained = store.parameters.filter { isTrained($0.name) }
    guard !trained.isEmpty else {
      throw SettingsError(
        "stages.\(index).batchNorm", "follow keeps all that the stage would train")
    }
    let isNew = !recorder.isInsideStage
    let former = stage.asksFormer ? model.untrainedCopy() : nil
    if isNew { try StagePreparation(trainer: trainer, stage: stage, index: index).carryOut() }
    store.train(where: isTrained)
    trainsRouter = trained.contains { matches($0.name, prefix: "router") }
    let forward = StageForward(
      model: model, stage: stage, precision: recipe.precision,
      statistics: recipe.batchNormStatistics, trained: trained.map(\.name))
    evaluator = trainer.stageEvaluator(resting: forward.resting)
    let counts = trainer.data.training.samples.classCounts
    let size = stage.batchSize ?? recipe.batchSize
    let site = { (root: ParameterPath) in
      StageSite(
        model: model, former: former, classCounts: counts,
        labels: trainer.data.training.samples.labels,
        epochs: stage.epochs, batchSize: size, momentum: stage.momentumCopy?.momentum,
        seed: recipe.stageSeed(index), root: root)
    }
    cast = StageCast(
      stage, site: site, seed: recipe.stageSeed(index), teachers: trainer.teachers[index] ?? [:],
      device: model.device)
    let own = cast.store.parameters.map {
      (name: StageState.ownPrefix + $0.name, tensor: $0.tensor)
    }
    let settings = stage.optimizer.settings
    state = StageState(
      optimizer: settings.make(
        stage.groups(of: trained + own, for: model, classCounts: counts),
        for: site(cast.store.root / "optimizer")),
      tensors: cast.tensors,
      formerAverages: stage.hooks.firstIndex { $0.item is WeightAveraging }.map {
        ("average/", StageState.hookPrefix($0))
      })
    step = StageStep(
      trainer: trainer, stage: stage, cast: cast, forward: forward, optimizer: state.optimizer,
      trained: trained.map(\.tensor),
      reducer: try trainer.execution.group.map {
        try GradientReducer(trained.map(\.tensor), over: $0)
      }, epochOffset: epochOffset)
    if isNew {
      try withoutGradients { try cast.objectives.forEach { try $0.prepare(trainer.answers) } }
    } else {
      try recorder.restore(state)
    }
  }

  func run() throws {
    while recorder.state.epoch < stage.epochs {
      try runEpoch()
    }
    // What hooks hand on is what the next stage and the evaluation get.
    withoutGradients { cast.hooks.forEach { $0.finish() } }
  }

  private func runEpoch() throws {
    let epoch = recorder.state.epoch
    let iterators = batches(of: epoch, from: recorder.state.step)
    let steps = iterators[0].batchCount
    var pending = PendingTotals()
    var started = Date()
    // An objective that chooses the first stream's samples does so when their step has come.
    let chooser = zip(stage.objectives, cast.objectives).first { $0.0.choosesSamples }?.1
    while recorder.state.step < steps {
      let progress = StageProgress(
        epoch: epoch, epochs: stage.epochs, step: recorder.state.step, steps: steps)
      let chosen = try chooser.map { chooser in
        try trainer.batch(stage: index, at: progress, of: iterators[0].sampleCount) {
          chooser.chosenSamples($0, at: progress)
        }
      }
      let given = iterators.dropFirst(chosen == nil ? 0 : 1)
      let batches = try (chosen.map { [$0] } ?? []) + given.compactMap { try $0.next() }
      if recorder.state.step == steps - 1, epoch + 1 < stage.epochs {
        ahead = (epoch + 1, self.batches(of: epoch + 1, from: 0))
      }
      try step(
        batches, rows: iterators[0].rows(ofBatch: recorder.state.step), at: progress, into: &pending
      )
      recorder.state.step += 1
      let done = recorder.state.step
      let (stops, saves) = try wishes(atRest: done % 10 == 0 || done == steps)
      if done % 10 == 0 || done == steps || stops || saves {
        try settle(&pending, since: &started)
        report(steps: steps)
      }
      if stops || saves, done < steps { try save() }
      if stops, done < steps {
        throw TrainingError.stopped(stage: index, epoch: epoch, step: done)
      }
    }
    try finishEpoch(steps: steps)
    if try wishes(atRest: true).stops, recorder.state.epoch < stage.epochs {
      throw TrainingError.stopped(stage: index, epoch: recorder.state.epoch, step: 0)
    }
  }

  /// What an epoch shows, for each stream: what was prepared before, or begun now.
  private func batches(of epoch: Int, from first: Int) -> [BatchIterator] {
    defer { ahead = nil }
    if let ahead, ahead.epoch == epoch, first == 0 { return ahead.batches }
    return trainer.loaders(stage: index, epoch: epoch, shard: trainer.execution.shard).map {
      $0.batches(from: first)
    }
  }

  /// Whether to stop, and whether to save. Processes of a group agree on it, where all of them rest.
  private func wishes(atRest: Bool) throws -> (stops: Bool, saves: Bool) {
    let group = trainer.execution.group
    guard group == nil || atRest else { return (false, false) }
    let own = [
      trainer.execution.shouldStop(),
      Date().timeIntervalSince(lastSave) > trainer.execution.checkpointInterval,
    ]
    let all = try group?.anyone(own) ?? own
    return (all[0], all[1])
  }

  /// Adds what has gathered on the device to the state; the one place that waits for the device.
  private func settle(_ pending: inout PendingTotals, since started: inout Date) throws {
    pending.settle(into: &recorder.state.totals)
    let now = Date()
    recorder.state.totals.seconds += now.timeIntervalSince(started)
    started = now
    guard recorder.state.totals.loss.isFinite else {
      throw TrainingError.notFinite(
        stage: index, epoch: recorder.state.epoch, step: recorder.state.step, what: "the loss")
    }
  }

  private func save() throws {
    try recorder.save(stage: state.arrays())
    lastSave = Date()
  }

  private func report(steps: Int) {
    let totals = recorder.state.totals
    trainer.report(
      recorder.state, steps: steps, loss: totals.loss / Double(max(1, totals.samples)),
      imagesPerSecond: totals.imagesPerSecond)
  }

  private func finishEpoch(steps: Int) throws {
    let epoch = recorder.state.epoch
    let totals = recorder.state.totals
    let progress = StageProgress(epoch: epoch, epochs: stage.epochs, step: steps, steps: steps)
    withoutGradients { cast.hooks.forEach { $0.afterEpoch(progress) } }
    try recorder.requireFiniteWeights()
    var figures: (validation: EpochFigures?, test: EpochFigures?)
    try cast.withMeasuredWeights { figures = try measure() }
    let last = StageProgress(
      epoch: epoch, epochs: stage.epochs, step: max(0, steps - 1), steps: steps)
    try recorder.record(
      EpochRecord(
        stage: index, stageName: stage.name, epoch: epoch, epochs: stage.epochs,
        learningRate: step.rate(at: last), totals: totals, validation: figures.validation,
        test: figures.test),
      globalEpoch: epochOffset + epoch)
    if epoch + 1 < stage.epochs {
      try withoutGradients { try cast.objectives.forEach { try $0.finishEpoch(trainer.answers) } }
    }
    recorder.state.epoch += 1
    recorder.state.step = 0
    recorder.state.totals = EpochTotals()
    if recorder.state.epoch < stage.epochs { try save() }
  }

  /// Measures the weights as they are in the network now, and keeps them when they are the best so far.
  private func measure() throws -> (validation: EpochFigures?, test: EpochFigures?) {
    if cast.hooks.contains(where: \.recomputesStatistics) {
      try NormalizationStatistics.measure(
        trainer.model, on: trainer.loaders(stage: index, epoch: recorder.state.epoch)[0])
    }
    let data = trainer.data
    // Before its own stage a router knows nothing: all experts are asked.
    let routes = trainsRouter
    let validation = try data.validation.map {
      try evaluator.figures(on: $0.samples, routes: routes)
    }
    let test =
      trainer.recipe.selection == .test
      ? try evaluator.figures(on: data.test.samples, routes: routes) : nil
    try recorder.keepIfBest(
      validation: validation, test: test, stage: index, epoch: recorder.state.epoch)
    return (validation, test)
  }
}
