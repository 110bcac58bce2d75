import ArrayFiles
import Calibration
import Foundation
public import Torch

/// How a run is carried out; nothing here changes its result, threads and device apart.
public struct Execution: Sendable {
  public var device: Device
  /// Threads that prepare batches, ≥ 1.
  public var workers: Int
  /// Longest time between two checkpoints, in seconds; one is written after every epoch anyway.
  public var checkpointInterval: Double
  /// Asked before each step; training saves and stops when it says so.
  public var shouldStop: @Sendable () -> Bool

  public init(
    device: Device = .cpu, workers: Int = 2, checkpointInterval: Double = 600,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.device = device
    self.workers = workers
    self.checkpointInterval = checkpointInterval
    self.shouldStop = shouldStop
  }
}

/// Why training ended early.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// The loss or a weight is NaN or infinite.
  case notFinite(stage: Int, epoch: Int, step: Int, what: String)
  /// Somebody asked to stop; all is saved.
  case stopped(stage: Int, epoch: Int, step: Int)

  public var description: String {
    switch self {
    case .notFinite(let stage, let epoch, let step, let what):
      "\(what) is no longer finite at stage \(stage + 1), epoch \(epoch + 1), step \(step); "
        + "checkpoints saved before are intact; a smaller learning rate or a longer warm-up may help"
    case .stopped(let stage, let epoch, let step):
      "stopped and saved at stage \(stage + 1), epoch \(epoch + 1), step \(step)"
    }
  }
}

/// Carries out the stages of a recipe. It names no loss, model, dataset or method.
public final class Trainer {
  let recipe: Recipe
  let data: DataPartition
  let model: ExpertModel
  let run: RunDirectory
  let execution: Execution
  let observer: (any TrainingObserver)?
  let evaluator: Evaluator
  /// By the index of the stage that learns from them.
  let teachers: [Int: TeacherNetwork]
  /// How much there is to do.
  private(set) lazy var work = TrainingWork(self)
  private(set) var state: TrainingState
  private var log: TrainingLog
  private var events: TrainingEvents

  /// - Throws: `FileProblem` when a checkpoint to resume from does not read.
  public init(
    recipe: Recipe, data: DataPartition, model: ExpertModel, run: RunDirectory,
    execution: Execution, teachers: [Int: TeacherNetwork] = [:],
    observer: (any TrainingObserver)? = nil
  ) throws {
    self.recipe = recipe
    self.teachers = teachers
    self.data = data
    self.model = model
    self.run = run
    self.execution = execution
    self.observer = observer
    evaluator = Evaluator(
      model: model, rule: recipe.prediction, trainedCounts: data.training.samples.classCounts,
      normalization: data.training.samples.normalization, execution: execution)
    let last = RunCheckpoint("last", in: run)
    try last.recover()
    try RunCheckpoint("best", in: run).recover()
    if last.exists {
      state = try last.readState()
      try last.load(into: model.store)
    } else {
      state = TrainingState()
      state.stage = recipe.start?.stage ?? 0
    }
    log = try TrainingLog(path: run.logPath, continuingAt: state.logBytes)
    events = try TrainingEvents(folder: run.eventFolder, continuingAt: state.eventBytes)
  }

  /// Whether the run had been finished before.
  public var isFinished: Bool { state.finished }

  /// Trains what is left, then loads the weights that the recipe selects.
  /// - Throws: ``TrainingError``, `FileProblem`.
  public func train() throws {
    while !state.finished {
      if recipe.stages[state.stage].fit != nil {
        try ClassifierFitting(self).run()
      } else {
        try StageTraining(self, resumingFrom: state).run()
      }
      let isLast = state.stage + 1 == recipe.stages.count
      if isLast { state.finished = true } else { try handOn() }
      state.epoch = 0
      state.step = 0
      state.totals = EpochTotals()
      try save(optimizer: nil)
    }
    if state.best != nil { try RunCheckpoint("best", in: run).load(into: model.store) }
  }

  /// Goes on to the next stage, which starts from the weights that the selection picks; they also stay
  /// on disk, so that other runs can start from them.
  private func handOn() throws {
    if state.best?.stage == state.stage {
      try RunCheckpoint("best", in: run).load(into: model.store)
    }
    state.stage += 1
    try write(.stages(state.stage, in: run))
  }

  /// Writes a checkpoint of the network as it is now.
  private func write(
    _ checkpoint: RunCheckpoint, optimizer: [(name: String, array: NumericArray)]? = nil
  ) throws {
    try run.requirePresent()
    try checkpoint.write(
      model: model.store.state(), optimizer: optimizer, state: state, metadata: metadata)
  }

