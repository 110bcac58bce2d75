import ArrayFiles
import Calibration
import Foundation
import LongTail
import Reports

/// What a finished run left on disk; no network is built and no data is read again.
struct RecordedRun {
  let path: String
  let recipe: Recipe
  let environment: RunEnvironment
  let evaluation: Evaluation
  let log: [EpochRecord]
  let test: Predictions
  let data: DataDescription
  private let showsPaths: Bool

  /// - Parameters:
  ///   - path: the run's folder.
  ///   - showsPaths: whether paths appear whole, which tell of the machine and its owner.
  /// - Throws: `FileProblem` for a run that is not finished, and for what is missing or damaged.
  init(_ path: String, showsPaths: Bool = false) throws {
    self.showsPaths = showsPaths
    let run = try RunDirectory.opened(path)
    self.path = path
    try run.requireFinished()
    try run.requireUnchanged(
      run.recipePath, run.environmentPath, run.evaluationPath, run.logPath, run.dataDescriptionPath,
      run.predictionsPath(DataPart.test.folder), run.calibratorFolder)
    recipe = try RecipeFile.read(run.recipePath)
    environment = try RunEnvironment.read(run.environmentPath)
    evaluation = try run.evaluation()
    log = try EpochRecord.readAll(run.logPath)
    data = try DataDescription.read(run.dataDescriptionPath)
    test = try PredictionFolder.read(run.predictionsPath(DataPart.test.folder))
  }

  /// A text as the report shows it.
  func shown(_ text: String) -> String { showsPaths ? text : PathWords.shortened(text) }

  /// The recipe as the report shows it.
  private func shownRecipe() throws -> Recipe {
    var shown = recipe
    shown.data.source = self.shown(recipe.data.source)
    if let start = recipe.start { shown.start?.path = self.shown(start.path) }
    shown.changeTeacherPaths(self.shown)
    return shown
  }

  func datasetFacts() throws -> DatasetFacts {
    DatasetFacts(
      name: data.name, origin: DatasetFacts.Origin(data.split.kind),
      identity: data.split.sha256,
      classNames: data.classNames, counts: data.publishedCounts,
      imbalanceFactor: recipe.data.imbalanceFactor.map { max($0, 1 / $0) },
      trainingSamples: data.trainingSamples, validationSamples: data.validationSamples,
      testSamples: data.testSamples,
      facts: [
        Fact("source", shown(recipe.data.source)), Fact("input", "\(data.input)"),
        Fact("training data SHA-256", data.trainingFingerprint ?? environment.dataFingerprint),
      ])
  }

  /// - Parameters:
  ///   - name: of the run in the report.
  ///   - levels: coarser classes, and how sure an answer has to be; `nil` without any.
  /// - Returns: what the report shows of the run.
  /// - Throws: `FileProblem`, `CalibrationError`.
  func facts(name: String, levels: BackOffRequest? = nil) throws -> RunFacts {
    let run = try RunDirectory.opened(path)
    let plain = try test.probabilities(through: nil)
    var evaluations = [try evaluationFacts(nil, plain)]
    var ending = plain
    for name in evaluation.fittedCalibrators {
      let fitted = try CalibratorFile.read(run.calibratorPath(name)).fitted
      let probabilities = try test.probabilities(through: fitted)
      if name == evaluation.preferredCalibrator { ending = probabilities }
      evaluations.append(try evaluationFacts((name, fitted), probabilities))
    }
    let stages = try StageRecord.facts(
      of: path, recipe: recipe, classCounts: data.trainedCounts)
    return RunFacts(
      name: name, method: recipe.method, stamps: stamps, evaluations: evaluations,
      preferredCalibrator: evaluation.preferredCalibrator, choice: evaluation.choice,
      history: history,
      recipe: try RecipeFile.text(shownRecipe()), environment: environmentFacts,
      weightNorms: stages.last?.weightNorms ?? [],
      experts: try ExpertFacts(
        test, of: evaluation, bringEvidence: recipe.prediction.evidence != nil),
      stages: stages, hierarchy: try levels.map { try figures($0, ending) })
  }

