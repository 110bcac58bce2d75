import ArrayFiles
import Calibration
import Foundation
import Torch

/// One stage of a run, from wherever its state stands.
final class StageTraining {
  private let trainer: Trainer
  private let stage: Stage
  private let index: Int
  private let optimizer: any Optimizer
  private let average: ExponentialMovingAverage?
  private let trainsBackbone: Bool
  private let trainsRouter: Bool
  private var state: TrainingState
  private var lastSave = Date()
  /// Epochs of all stages before this one: augmentation and mixing count epochs over the whole run.
  private let epochOffset: Int

  init(_ trainer: Trainer, resumingFrom state: TrainingState) throws {
    self.trainer = trainer
    self.state = state
    index = state.stage
    stage = trainer.recipe.stages[state.stage]
    epochOffset = trainer.recipe.epochs(before: state.stage)
    let stage = self.stage
    let store = trainer.model.store
    let kept = stage.batchNorm == .follow ? store.normalizationParameters : []
    let isTrained = { (name: String) in stage.trains(name) && !kept.contains(name) }
    let trained = store.parameters.filter { isTrained($0.name) }
    guard !trained.isEmpty else {
      throw SettingsError(
        "stages.\(index).batchNorm", "follow keeps all that the stage would train")
    }
    if state.epoch == 0, state.step == 0 {
      try StagePreparation(trainer: trainer, stage: stage, index: index).carryOut()
    }
    store.train(where: isTrained)
    trainsBackbone = trained.contains { ExpertModel.isBackbone($0.name) }
    trainsRouter = trained.contains { matches($0.name, prefix: "router") }
    let settings = stage.optimizer.settings
    optimizer = settings.make(settings.groups(of: trained))
    average = stage.averageDecay.map { ExponentialMovingAverage(of: store, decay: $0) }
    let saved = RunCheckpoint("last", in: trainer.run)
    if state.epoch > 0 || state.step > 0 {
      try saved.requireUnchanged(saved.optimizerPath)
      let arrays = try RunCheckpoint.arrays(saved.optimizerPath)
      let prefix = Self.averagePrefix
      try optimizer.load(
        arrays.filter { !$0.key.hasPrefix(prefix) }, from: saved.optimizerPath)
      try average?.load(
        Dictionary(
          uniqueKeysWithValues: arrays.filter { $0.key.hasPrefix(prefix) }
            .map { (String($0.key.dropFirst(prefix.count)), $0.value) }),
        from: saved.optimizerPath)
    }
  }

  private static let averagePrefix = "average/"

  func run() throws {
    while state.epoch < stage.epochs {
      try runEpoch()
    }
    // The averaged weights are what the next stage and the evaluation get.
    average?.replaceValues()
  }

  private func runEpoch() throws {
    let epoch = state.epoch
    let globalEpoch = epochOffset + epoch
    let recipe = trainer.recipe
    let samples = trainer.data.training.samples
    let seed = UInt64(recipe.seed)
    let rate =
      stage.optimizer.settings.learningRate
      * stage.schedule.schedule.factor(epoch: epoch, epochs: stage.epochs)
    let loaders = trainer.loaders(stage: index, epoch: epoch)
    let contexts = loaders.indices.map {
      LossContext(
        classCounts: samples.classCounts, epoch: epoch, epochs: stage.epochs,
        device: trainer.execution.device, branch: $0)
    }
    let steps = loaders[0].batchCount
    var pending = PendingTotals()
    var started = Date()
    let iterators = loaders.map { $0.batches(from: state.step) }
    while state.step < steps {
      let batches = try iterators.compactMap { try $0.next() }
      var random = CounterBasedGenerator(
        seed: seed, stream: RandomPurpose.mixing.rawValue, UInt64(globalEpoch), UInt64(state.step))
      try step(batches, rate: rate, contexts: contexts, into: &pending, using: &random)
      state.step += 1
      let stops = trainer.execution.shouldStop()
      let saves = Date().timeIntervalSince(lastSave) > trainer.execution.checkpointInterval
      if state.step % 10 == 0 || state.step == steps || stops || saves {
        try settle(&pending, since: &started)
        report(steps: steps)
      }
      if stops || saves, state.step < steps { try save() }
      if stops, state.step < steps {
        throw TrainingError.stopped(stage: index, epoch: epoch, step: state.step)
      }
    }
    try finishEpoch(rate: rate, globalEpoch: globalEpoch)
    if trainer.execution.shouldStop(), state.epoch < stage.epochs {
      throw TrainingError.stopped(stage: index, epoch: state.epoch, step: 0)
    }
  }

