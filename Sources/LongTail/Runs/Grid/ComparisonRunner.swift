import ArrayFiles
import Foundation

/// Carries out the runs of a comparison one after the other; those that are finished stay as they are. Several processes
/// may carry out the same comparison in the same folder, on any machines that see it: each run is claimed by one of them.
///
/// Where two methods begin with the same stage on the same data, it is carried out once: later runs
/// begin with the weights of the first. That gives the same bits as doing it again.
public final class ComparisonRunner {
  /// Where the runs lie, a folder each.
  public let folder: String
  private let data: DataSettings
  private let request: MethodRequest
  private let sharesStages: Bool
  private let execution: Execution
  private let waits: Bool
  private let timing: RunClaim.Timing
  private let commandLine: [String]
  private let observer: (any TrainingObserver)?
  private let finished: (RunDirectory) throws -> Void
  /// Folders of finished runs, by what their first stage is made of.
  private var donors: [FirstStageKey: String] = [:]
  /// Why runs have failed.
  public private(set) var failures: [ComparisonGrid.Place: String] = [:]

  /// - Parameters:
  ///   - folder: the runs lie below its `runs/`.
  ///   - data: what all runs are trained on; a place of the grid changes the imbalance factor.
  ///   - request: what every run's plan is changed by; its method is the place's. A setting may also be
  ///     `METHOD:KEY=VALUE`, for one method; one of a stage that a method lacks is left out.
  ///   - sharesStages: whether first stages that are the same are carried out only once.
  ///   - execution: how runs are carried out.
  ///   - waits: whether, when all other runs are finished, it waits for those that other processes carry out, and takes over
  ///     those whose process has died.
  ///   - commandLine: what the runs say they were begun with.
  ///   - observer: is told of progress.
  ///   - finished: is called with each run that has been carried out, such as to write its page.
  public convenience init(
    folder: String, data: DataSettings, request: MethodRequest, sharesStages: Bool = true,
    execution: Execution, waits: Bool = true, commandLine: [String] = CommandLine.arguments,
    observer: (any TrainingObserver)? = nil,
    finished: @escaping (RunDirectory) throws -> Void = { _ in }
  ) {
    self.init(
      folder: folder, data: data, request: request, sharesStages: sharesStages,
      execution: execution, waits: waits, timing: RunClaim.Timing(), commandLine: commandLine,
      observer: observer, finished: finished)
  }

  init(
    folder: String, data: DataSettings, request: MethodRequest, sharesStages: Bool,
    execution: Execution, waits: Bool, timing: RunClaim.Timing, commandLine: [String],
    observer: (any TrainingObserver)?, finished: @escaping (RunDirectory) throws -> Void
  ) {
    self.folder = folder
    self.data = data
    self.request = request
    self.sharesStages = sharesStages
    self.execution = execution
    self.waits = waits
    self.timing = timing
    self.commandLine = commandLine
    self.observer = observer
    self.finished = finished
  }

  /// Share of every stage's length in all runs; `nil` for whole ones.
  public var scale: Double? { request.scale }

  /// The folder of a run.
  public func path(of place: ComparisonGrid.Place) -> String { folder + "/runs/" + place.folder }

  /// Carries out all runs that no other process has, or finds them finished.
  /// - Parameters:
  ///   - places: the runs, in the order in which they are begun.
  ///   - after: is called after each of them.
  /// - Throws: ``TrainingError/stoppedBetweenRuns``, and as ``carryOut(_:)``.
  public func carryOut(_ places: [ComparisonGrid.Place], after: () throws -> Void) throws {
    var watch = ClaimWatch()
    var left = places
    var isWaiting = false
    while !left.isEmpty {
      let held = try left.filter { place in
        guard try carryOutUnclaimed(place, &watch) else { return true }
        try after()
        return false
      }
      guard !held.isEmpty, waits || held.count < left.count else { return }
      left = held
      if !isWaiting {
        let runs = held.count == 1 ? "a run is" : "\(held.count) runs are"
        observer?.noted("\(runs) carried out by other processes; waiting for that")
        isWaiting = true
      }
      let end = Date().addingTimeInterval(min(2, timing.beat))
      repeat {
        if execution.shouldStop() { throw TrainingError.stoppedBetweenRuns }
        Thread.sleep(forTimeInterval: min(0.2, timing.beat))
      } while Date() < end
    }
  }

