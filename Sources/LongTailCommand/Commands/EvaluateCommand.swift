public import ArgumentParser
import ArrayFiles
import Calibration
import Foundation
public import LongTail
import RunReports

/// `longtail evaluate`
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a finished run, also on other data or under other class priors.",
    discussion: """
      Test distributions are chosen as SADE and BalPoE do: forward-R is long-tailed as the training set,
      backward-R the other way round. A prior says how frequent the classes are where the model will be
      used; its correction is exact, from the prior that the method trained for, and follows calibration.
      Experts that were trained for priors of their own are corrected from those.

      Pictures of other data are brought to the size of the run's as those were (--image-size and
      --picture-fit of its training), and normalised as those were. Classes are matched by name wherever
      both sides have names. The run's own data must be those that it was trained on; other data need them
      no longer to be there.

      Examples:
        longtail evaluate runs/bs
        longtail evaluate runs/bs --split validation
        longtail evaluate runs/bs --test-distribution backward-50 --prior backward-50
        longtail evaluate runs/bs --test-distribution forward-50,uniform,backward-50 --prior matching
        longtail evaluate runs/bs --test-distribution backward-50 --prior estimated
        longtail evaluate runs/bs --data arrays:DIR
        longtail evaluate runs/shike --experts
        longtail evaluate runs/shike --experts --per-class --format csv
      """)

  @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"), transform: PathArgument.path)
  var runPath: String

  @Option(help: "train, validation, calibration or test.")
  var split: String = "test"

  @Option(help: "Other data to measure on, such as cifar10:DIR; its test part when it has one.")
  var data: String?

  @Option(
    help: ArgumentHelp(
      "With --data: which classes are the same, those of one name or those at one place. Names count where both sides have them; needed where that is not clear.",
      valueName: "name|position"))
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
      "What each expert is good at: its figures per group, the classes it is best at, disagreement."
  )
  var experts = false

  @Flag(help: "With --experts: the accuracy of each expert on every class, and the best.")
  var perClass = false

  @OptionGroup(title: "Execution")
  var options: ExecutionOptions

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    guard !perClass || experts else {
      throw ValidationError("--per-class shows the experts of each class; it needs --experts")
    }
    guard !experts || !(testDistribution?.contains(",") ?? false) else {
      throw ValidationError("--experts measures on one --test-distribution, not on several")
    }
    guard !experts || prior != Self.estimated else {
      throw ValidationError(
        "--experts measures experts without calibrator; --prior estimated needs one")
    }
    guard data == nil || split == DataPart.test.folder else {
      throw ValidationError("--split chooses a part of the run's own data; --data are others")
    }
    guard data != nil || matchClasses == nil else {
      throw ValidationError("--match-classes is for other data; it needs --data")
    }
    guard data == nil || !acceptChangedData else {
      throw ValidationError(
        "--accept-changed-data is for the run's own data; with --data others are measured")
    }
    guard testDistribution == nil || split == DataPart.test.folder else {
      throw ValidationError("--test-distribution picks test samples; it needs --split test")
    }
    _ = try part()
    _ = try distributions()
    if let data { _ = try Datasets.type(named: DataSettings(source: data).sourceName) }
    if let prior, prior != Self.estimated, !ClassShares.isFile(prior) {
      _ = try PriorOption.targetPrior(prior, option: "--prior")
    }
  }

  func run() throws {
    let conditions = try conditions()
    let finished = try FinishedRun(
      runPath, execution: try options.execution(), acceptingChangedData: acceptChangedData)
    if experts, finished.recipe.model.experts < 2 {
      throw FileProblem(runPath, "its model has one expert; --experts needs a run with several")
    }
    let found = try finished.predictions(under: conditions)
    Remarks.print(finished.remarks)
    let told = finished.remarks.count
    if conditions.prior != nil {
      Remarks.warn(
        finished.recipe.expertPriorWarnings(
          classCounts: finished.trained.description.trainedCounts))
    }
    if experts, let first = found.first {
      let report = try ExpertReportText(
        first, of: finished, called: runPath, split: split, prior: prior, showsClasses: perClass)
      try StandardOutput.print(report.text(format))
      return
    }
    let entries = try found.map { one in
      EvaluationTable.Entry(
        evaluation: try finished.evaluation(
          of: one.predictions, on: split, correction: one.correction,
          estimatingPrior: prior == Self.estimated),
        distribution: one.distribution?.description,
        prior: conditions.prior?.description ?? prior)
    }
    Remarks.print(Array(finished.remarks.dropFirst(told)))
    try StandardOutput.print(EvaluationTable(entries: entries, run: runPath).text(format))
  }

  private static let estimated = PriorOption.estimated

  private func conditions() throws -> EvaluationConditions {
    var conditions = EvaluationConditions()
    conditions.part = try part()
    conditions.data = data
    conditions.matching = matchClasses
    conditions.distributions = try distributions()
    if let prior, prior != Self.estimated {
      conditions.prior = try PriorOption.targetPrior(prior, option: "--prior")
    }
    return conditions
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

extension ClassMatching.Rule: ExpressibleByArgument {}
