import ArrayFiles
import Calibration
import Foundation
import Torch

/// A recipe with its data, its network and its folder: what `longtail train` carries out.
public final class RunSession {
  /// What is carried out: as given, and complete with what was found out of its teachers.
  public let recipe: Recipe
  /// The recipe's data, normalised as the run records.
  public let data: DataPartition
  /// The network, from its first weights on, or from those of the checkpoint once it goes on.
  public let model: ExpertModel
  /// The run's folder, locked against other processes.
  public let run: RunDirectory
  /// Where the data came from, where that is not what the recipe says.
  let place: String?
  private let execution: Execution
  let observer: (any TrainingObserver)?
  let trainer: Trainer

  /// Claims the run's folder and builds the network; resumes when the folder has a checkpoint.
  ///
  /// Where the execution has a group, each of its processes makes a session of the same run; the first one writes.
  /// - Parameters:
  ///   - recipe: what is carried out.
  ///   - data: as the recipe's source gives and divides them.
  ///   - output: the run's folder.
  ///   - resuming: goes on with the run that is there.
  ///   - execution: how it is carried out.
  ///   - version: of the program.
  ///   - commandLine: what began the run.
  ///   - place: the source that gave them where that is another one than the recipe's.
  ///   - acceptingChangedData: resumes also when the data have changed.
  ///   - observer: is told of progress.
  /// - Throws: `FileProblem`, ``SettingsError``, `TorchError`.
  public init(
    recipe: Recipe, data: DataPartition, output: String, resuming: Bool, execution: Execution,
    version: String, commandLine: [String], place: String? = nil,
    acceptingChangedData: Bool = false, observer: (any TrainingObserver)? = nil
  ) throws {
    try recipe.validate()
    let begun = try RunBeginning(
      recipe: recipe, data: data, output: output, resuming: resuming,
      acceptingChangedData: acceptingChangedData, place: place)
    let (recipe, data) = (begun.recipe, begun.data)
    begun.remarks.forEach { observer?.noted($0) }
    if recipe.selection == .validation, data.validation == nil {
      throw SettingsError(
        "selection",
        "the epoch cannot be chosen on validation: \(recipe.data.absenceOfValidation); choose “last”"
      )
    }
    // All have looked at the folder before one of them writes there.
    try execution.group?.barrier()
    try begun.requireProcesses(execution.group?.size ?? 1, of: .at(output))
    self.data = data
    self.place = place
    self.execution = execution
    self.observer = observer
    let samples = data.training.samples
    if execution.device == .cpu {
      try recipe.requireMemory(
        input: InputShape(samples.samples), classes: samples.classes, samples: samples.count)
    }
    model = try ExpertModel(
      recipe.model, input: InputShape(samples.samples), classes: samples.classes,
      seed: UInt64(recipe.seed), device: execution.device)
    if case .features = samples.samples {
      for (index, stage) in recipe.stages.enumerated() where !stage.augmentations.isEmpty {
        throw SettingsError(
          "stages.\(index).augmentations", "augmentations are for pictures; the data has features")
      }
    }
    try recipe.validate(for: model, classCounts: samples.classCounts)
    var complete = recipe
    try complete.recordTeachers(from: begun.folder)
    self.recipe = complete
    let located = complete.locatingWeights(from: begun.folder)
    let teachers = try located.teachers(of: model, data: data, observer: observer)
    let hasCheckpoint = RunCheckpoint("last", in: .at(output)).exists
    var projection: NumericArray?
    if let pretrained = located.pretrained {
      let loaded = try pretrained.load(into: model)
      projection = loaded.projection
      if !hasCheckpoint { loaded.remarks.forEach { observer?.noted($0) } }
    }
    if let start = located.start, !hasCheckpoint {
      try start.load(into: model, recipe: complete, data: data, observer: observer)
    }
    if let group = execution.group {
      // Before anything is written.
      let digest = ContentDigest()
      digest.add(try RecipeFile.text(complete))
      try group.requireSame(digest.hexadecimal(), "the recipe")
      try group.requireSame(try SampleRecord(data).digest, "the data")
    }
    run = try execution.leads ? .claimed(output, resuming: resuming) : .at(output)
    if execution.leads {
      try Self.begin(
        run, begun, recipe: complete, model: model, execution: execution, version: version,
        commandLine: commandLine,
        place: place)
    } else {
      // The first process still puts the folder in order.
      try execution.group?.barrier()
    }
    trainer = try Trainer(
      recipe: complete, data: data, model: model, run: run, execution: execution,
      teachers: teachers, projection: projection, observer: observer)
    guard let group = execution.group else { return }
    if execution.leads { try group.barrier() }
    try group.broadcast(model.store)
  }

