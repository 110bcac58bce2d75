import ArgumentParser
import ArrayFiles
import Calibration
import Foundation
import LongTail

/// `longtail evaluate`
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a finished run, also on other data or under other class priors.",
    discussion: """
      Examples:
        longtail evaluate runs/bs
        longtail evaluate runs/bs --split validation
        longtail evaluate runs/bs --test-distribution backward-50 --prior backward-50
        longtail evaluate runs/bs --data arrays:DIR
      """)

  @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"))
  var runPath: String

  @Option(help: "train, validation, calibration or test.")
  var split: String = "test"

  @Option(help: "Other data to measure on, such as cifar10:DIR; its test part when it has one.")
  var data: String?

  @Option(help: "Which test samples to take: uniform, forward-R or backward-R.")
  var testDistribution: String?

  @Option(
    help:
      "The class prior that the scores are corrected to: uniform, forward-R, backward-R or a JSON file."
  )
  var prior: String?

  @OptionGroup(title: "Execution")
  var options: ExecutionOptions

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func run() throws {
    let execution = try options.execution()
    let finished = try FinishedRun(runPath, execution: execution)
    guard let part = DataPart.allCases.first(where: { $0.folder == split }) else {
      throw UnknownName("split", split, known: DataPart.allCases.map(\.folder))
    }
    var samples: LabelledSamples
    if let data {
      let source = try Datasets.source(
        data,
        options: DatasetOptions(
          imageSize: finished.recipe.data.imageSize, fit: finished.recipe.data.pictureFit))
      samples = try TestSet(from: source).samples
    } else {
      guard let own = finished.data.samples(of: part) else {
        throw FileProblem(runPath, "the run has no \(split) part")
      }
      samples = own
    }
    if let testDistribution {
      guard part == .test else {
        throw ValidationError("--test-distribution picks test samples; it needs --split test")
      }
      let distribution = try ShiftedTestDistribution(testDistribution)
      samples = samples.selecting(
        distribution.positions(
          in: TestSet(samples), trainingCounts: finished.data.publishedCounts))
    }
    var predictions = try finished.evaluator.outputs(
      on: samples, classCounts: finished.data.publishedCounts
    ).predictions
    if let prior {
      predictions.logits = try PriorOption(prior, run: finished).corrected(
        predictions.logits, run: finished)
    }
    let evaluation = try finished.evaluation(of: predictions, on: split)
    print(EvaluationTable.text(evaluation, run: runPath, format: format))
  }
}