  /// - Returns: whether the run is done with; otherwise another process has it.
  private func carryOutUnclaimed(
    _ place: ComparisonGrid.Place, _ watch: inout ClaimWatch
  ) throws -> Bool {
    let run = RunDirectory.at(path(of: place))
    if !run.isFinished {
      guard let claim = try RunClaim.take(run.path, watch: &watch, timing: timing) else {
        return false
      }
      defer { claim.release(isFinished: run.isFinished) }
      do {
        try carryOut(place, execution.stopping(when: { claim.isLost }))
      } catch let error as TrainingError {
        guard error.isStop, claim.isLost, !execution.shouldStop() else { throw error }
        observer?.noted("\(place.folder): another process has taken it over")
        return false
      }
    } else {
      try carryOut(place)
    }
    return true
  }

  /// Trains a run, or goes on with it, or finds it finished.
  /// - Throws: ``TrainingError/stopped(stage:epoch:step:)`` when asked to stop; `FileProblem`,
  ///   ``SettingsError``. A training that fails otherwise is noted in ``failures``.
  public func carryOut(_ place: ComparisonGrid.Place) throws {
    try carryOut(place, execution)
  }

  private func carryOut(_ place: ComparisonGrid.Place, _ execution: Execution) throws {
    let path = path(of: place)
    let prepared = try prepare(place, path: path)
    let resumes = RunDirectory.at(path).hasBegun
    if try isFinished(path, recipe: prepared.recipe) {
      observer?.noted("\(place.folder): finished before")
    } else {
      observer?.noted("\(place.folder): \(resumes ? "goes on" : "begins")")
      let session = try RunSession(
        recipe: prepared.recipe, data: prepared.partition, output: path, resuming: resumes,
        execution: execution, version: Version.current, commandLine: commandLine,
        observer: observer)
      do {
        _ = try session.carryOut()
      } catch let error as TrainingError {
        if error.isStop { throw error }
        observer?.noted("\(place.folder) failed: \(error)")
        failures[place] = "failed"
        return
      }
      try finished(session.run)
    }
    if let key = try FirstStageKey(prepared.recipe), donors[key] == nil {
      donors[key] = path
    }
  }

  private func isFinished(_ path: String, recipe: Recipe) throws -> Bool {
    let run = RunDirectory.at(path)
    guard run.isFinished else { return false }
    let saved = try RecipeFile.read(run.recipePath)
    guard try SettingsTree(encoding: saved) == SettingsTree(encoding: recipe) else {
      throw FileProblem(
        path,
        "was made with another recipe; compare with the same options, or choose another --output")
    }
    return true
  }

  /// Finds out before anything is trained whether a run's names and values make a recipe.
  /// - Throws: ``SettingsError``, `UnknownName`.
  public func check(_ place: ComparisonGrid.Place) throws {
    try request(for: place).check(data: data(of: place), seed: place.seed)
  }

  private func data(of place: ComparisonGrid.Place) -> DataSettings {
    var data = data
    if let variant = place.variant { data.source = variant.source }
    data.imbalanceFactor = place.factor
    return data
  }

  private func request(for place: ComparisonGrid.Place) throws -> MethodRequest {
    var request = request
    request.method = place.method
    request.settings = try settings(for: place.method)
    if let variant = place.variant {
      request.preset = variant.preset
      request.settings = variant.settings + request.settings
    }
    return request
  }

  private func prepare(_ place: ComparisonGrid.Place, path: String) throws -> RunPlan {
    let prepared = try RunPlan(
      request(for: place), data: data(of: place), seed: place.seed)
    var recipe = prepared.recipe
    // A run that has begun keeps its start, whatever has finished in the meantime.
    let run = RunDirectory.at(path)
    if run.hasBegun {
      recipe.start = try RecipeFile.read(run.recipePath).start
    } else if sharesStages, recipe.stages.count > 1,
      let key = try FirstStageKey(recipe), let donor = donors[key]
    {
      let weights = try StartingWeights(donor, afterStages: 1)
      recipe.start = CheckpointStart(path: donor, stage: 1, sha256: weights.sha256)
    }
    return RunPlan(recipe, partition: prepared.partition)
  }

  /// `METHOD:KEY=VALUE` is for one method; a stage that a method lacks is left out.
  private func settings(for name: String) throws -> [String] {
    let stages = try Methods.method(named: name).plan(for: .cifar100).stages.count
    return request.settings.compactMap { setting in
      let parts = setting.split(separator: ":", maxSplits: 1)
      if parts.count == 2, Methods.names.contains(String(parts[0])) {
        return parts[0] == name ? String(parts[1]) : nil
      }
      let place = setting.split(separator: ".", maxSplits: 2)
      if place.count == 3, place[0] == "stages", let index = Int(place[1]), index >= stages {
        return nil
      }
      return setting
    }
  }
}
