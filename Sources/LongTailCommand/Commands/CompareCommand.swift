import ArgumentParser
import Foundation
import LongTail
import RunReports

/// `longtail compare`
struct CompareCommand: ExecutingCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Train several methods under several imbalance factors and seeds, and set a table.",
    discussion: discussion)

  @OptionGroup var runs: GridOptions
  @OptionGroup(title: "Data") var data: DataOptions

  @OptionGroup var training: GridTrainingOptions

  @Option(help: "The folder of the runs and the table.", transform: PathArgument.path)
  var output: String

  @OptionGroup var replacing: OverwriteOption
  @OptionGroup(title: "Results that are kept") var results: ResultOptions

  @OptionGroup(title: "Execution") var options: ExecutionOptions
  @OptionGroup(title: "Several processes") var sharing: GridJobOptions

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .markdown

  func validate() throws {
    try training.check(data: data)
    try runs.check(data: data)
    try results.check(table: runs.table)
  }

  func run() throws {
    let display = TrainingDisplay(quiet: options.quiet || sharing.isHelper)
    let runner = try training.runner(
      in: output, data: runs.settings(of: data),
      execution: sharing.execution(options), waits: sharing.waits, observer: display)
    let table = try runs.table(data: data, runner: runner, results: results)
    // What is wrong with the last run's settings is told before the first one is trained.
    try table.places.forEach { try runner.check($0) }
    try replacing.check(table.replacedPaths)
    try table.checkResults()
    let again = "go on with the same command"
    let helpers = try sharing.helpers()
    // What they have not done is done here, so nothing is left for them in the end.
    defer { helpers.end() }
    let text = try display.untilStopped(again) { try table.carryOut(as: format) }
    if let failed = helpers.failed { display.noted("warning: \(failed)") }
    try StandardOutput.print(text.trimmingCharacters(in: .newlines))
    try table.keptResults().forEach { display.noted($0) }
    display.noted("table: \(output)/compare.html, .md, .csv, .tex")
    if !runner.failures.isEmpty { throw ExitCode(1) }
  }
}
