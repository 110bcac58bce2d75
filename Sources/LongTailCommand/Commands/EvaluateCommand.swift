import ArgumentParser
import RunReports

/// `longtail evaluate`
struct EvaluateCommand: ExecutingCommand {
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
        longtail evaluate runs/sade --test-distribution forward-50,backward-50 --learn-expert-weights
        longtail evaluate runs/bs --data arrays:DIR
        longtail evaluate runs/bs --data cifar10.1:DIR --data corruptions:DIR
        longtail evaluate runs/shike --experts
        longtail evaluate runs/shike --experts --per-class --format csv
        longtail evaluate runs/oltr --open-set image-folder:OTHERS --open-threshold 0.1
      """)

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
