public import ArgumentParser
import Calibration
public import LongTail
import RunReports

extension ClassMatching.Rule: ExpressibleByArgument {}

/// Which samples a finished run is measured on, and which class prior it is told of.
struct ConditionOptions: ParsableArguments {
  @Option(help: "train, validation, calibration or test.")
  var split: String = "test"

  @Option(
    help:
      "Other data to measure on, such as cifar10:DIR; its test part when it has one. Given several times, and for data of several test sets (corruptions, test-sets), the table has each set, their mean, and all samples together."
  )
  var data: [String] = []

  @Option(
    help: ArgumentHelp(
      "With --data: which classes are the same, those of one name or those at one place; or the data's classes are called by numbers, which count from 0 or from 1. Names count where both sides have them; needed where that is not clear.",
      valueName: "name|position|from-0|from-1"))
  var matchClasses: ClassMatching.Rule?

  @Flag(
    help:
      "Measure although the run's own data have changed, without the samples that it was trained on."
  )
  var acceptChangedData = false

  @Option(
    help: ArgumentHelp(
      "Which test samples to take: uniform, forward-R or backward-R, such as backward-50; several with commas.",
      valueName: "name"))
  var testDistribution: String?

  @Option(
    help: ArgumentHelp(
      "The class prior that scores are corrected to: uniform, forward-R, backward-R, matching (that of the samples measured), estimated (from what the model says of them, without their labels), or a file with a share a class, their sum one, or a count.",
      valueName: "prior"), transform: PathArgument.path)
  var prior: String?

  @Flag(
    help:
      "Learn from the samples measured, without their labels, what each expert should count; for every --test-distribution anew."
  )
  var learnExpertWeights = false

  /// Finds out whether the options belong together, and whether their words are known.
  /// - Throws: `ValidationError`, `UnknownName`; what a source of data that there is not throws.
  func check() throws {
    guard data.isEmpty || split == DataPart.test.folder else {
      throw ValidationError("--split chooses a part of the run's own data; --data are others")
    }
    guard !data.isEmpty || matchClasses == nil else {
      throw ValidationError("--match-classes is for other data; it needs --data")
    }
    guard data.isEmpty || !acceptChangedData else {
      throw ValidationError(
        "--accept-changed-data is for the run's own data; with --data others are measured")
    }
    guard testDistribution == nil || split == DataPart.test.folder else {
      throw ValidationError("--test-distribution picks test samples; it needs --split test")
    }
    guard !learnExpertWeights || prior == nil else {
      throw ValidationError(
        "--learn-expert-weights adapts to a class prior that nobody knows; with --prior it is known"
      )
    }
    _ = try part()
    _ = try distributions()
    for source in data { _ = try Datasets.type(named: DataSettings(source: source).sourceName) }
    if let prior, prior != PriorOption.estimated, !ClassShares.isFile(prior) {
      _ = try PriorOption.targetPrior(prior, option: "--prior")
    }
  }

  /// The conditions of each test set: those of the run's own data where no other was named.
  /// - Throws: `ValidationError`, `UnknownName`; `FileProblem` for a prior's file that is wrong.
  func conditions() throws -> [EvaluationConditions] {
    var conditions = EvaluationConditions()
    conditions.part = try part()
    conditions.matching = matchClasses
    conditions.distributions = try distributions()
    conditions.learnsExpertWeights = learnExpertWeights
    if let prior, prior != PriorOption.estimated {
      conditions.prior = try PriorOption.targetPrior(prior, option: "--prior")
    }
    return data.isEmpty ? [conditions] : try conditions.measuring(data)
  }

  /// - Throws: `FileProblem` when there is no such run, or it is unfinished or damaged.
  func finishedRun(_ path: String, execution: Execution) throws -> FinishedRun {
    try FinishedRun(path, execution: execution, acceptingChangedData: acceptChangedData)
  }

  /// What a run says under the conditions; tells what the reader should know of the data.
  /// - Throws: as `FinishedRun.predictions(under:)`.
  func predictions(
    of run: FinishedRun, under conditions: EvaluationConditions
  ) throws -> [ConditionedPredictions] {
    let told = run.remarks.count
    let found = try run.predictions(under: conditions)
    Remarks.print(Array(run.remarks.dropFirst(told)))
    return found
  }

  /// The figures of every test set through every calibrator of the run; tells what was found of priors that are
  /// estimated. Of several sets one is in memory at a time.
  /// - Throws: `FileProblem`, `CalibrationError`.
  func table(
    of run: FinishedRun, under conditions: [EvaluationConditions], called name: String
  ) throws -> EvaluationTable {
    if conditions.contains(where: { $0.prior != nil }) {
      Remarks.warn(
        run.recipe.expertPriorWarnings(classCounts: run.trained.description.trainedCounts))
    }
    let counts = run.trained.description.publishedCounts
    // Samples of several distributions of one set are the same ones.
    let isPooled = conditions.count > 1 && testDistribution == nil
    let pool = isPooled ? PooledEvaluation(classCounts: counts) : nil
    var table = EvaluationTable(entries: [], run: name)
    for condition in conditions {
      let found = try predictions(of: run, under: condition)
      let told = run.remarks.count
      table.add(
        try EvaluationTable(
          found, of: run, called: name, on: split, data: condition.dataName,
          prior: condition.prior?.description ?? prior,
          estimatingPrior: prior == PriorOption.estimated, pooling: pool))
      Remarks.print(Array(run.remarks.dropFirst(told)))
    }
    if let pool { try table.summarize(pool) }
    return table
  }

  private func part() throws -> DataPart {
    guard let part = DataPart.allCases.first(where: { $0.folder == split }) else {
      throw UnknownName("split", split, known: DataPart.allCases.map(\.folder))
    }
    return part
  }

  private func distributions() throws -> [ShiftedTestDistribution] {
    guard let testDistribution else { return [] }
    return try NameList.names(testDistribution, option: "--test-distribution").map { name in
      do { return try ShiftedTestDistribution(name) } catch let problem as DatasetProblem {
        throw ValidationError("--test-distribution: \(problem)")
      }
    }
  }
}