  /// Writes the checkpoint `last`.
  func save(optimizer: [(name: String, array: NumericArray)]?) throws {
    try requireFiniteWeights()
    state.logBytes = log.bytes
    state.eventBytes = events.bytes
    try write(RunCheckpoint("last", in: run), optimizer: optimizer)
  }

  /// Keeps the present weights as `best` when the part that selects scores higher than those there.
  func keepIfBest(
    validation: EpochFigures?, test: EpochFigures?, stage: Int, epoch: Int
  ) throws {
    let selecting =
      switch recipe.selection {
      case .last: nil as Double?
      case .validation: validation?.balancedAccuracy
      case .test: test?.accuracy
      }
    guard let score = selecting else { return }
    if let best = state.best, best.stage == stage, best.score >= score { return }
    // A later stage starts afresh: its epochs are not compared with those of another stage.
    state.best = BestEpoch(stage: stage, epoch: epoch, score: score)
    try write(RunCheckpoint("best", in: run))
  }

  /// Measures and logs what a fit gave.
  func finishFit(_ figures: [String: Double], seconds: Double) throws {
    try requireFiniteWeights()
    let stage = recipe.stages[state.stage]
    let training = try evaluator.figures(on: data.training.samples)
    let validation = try data.validation.map { try evaluator.figures(on: $0.samples) }
    let test = recipe.selection == .test ? try evaluator.figures(on: data.test.samples) : nil
    try keepIfBest(validation: validation, test: test, stage: state.stage, epoch: 0)
    let count = Double(data.training.samples.count)
    try record(
      EpochRecord(
        stage: state.stage, stageName: stage.name, epoch: 0, epochs: 1, learningRate: 0,
        loss: training.negativeLogLikelihood, lossParts: [:],
        trainingAccuracy: training.accuracy, validation: validation, test: test,
        fitted: figures,
        timing: EpochTiming(seconds: seconds, imagesPerSecond: count / max(1e-9, seconds))),
      globalEpoch: recipe.epochs(before: state.stage))
    for (name, value) in figures.sorted(by: { $0.key < $1.key }) {
      observer?.noted("\(stage.name): \(name) \(String(format: "%.4g", value))")
    }
  }

  func advance(to state: TrainingState) {
    var next = state
    next.best = self.state.best
    self.state = next
  }

  func record(_ record: EpochRecord, globalEpoch: Int) throws {
    try run.requirePresent()
    try log.append(record)
    try events.append(record, globalEpoch: globalEpoch)
    observer?.finished(record)
  }

  private var metadata: [String: String] {
    [
      "method": recipe.method, "backbone": recipe.model.backbone.name,
      "classes": "\(model.classes)",
    ]
  }

  func requireFiniteWeights() throws {
    for (name, tensor) in model.store.parameters
    where !tensor.detached().abs().sum().item().isFinite {
      throw TrainingError.notFinite(
        stage: state.stage, epoch: state.epoch, step: state.step, what: "the weight \(name)")
    }
  }
}

extension Trainer {
  /// The positions of the samples that one epoch of a stage shows, counted from 0 in the stage: one order
  /// for all experts, or one for each; these are equally long.
  func orders(stage index: Int, epoch: Int) -> [[Int]] {
    let samples = data.training.samples
    let stage = recipe.stages[index]
    let samplers = [stage.sampler] + stage.branchSamplers
    let orders = zip(samplers, Self.branchSeeds(samplers.count)).map { sampler, offset in
      sampler.sampler.order(
        labels: samples.labels, classes: samples.classes,
        seed: recipe.stageSeed(index) &+ (offset &<< 8), epoch: epoch, epochs: stage.epochs)
    }
    let length = orders.map(\.count).min() ?? 0
    return orders.map { Array($0.prefix(length)) }
  }

  /// The batches of one epoch of a stage, counted from 0 in the stage: one loader for all experts, or one
  /// for each; these have equally many batches of the same sizes.
  func loaders(stage index: Int, epoch: Int) -> [BatchLoader] {
    let stage = recipe.stages[index]
    let orders = orders(stage: index, epoch: epoch)
    return zip(orders, Self.branchSeeds(orders.count)).map { order, offset in
      BatchLoader(
        data.training.samples, order: order, batchSize: stage.batchSize ?? recipe.batchSize,
        augmentations: stage.augmentations.map(\.augmentation), seed: UInt64(recipe.seed) &+ offset,
        epoch: recipe.epochs(before: index) + epoch, workers: execution.workers)
    }
  }

  /// The golden ratio's bits keep the branches apart, as they do stages.
  private static func branchSeeds(_ count: Int) -> [UInt64] {
    (0..<count).map { UInt64($0) &* 0x9e37_79b9_7f4a_7c15 }
  }

  /// The epoch, counted from 0 through the stages, whose weights are loaded; `nil` for the last one.
  public var chosenEpoch: Int? { state.chosenEpoch(in: recipe) }
}