  /// One step on a batch for all experts, or on one for each.
  private func step(
    _ batches: [Batch], rate: Double, contexts: [LossContext], into totals: inout PendingTotals,
    using random: inout CounterBasedGenerator
  ) throws {
    let device = trainer.execution.device
    let mixed = batches.map { batch in
      let labels = Tensor(batch.labels, device: device)
      let inputs = batch.tensor(on: device)
      return stage.mixing.map { $0.mixing(inputs, labels, using: &random) }
        ?? MixedBatch(inputs: inputs, targets: [(labels, .whole(1))])
    }
    var outputs = withAutocast(
      trainer.recipe.precision == .bfloat16 ? .bfloat16 : nil, on: device
    ) { forward(mixed.map(\.inputs)) }
    let loss = stage.loss.loss
    var total: Tensor?
    for (batch, context) in zip(mixed, contexts) {
      outputs.teacherLogits = trainer.teachers[index]?.logits(batch.inputs)
      for target in batch.targets {
        let values = loss(outputs, target.labels, context)
        let weighted = target.weight.scaling(values.perSample)
        total = total.map { $0 + weighted } ?? weighted
        totals.add(parts: values.parts, weight: target.weight)
        totals.add(
          correct: outputs, labels: target.labels,
          weight: target.weight.divided(by: batches.count))
      }
    }
    guard let perSample = total else { return }
    optimizer.clearGradients()
    perSample.mean().backward()
    optimizer.step(rate: rate)
    average?.update()
    totals.add(loss: perSample, samples: batches[0].count)
  }

  /// What the network gives for one batch for all experts, or for one for each.
  private func forward(_ inputs: [Tensor]) -> ExpertOutputs {
    let mode: Mode =
      switch stage.batchNorm {
      case .train, .follow: .training
      case .frozen, .recomputed: .inference
      }
    func features() -> [Tensor] {
      inputs.count == 1
        ? trainer.model.features(inputs[0], mode)
        : trainer.model.features(eachOf: inputs, mode)
    }
    return trainer.model.outputs(from: trainsBackbone ? features() : withoutGradients(features))
  }

  /// Adds what has gathered on the device to the state; the one place that waits for the device.
  private func settle(_ pending: inout PendingTotals, since started: inout Date) throws {
    pending.settle(into: &state.totals)
    let now = Date()
    state.totals.seconds += now.timeIntervalSince(started)
    started = now
    guard state.totals.loss.isFinite else {
      throw TrainingError.notFinite(
        stage: index, epoch: state.epoch, step: state.step, what: "the loss")
    }
  }

  private func save() throws {
    trainer.advance(to: state)
    var arrays = optimizer.state()
    if let average {
      arrays += average.state().map { (Self.averagePrefix + $0.name, $0.array) }
    }
    try trainer.save(optimizer: arrays)
    lastSave = Date()
  }

  private func report(steps: Int) {
    trainer.report(
      state, steps: steps, loss: state.totals.loss / Double(max(1, state.totals.samples)),
      imagesPerSecond: Double(state.totals.samples) / max(1e-9, state.totals.seconds))
  }

  private func finishEpoch(rate: Double, globalEpoch: Int) throws {
    let totals = state.totals
    let samples = Double(max(1, totals.samples))
    trainer.advance(to: state)
    try trainer.requireFiniteWeights()
    let figures = try average.map { try $0.withAverages(measure) } ?? measure()
    try trainer.record(
      EpochRecord(
        stage: index, stageName: stage.name, epoch: state.epoch, epochs: stage.epochs,
        learningRate: rate, loss: totals.loss / samples,
        lossParts: totals.parts.mapValues { $0 / samples },
        trainingAccuracy: totals.correct / samples, validation: figures.validation,
        test: figures.test,
        fitted: nil,
        timing: EpochTiming(
          seconds: totals.seconds, imagesPerSecond: samples / max(1e-9, totals.seconds))),
      globalEpoch: globalEpoch)
    state.epoch += 1
    state.step = 0
    state.totals = EpochTotals()
    if state.epoch < stage.epochs { try save() } else { trainer.advance(to: state) }
  }

  /// Measures the weights as they are in the network now, and keeps them when they are the best so far.
  private func measure() throws -> (validation: EpochFigures?, test: EpochFigures?) {
    let data = trainer.data
    // Before its own stage a router knows nothing: all experts are asked.
    let routes = trainsRouter
    let validation = try data.validation.map {
      try trainer.evaluator.figures(on: $0.samples, routes: routes)
    }
    let test =
      trainer.recipe.selection == .test
      ? try trainer.evaluator.figures(on: data.test.samples, routes: routes) : nil
    try trainer.keepIfBest(
      validation: validation, test: test, stage: index, epoch: state.epoch)
    return (validation, test)
  }
}

extension ParameterStore {
  /// Names of batch norm's scales and shifts: the parameters beside a running mean.
  fileprivate var normalizationParameters: Set<String> {
    let statistic = "running_mean"
    return Set(
      buffers.map(\.name).filter { $0.hasSuffix(statistic) }
        .flatMap { name in ["weight", "bias"].map { name.dropLast(statistic.count) + $0 } })
  }
}