  /// Of each level, through the calibrator that the run ends with.
  private func figures(
    _ levels: BackOffRequest, _ probabilities: Probabilities
  ) throws -> HierarchyFigures {
    try HierarchyFigures(
      probabilities, labels: test.labels, backOff: levels.backOff(classNames: data.classNames),
      groups: ShotGroups(counts: data.publishedCounts))
  }

  private func evaluationFacts(
    _ calibrator: TrainedModel.ChosenCalibrator?, _ probabilities: Probabilities
  ) throws -> EvaluationFacts {
    let top = TopLabels(probabilities)
    var evaluation = EvaluationFacts(
      calibrator: calibrator?.name, try FigureTable(ofReport: probabilities, test),
      facts: calibrator?.fitted.facts.map { Fact($0) } ?? [],
      warnings: calibrator?.fitted.warnings ?? [])
    evaluation.classes = classScores(top)
    evaluation.confusion = ConfusionCounts(
      labels: test.labels, predictions: top.predicted, classes: probabilities.classes)
    return evaluation
  }

  private func classScores(_ top: TopLabels) -> [ClassScores] {
    let classes = test.logits.classes
    var scores = [ClassScores](repeating: ClassScores(samples: 0, correct: 0), count: classes)
    var confidence = [Double](repeating: 0, count: classes)
    for (row, label) in test.labels.enumerated() {
      scores[label].samples += 1
      scores[label].correct += top.predicted[row] == label ? 1 : 0
      confidence[label] += top.confidences[row]
      scores[top.predicted[row]].predicted = (scores[top.predicted[row]].predicted ?? 0) + 1
    }
    for index in scores.indices where scores[index].samples > 0 {
      scores[index].confidence = confidence[index] / Double(scores[index].samples)
    }
    return scores
  }

  private var stamps: [Stamp] {
    switch evaluation.selection {
    case .last: [Stamp("last epoch", kind: .note)]
    case .validation:
      [
        Stamp(
          "epoch chosen on validation", kind: .note,
          explanation: "The weights are those of the epoch with the best balanced accuracy on the "
            + "held-out part of the training data.")
      ]
    case .test:
      [
        Stamp(
          "epoch chosen on test", kind: .warning,
          explanation: "The weights are those of the epoch with the best accuracy on the test set "
            + "itself, as several papers do; all test figures of this run are too good.")
      ]
    }
  }

  private var history: TrainingHistory {
    var epochs: [TrainingHistory.Epoch] = []
    var starts: [Int] = []
    // A run that began with another's weights has that one's epochs before its own.
    let before = recipe.stages.prefix(recipe.start?.stage ?? 0).reduce(0) { $0 + $1.epochs }
    for record in log {
      let epoch = before + epochs.count + 1
      if record.epoch == 0, record.stage > 0, !epochs.isEmpty { starts.append(epoch) }
      epochs.append(
        TrainingHistory.Epoch(
          epoch: epoch, trainingLoss: record.loss,
          validationLoss: record.validation?.negativeLogLikelihood,
          trainingAccuracy: record.trainingAccuracy,
          validationAccuracy: record.validation?.accuracy,
          validationCalibrationError: record.validation?.calibrationError,
          learningRate: record.learningRate))
    }
    return TrainingHistory(
      epochs: epochs, chosenEpoch: evaluation.chosenEpoch.map { $0 + 1 }, stageStarts: starts)
  }

  private var environmentFacts: [Fact] {
    let seconds = log.reduce(0) { $0 + $1.timing.seconds }
    return [
      Fact("longtail", environment.longtail), Fact("LibTorch", environment.libTorch),
      Fact("operating system", environment.operatingSystem), Fact("device", environment.device),
      Fact("threads", "\(environment.threads) of \(environment.processors)"),
      Fact("seed", "\(recipe.seed)"),
      Fact("training time", String(format: "%.1f min", seconds / 60)),
      Fact("parameters", "\(data.parameters)"),
      Fact("command", environment.commandLine.map(shown).joined(separator: " ")),
      Fact("started", environment.started),
    ]
  }
}

extension DatasetFacts.Origin {
  /// Where a split comes from, in the report's words.
  init(_ kind: SplitIdentity.Kind) {
    switch kind {
    case .published: self = .published
    case .custom: self = .custom
    case .natural: self = .natural
    }
  }
}
