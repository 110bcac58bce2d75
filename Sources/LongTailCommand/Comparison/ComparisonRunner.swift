import ArrayFiles
import Foundation
import LongTail

/// Carries out the runs of a comparison one after the other; those that are finished stay as they are.
///
/// Where two methods begin with the same stage on the same data, it is carried out once: later runs
/// begin with the weights of the first. That gives the same bits as doing it again.
final class ComparisonRunner {
  let folder: String
  private let options: DataOptions
  private let epochs: Int?
  private let selection: CheckpointSelection?
  private let settings: [String]
  private let sharesStages: Bool
  private let execution: Execution
  private let display: TrainingDisplay
  /// Folders of finished runs, by what their first stage is made of.
  private var donors: [SettingsKey: String] = [:]
  /// Why runs have failed.
  private(set) var failures: [ComparisonGrid.Place: String] = [:]

  init(
    folder: String, options: DataOptions, epochs: Int?, selection: CheckpointSelection?,
    settings: [String], sharesStages: Bool, execution: Execution, display: TrainingDisplay
  ) {
    self.folder = folder
    self.options = options
    self.epochs = epochs
    self.selection = selection
    self.settings = settings
    self.sharesStages = sharesStages
    self.execution = execution
    self.display = display
  }

  func path(of place: ComparisonGrid.Place) -> String { folder + "/runs/" + place.folder }

  /// Trains a run, or goes on with it, or finds it finished.
  /// - Throws: ``TrainingError/stopped`` when asked to stop; `FileProblem`, `SettingsError`.
  func carryOut(_ place: ComparisonGrid.Place) throws {
    let path = path(of: place)
    let prepared = try prepare(place, path: path)
    let resumes = FileManager.default.fileExists(atPath: path + "/recipe.yaml")
    if try isFinished(path, recipe: prepared.recipe) {
      display.noted("\(place.folder): finished before")
    } else {
      display.noted("\(place.folder): \(resumes ? "goes on" : "begins")")
      let session = try RunSession(
        recipe: prepared.recipe, data: prepared.partition, output: path, resuming: resumes,
        execution: execution, version: Version.current, commandLine: CommandLine.arguments,
        observer: display)
      do {
        _ = try session.carryOut()
      } catch let error as TrainingError {
        if case .stopped = error { throw error }
        display.noted("\(place.folder) failed: \(error)")
        failures[place] = "failed"
        return
      }
      try RunReportWriter.write(runs: [path], to: session.run.reportPath)
    }
    if let key = try SettingsKey(firstStageOf: prepared.recipe), donors[key] == nil {
      donors[key] = path
    }
  }

  private func isFinished(_ path: String, recipe: Recipe) throws -> Bool {
    guard FileManager.default.fileExists(atPath: path + "/evaluation.json") else { return false }
    let saved = try RecipeFile.read(path + "/recipe.yaml")
    guard try SettingsTree(encoding: saved) == SettingsTree(encoding: recipe) else {
      throw FileProblem(
        path,
        "was made with another recipe; compare with the same options, or choose another --output")
    }
    return true
  }

  /// Finds out before anything is trained whether a run's names and values make a recipe.
  /// - Throws: `SettingsError`, `UnknownName`.
  func check(_ place: ComparisonGrid.Place) throws {
    try request(place).check(data: data(of: place), seed: place.seed)
  }

  private func data(of place: ComparisonGrid.Place) throws -> DataSettings {
    var data = try options.settings()
    data.imbalanceFactor = place.factor
    return data
  }

  private func request(_ place: ComparisonGrid.Place) throws -> MethodRequest {
    MethodRequest(
      method: place.method, epochs: epochs, selection: selection,
      settings: try settings(for: place.method))
  }

  private func prepare(_ place: ComparisonGrid.Place, path: String) throws -> RunPlan {
    let prepared = try RunPlan(
      request(place), data: data(of: place), seed: place.seed)
    var recipe = prepared.recipe
    // A run that has begun keeps its start, whatever has finished in the meantime.
    if FileManager.default.fileExists(atPath: path + "/recipe.yaml") {
      recipe.start = try RecipeFile.read(path + "/recipe.yaml").start
    } else if sharesStages, recipe.stages.count > 1,
      let key = try SettingsKey(firstStageOf: recipe), let donor = donors[key]
    {
      let weights = try StartingWeights(donor, afterStages: 1)
      recipe.start = CheckpointStart(path: donor, stage: 1, sha256: weights.sha256)
    }
    return RunPlan(recipe, partition: prepared.partition)
  }

  /// `METHOD:KEY=VALUE` is for one method; a stage that a method lacks is left out.
  private func settings(for name: String) throws -> [String] {
    let stages = try Methods.method(named: name).plan(for: .cifar100).stages.count
    return settings.compactMap { setting in
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

/// All that the weights after a first stage depend on.
struct SettingsKey: Hashable {
  private let text: String

  /// `nil` for a run that began with weights from elsewhere.
  init?(firstStageOf recipe: Recipe) throws {
    // Runs that share a stage may share it further: their own start holds the same weights.
    if let start = recipe.start, start.stage != 1 { return nil }
    var copy = recipe
    copy.method = ""
    copy.start = nil
    copy.prediction = PredictionRule()
    copy.stages = [recipe.stages[0]]
    copy.stages[0].name = ""
    copy.stages[0].fixed = []
    let head = type(of: recipe.model.classifier.head)
    if head.beginsAs != head.name { copy.model.classifier = try Chosen(named: head.beginsAs) }
    text = try RecipeFile.text(copy)
  }
}