  /// Writes down what the run begins with, or that it goes on.
  private static func begin(
    _ run: RunDirectory, _ begun: RunBeginning, recipe complete: Recipe, model: ExpertModel,
    execution: Execution,
    version: String, commandLine: [String], place: String?
  ) throws {
    let data = begun.data
    var checksums = try RunChecksums(of: run)
    if begun.isContinued {
      try run.requireUnchanged(run.recipePath, run.dataDescriptionPath, run.samplesPath)
      try begun.recordData(in: run, model: model, place: place)
      try checksums.renew([run.dataDescriptionPath, run.samplesPath])
    } else {
      try RunEnvironment(
        version: version, execution: execution, data: data, commandLine: commandLine
      ).write(to: run.environmentPath)
      try begun.recordData(in: run, model: model, place: place)
      // The recipe comes last: a folder that has one is complete, whenever the process is killed.
      let text = Data(try RecipeFile.text(complete).utf8)
      try checksums.record(run.firstFiles, contents: [run.recipePath: text])
      try AtomicFile.write(text, to: run.recipePath)
    }
  }

  /// Trains, then predicts, calibrates and evaluates.
  /// - Returns: what is also in evaluation.json.
  /// - Throws: ``TrainingError``, `FileProblem`.
  public func carryOut() throws -> Evaluation {
    PeakMemory.restart()
    data.warnings.forEach { observer?.noted("warning: \($0)") }
    if !trainer.isFinished {
      if let group = execution.group, recipe.batchNormStatistics == .local {
        observer?.noted(
          "batch norm takes the statistics of each process's part of a batch: "
            + "other results than with another number of processes than \(group.size)")
      }
      (recipe.rateWarnings + recipe.idleWarnings).forEach { observer?.noted("warning: \($0)") }
    }
    do {
      try trainer.train()
      guard execution.leads else { return try followEvaluation() }
      let evaluation = try evaluate()
      try execution.group?.barrier()
      return evaluation
    } catch {
      // A folder that has gone explains whatever could not be written.
      try run.requirePresent()
      throw error
    }
  }

  /// The parts of the data that a run predicts, the calibration part being the validation part unless there is one
  /// of its own.
  private var predictedParts: [(part: DataPart, samples: LabelledSamples)] {
    DataPart.allCases.compactMap { part in
      if part == .calibration, recipe.data.calibrationFraction == 0 { return nil }
      return data.samples(of: part).map { (part, $0) }
    }
  }

  /// Predicts its share of the samples for the first process of a group, which writes and measures.
  private func followEvaluation() throws -> Evaluation {
    for (_, samples) in predictedParts { try trainer.evaluator.visitAnswers(on: samples) { _ in } }
    try execution.group?.barrier()
    return try Evaluation.read(run.evaluationPath)
  }

  private func evaluate() throws -> Evaluation {
    // What is written from now on takes the place of what an evaluation before may have left.
    var checksums = try RunChecksums(of: run)
    let first = run.firstFiles + [run.recipePath]
    try run.requirePresent()
    try checksums.record([], keeping: first)
    var predictions: [DataPart: Predictions] = [:]
    var speed: [String: Double] = [:]
    var tested: ModelOutputs?
    for (part, samples) in predictedParts {
      let outputs = try trainer.evaluator.outputs(
        on: samples, classCounts: data.publishedCounts,
        writingTo: run.predictionsPath(part.folder)
      ) { try run.requirePresent() }
      speed[part.folder] = Double(samples.count) / outputs.seconds
      predictions[part] = outputs.predictions
      if part == .test { tested = outputs }
    }
    guard let test = predictions[.test] else {
      throw FileProblem(run.path, "the data has no test part to evaluate on")
    }
    recipe.expertPriorWarnings(classCounts: data.training.samples.classCounts)
      .forEach { observer?.noted("warning: \($0)") }
    var evaluation = try RunCalibration(
      run: run, recipe: recipe, training: predictions[.training],
      calibration: predictions[.calibration] ?? predictions[.validation], observer: observer,
      classNames: data.training.samples.tellingClassNames
    ).evaluation(
      of: test, on: DataPart.test.folder, selection: recipe.selection,
      chosenEpoch: trainer.chosenEpoch, imagesPerSecond: speed)
    evaluation.parameters = model.parameterCount
    evaluation.multiplyAdds = model.cost.total
    if let tested { try add(tested, to: &evaluation) }
    try addEvidence(test, onTraining: predictions[.training], to: &evaluation)
    try run.requirePresent()
    evaluation.peakMemory = PeakMemory.bytes
    try evaluation.write(to: run.evaluationPath)
    try checksums.record(run.lastFiles(), keeping: first)
    return evaluation
  }

  /// What only experts have.
  private func add(_ outputs: ModelOutputs, to evaluation: inout Evaluation) throws {
    evaluation.routing = outputs.expertsUsed.flatMap {
      RoutingFigures(expertsUsed: $0, cost: model.cost)
    }
    if let routing = evaluation.routing { observer?.noted(routing.description) }
    evaluation.expectedMarginals = try recipe.expertPriors(
      classCounts: data.training.samples.classCounts
    ).flatMap { try ExpectedMarginals(outputs.predictions, priors: $0) }
    if let marginals = evaluation.expectedMarginals { observer?.noted(marginals.description) }
  }
}
