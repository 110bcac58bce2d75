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
  private(set) var state: TrainingState
  private var log: TrainingLog
  private var events: TrainingEvents

  /// - Throws: `FileProblem` when a checkpoint to resume from does not read.
  public init(
    recipe: Recipe, data: DataPartition, model: ExpertModel, run: RunDirectory,
    execution: Execution, observer: (any TrainingObserver)? = nil
  ) throws {
    self.recipe = recipe
    self.data = data
    self.model = model
    self.run = run
    self.execution = execution
    self.observer = observer
    evaluator = Evaluator(
      model: model, rule: recipe.prediction, trainedCounts: data.training.samples.classCounts,
      execution: execution)
    let last = RunCheckpoint("last", in: run)
    try last.recover()
    try RunCheckpoint("best", in: run).recover()
    state = last.exists ? try last.readState() : TrainingState()
    if last.exists { try last.load(into: model.store) }
    log = try TrainingLog(path: run.logPath, continuingAt: state.logBytes)
    events = try TrainingEvents(folder: run.eventFolder, continuingAt: state.eventBytes)
  }

  /// Whether the run had been finished before.
  public var isFinished: Bool { state.finished }

  /// Trains what is left, then loads the weights that the recipe selects.
  /// - Throws: ``TrainingError``, `FileProblem`.
  public func train() throws {
    while !state.finished {
      try StageTraining(self, resumingFrom: state).run()
      let isLast = state.stage + 1 == recipe.stages.count
      if isLast { state.finished = true } else { state.stage += 1 }
      state.epoch = 0
      state.step = 0
      state.totals = EpochTotals()
      try save(optimizer: nil)
    }
    if state.best != nil { try RunCheckpoint("best", in: run).load(into: model.store) }
  }

  /// Writes the checkpoint `last`.
  func save(optimizer: [(name: String, array: NumericArray)]?) throws {
    try requireFiniteWeights()
    state.logBytes = log.bytes
    state.eventBytes = events.bytes
    try RunCheckpoint("last", in: run).write(
      model: model.store.state(), optimizer: optimizer, state: state, metadata: metadata)
  }

  /// Keeps the present weights as `best` when they score higher than the ones there.
  func keepIfBest(score: Double, stage: Int, epoch: Int) throws {
    if let best = state.best, best.stage == stage, best.score >= score { return }
    // A later stage starts afresh: its epochs are not compared with those of another stage.
    state.best = BestEpoch(stage: stage, epoch: epoch, score: score)
    try RunCheckpoint("best", in: run).write(
      model: model.store.state(), optimizer: nil, state: state, metadata: metadata)
  }

  func advance(to state: TrainingState) {
    var next = state
    next.best = self.state.best
    self.state = next
  }

  func record(_ record: EpochRecord, globalEpoch: Int) throws {
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
  /// The epoch, counted from 0 through the stages, whose weights are loaded; `nil` for the last one.
  public var chosenEpoch: Int? { state.chosenEpoch(in: recipe) }
}
