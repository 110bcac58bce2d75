import ArgumentParser
import RunReports

/// `longtail evaluate`
struct EvaluateCommand: ExecutingCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a finished run, also on other data or under other class priors.",
    discussion: discussion)

  @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"), transform: PathArgument.path)
  var runPath: String

  @OptionGroup var samples: ConditionOptions

  @OptionGroup var experts: ExpertReportOptions

  @OptionGroup var open: OpenSetOptions

  @OptionGroup(title: "Execution")
  var options: ExecutionOptions

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    try experts.check(with: samples)
    try samples.check()
    try open.check(with: samples, experts)
  }

  func run() throws {
    let conditions = try samples.conditions()
    let run = try samples.finishedRun(runPath, execution: options.execution())
    try experts.check(run, at: runPath)
    if let table = try open.table(of: run, on: samples, under: conditions) {
      return try StandardOutput.print(table.text(format))
    }
    try StandardOutput.print(
      experts.report(of: run, under: conditions, on: samples, called: runPath)?.text(format)
        ?? samples.table(of: run, under: conditions, called: runPath).text(format))
  }
}
