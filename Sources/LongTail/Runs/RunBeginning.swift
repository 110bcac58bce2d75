import ArrayFiles
import Foundation

/// What a run begins or goes on with: its recipe and its data, checked against what it recorded.
struct RunBeginning {
  /// Where a run goes on, its own.
  let recipe: Recipe
  let data: DataPartition
  /// What the reader should know.
  let remarks: [String]
  /// Whether the run was begun before.
  let isContinued: Bool
  /// Where the recipe's relative paths start; `nil` for the current folder.
  let folder: String?
  private let recorded: RecordedData?
  /// Whether these data are to be recorded anew.
  private let hasNewData: Bool

  /// - Parameters:
  ///   - recipe: what is carried out.
  ///   - data: as its source, or `place`, gives and divides them.
  ///   - output: the run's folder.
  ///   - resuming: goes on with the run that is there.
  ///   - acceptingChangedData: goes on also when the data have changed.
  ///   - place: the source that gave the data, where somebody named it.
  /// - Throws: `FileProblem` for another recipe than the run's, for data that have changed, and for weights
  ///   that are not there.
  init(
    recipe: Recipe, data: DataPartition, output: String, resuming: Bool, acceptingChangedData: Bool,
    place: String? = nil
  ) throws {
    isContinued = resuming && RunDirectory.at(output).hasBegun
    guard isContinued else {
      self.recipe = recipe
      (self.data, remarks) = Self.normalized(data, recipe: recipe)
      folder = nil
      recorded = nil
      hasNewData = true
      return
    }
    let run = try RunDirectory.opened(output)
    let own = try RecipeFile.read(run.recipePath)
    let recorded = try RecordedData(of: run, recipe: own)
    folder = recorded.folder
    var given = recipe
    // Where data lie may change; whether they are the same is told by their content.
    given.data.source = own.data.source
    try given.recordTeachers(from: folder)
    // A method's constants follow from the data: how these are divided comes first, then what they are.
    var divided = own
    (divided.data, divided.seed) = (given.data, given.seed)
    try Self.requireSame(divided, own, path: run.recipePath)
    let checked = try recorded.checked(data, acceptingChanges: acceptingChangedData, from: place)
    try Self.requireSame(given, own, path: run.recipePath)
    let samples = checked.data.training.samples
    if let empty = samples.classCounts.firstIndex(of: 0) {
      throw FileProblem(
        output,
        "cannot go on: no training sample of class \(empty) (\(samples.classNames[empty])) is left")
    }
    guard checked.data.test.samples.count > 0 else {
      throw FileProblem(output, "cannot go on: no test sample is left to measure on")
    }
    self.recipe = given
    self.data = checked.data
    remarks = checked.remarks
    self.recorded = recorded
    hasNewData = checked.isNew
  }

  /// Pictures for weights of another run are normalised as they were for it.
  private static func normalized(
    _ data: DataPartition, recipe: Recipe
  ) -> (DataPartition, [String]) {
    if let pretrained = recipe.pretrained {
      let own = Normalization(mean: pretrained.mean, deviation: pretrained.deviation)
      let input = InputShape(data.training.samples.samples)
      guard input.channels == own.mean.count else { return (data, []) }
      return (
        data.normalized(as: own),
        [
          "pictures are normalised as for \(pretrained.path): mean \(own.meanWords), deviation "
            + own.deviationWords
        ]
      )
    }
    // What is wrong with the other run is told when its weights are loaded.
    guard let start = recipe.start, let run = try? RunDirectory.opened(start.path),
      let source = try? DataDescription.read(run.dataDescriptionPath),
      InputShape(data.training.samples.samples).channels == source.input.channels
    else { return (data, []) }
    let (own, other) = (data.training.samples.normalization, source.normalization)
    guard own.mean != other.mean || own.deviation != other.deviation else { return (data, []) }
    return (
      data.normalized(as: other),
      [
        "pictures are normalised as those of \(start.path) were: mean \(other.meanWords), deviation "
          + "\(other.deviationWords); measured here: \(own.meanWords) and \(own.deviationWords)"
      ]
    )
  }

  /// A run is continued with the recipe that it began with.
  private static func requireSame(_ recipe: Recipe, _ own: Recipe, path: String) throws {
    let saved = try SettingsTree(encoding: own)
    if let difference = saved.firstDifference(from: try SettingsTree(encoding: recipe)) {
      throw FileProblem(
        path, at: difference.key,
        "the run began with \(difference.own), now \(difference.other) is asked for; "
          + "resume without changing the recipe, or choose another --output")
    }
  }

  /// Where batch norm takes the statistics of each process's part, what a run makes depends on their number.
  /// - Parameters:
  ///   - count: of the processes that are to go on.
  ///   - run: what they go on with.
  /// - Throws: `FileProblem`, where others began to train.
  func requireProcesses(_ count: Int, of run: RunDirectory) throws {
    guard recipe.batchNormStatistics == .local, let began = recorded?.processes, began != count
    else { return }
    let last = RunCheckpoint("last", in: run)
    guard try !(last.exists && last.readState().finished) else { return }
    throw FileProblem(
      run.recipePath, at: "batchNormStatistics",
      "local statistics depend on the number of processes: the run began with \(began), now there \(count == 1 ? "is" : "are") "
        + "\(count); resume with \(began), or choose another --output")
  }

  /// Writes down what the data are: at the beginning, when they have changed, and where they lie elsewhere.
  ///
  /// `place` is the source that gave the data, where that is not the recipe's.
  func recordData(in run: RunDirectory, model: ExpertModel, place: String?) throws {
    let location = place.map {
      Datasets.located($0, from: FileManager.default.currentDirectoryPath)
    }
    guard hasNewData else {
      guard let location, var description = recorded?.description,
        description.location != location
      else { return }
      description.location = location
      return try description.write(to: run.dataDescriptionPath)
    }
    var record = try SampleRecord(data)
    // What a run has used once stays in its record.
    if let before = recorded?.record { record = before.merged(with: record) }
    var description = DataDescription(data, recipe: recipe, model: model)
    if let recorded {
      description.location = location ?? recorded.description.location
      description.keepsRoles = true
    }
    try record.write(to: run.samplesPath)
    try description.write(to: run.dataDescriptionPath)
  }
}

extension InputShape {
  /// Of pictures; 0 for features.
  fileprivate var channels: Int {
    if case .picture(_, _, let channels) = self { channels } else { 0 }
  }
}

extension Normalization {
  fileprivate var meanWords: String { Self.words(mean) }
  fileprivate var deviationWords: String { Self.words(deviation) }

  private static func words(_ values: [Double]) -> String {
    values.map { String(format: "%.4f", $0) }.joined(separator: ", ")
  }
}
