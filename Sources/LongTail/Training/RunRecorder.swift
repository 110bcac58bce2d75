import ArrayFiles
import Foundation
import Torch

/// The one owner of how far a run has come, and the only writer of its state, log, events and checkpoints while
/// it trains. Of a group of processes the first one writes; the others keep the same state.
final class RunRecorder {
  let run: RunDirectory
  private let recipe: Recipe
  private let model: ExpertModel
  private let observer: (any TrainingObserver)?
  var state: TrainingState
  private let group: ProcessGroup?
  /// `nil` in a process that does not write.
  private var log: TrainingLog?
  private var events: TrainingEvents?

  private var writes: Bool { group.map { $0.rank == 0 } ?? true }

  /// Goes on where the run's last checkpoint was saved, whose weights it loads.
  /// - Throws: `FileProblem` when a checkpoint to resume from does not read.
  init(
    run: RunDirectory, recipe: Recipe, model: ExpertModel, group: ProcessGroup? = nil,
    observer: (any TrainingObserver)?
  ) throws {
    self.run = run
    self.recipe = recipe
    self.model = model
    self.observer = observer
    self.group = group
    let isFirst = group.map { $0.rank == 0 } ?? true
    let last = RunCheckpoint("last", in: run)
    if isFirst {
      try last.recover()
      try RunCheckpoint("best", in: run).recover()
    }
    if last.exists {
      state = try last.readState()
      try last.load(into: model.store, leaving: recipe.leavesToFile)
    } else {
      state = TrainingState()
      state.stage = recipe.start?.stage ?? 0
    }
    guard isFirst else { return }
    log = try TrainingLog(path: run.logPath, continuingAt: state.logBytes)
    events = try TrainingEvents(folder: run.eventFolder, continuingAt: state.eventBytes)
  }

  /// Whether the present stage has been begun.
  var isInsideStage: Bool { state.epoch > 0 || state.step > 0 }

  /// Gives a stage back what it remembered when the last checkpoint was saved.
  /// - Throws: `FileProblem`.
  func restore(_ stage: StageState) throws {
    let saved = RunCheckpoint("last", in: run)
    try saved.requireUnchanged(saved.optimizerPath)
    try stage.load(RunCheckpoint.arrays(saved.optimizerPath), from: saved.optimizerPath)
  }

  /// Writes the checkpoint `last`; with what the stage remembers, inside one.
  func save(stage: [(name: String, array: NumericArray)]?) throws {
    try requireFiniteWeights()
    guard let log, let events else { return }
    state.logBytes = log.bytes
    state.eventBytes = events.bytes
    try write(RunCheckpoint("last", in: run), stage: stage)
  }

  /// Ends the present stage: the next one starts from the weights that the selection picks. They also stay
  /// on disk, so that other runs can start from them.
  func finishStage() throws {
    if state.stage + 1 == recipe.stages.count {
      state.finished = true
    } else {
      if state.best?.stage == state.stage { try loadBest() }
      state.stage += 1
      try write(.stages(state.stage, in: run))
    }
    state.epoch = 0
    state.step = 0
    state.totals = EpochTotals()
    try save(stage: nil)
  }

  /// Loads the weights of the best epoch.
  func loadBest() throws {
    if writes {
      try RunCheckpoint("best", in: run).load(into: model.store, leaving: recipe.leavesToFile)
    }
    try group?.broadcast(model.store)
  }

  /// Writes a checkpoint of the network as it is now.
  private func write(
    _ checkpoint: RunCheckpoint, stage: [(name: String, array: NumericArray)]? = nil
  ) throws {
    guard writes else { return }
    try run.requirePresent()
    var metadata = [
      "method": recipe.method, "backbone": recipe.model.backbone.name,
      "classes": "\(model.classes)",
    ]
    if let pretrained = recipe.pretrained { metadata["backbone_sha256"] = pretrained.sha256 }
    let kept = model.store.tensors.filter { !recipe.leavesToFile($0.name) }
    try checkpoint.write(
      model: kept.map { ($0.name, $0.tensor.numericArray()) }, optimizer: stage, state: state,
      metadata: metadata)
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

  /// Adds a finished epoch to the log and the events.
  func record(_ record: EpochRecord, globalEpoch: Int) throws {
    try run.requirePresent()
    try log?.append(record)
    try events?.append(record, globalEpoch: globalEpoch)
    observer?.finished(record)
  }

  func requireFiniteWeights() throws {
    let sums = model.store.parameters.map { ($0.name, $0.tensor.detached().abs().sum()) }
    // The device is asked once; which weight it is, only where there is one.
    guard !sums.isEmpty, !Tensor.stacked(sums.map(\.1)).sum().item().isFinite else { return }
    for (name, sum) in sums where !sum.item().isFinite {
      throw TrainingError.notFinite(
        stage: state.stage, epoch: state.epoch, step: state.step, what: "the weight \(name)")
    }
  }
}
