import ArgumentParser
import Foundation
import LongTail
import RunReports

/// `longtail compare`
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Train several methods under several imbalance factors and seeds, and set a table.",
    discussion: """
      Each run is a folder below the output's runs/, as longtail train makes it. After each one the table
      is written as compare.md, .csv, .tex and .html: accuracy / ECE, mean ± deviation over seeds, the
      best in bold, beside published figures and training budgets. Interrupted, the same command goes on
      where it stopped. Methods that begin with the same stage share it.

      Examples:
        longtail compare cross-entropy mixup crt lws mislas --imbalance-factors 10,50,100 \\
          --seeds 0..2 --data cifar100:DIR --output runs/table
        longtail compare mixup,mislas --data cifar10:DIR --imbalance-factors 100 --epochs 20 \\
          --set mislas:stages.1.epochs=5 --output runs/short
      """)

  @Argument(help: "Methods, apart or with commas; `longtail list methods` shows them.")
  var methods: [String]

  @Option(
    help: ArgumentHelp(
      "Imbalance factors, such as 10,50,100. Without them the data are taken as they are.",
      valueName: "factors"))
  var imbalanceFactors: String?

  @Option(help: ArgumentHelp("Seeds: 0..2 or 0,1,5.", valueName: "seeds"))
  var seeds = "0"

  @OptionGroup(title: "Data")
  var data: DataOptions

  @Option(
    parsing: .unconditional,
    help: "Length of the first stages; everything else scales with it.")
  var epochs: Int?

  @Option(
    name: .customLong("set"),
    help: "KEY=VALUE for all methods that have such a key, or METHOD:KEY=VALUE; may be repeated.")
  var settings: [String] = []

  @Option(help: "Which epoch's weights count: last, validation or test.")
  var selection: CheckpointSelection?

  @Flag(inversion: .prefixedNo, help: "Carry out first stages that are the same only once.")
  var shareStages = true

  @Option(help: "The folder of the runs and the table.", transform: PathArgument.path)
  var output: String

  @OptionGroup var replacing: OverwriteOption

  @OptionGroup(title: "Execution")
  var options: ExecutionOptions

  func validate() throws {
    try EpochCount.validate(epochs)
    guard data.imbalanceFactor == nil else {
      throw ValidationError("use --imbalance-factors, with as many as you like")
    }
    guard data.seed == nil else {
      throw ValidationError("use --seeds, with as many as you like")
    }
    _ = try ComparisonGrid(named: methods, factors: imbalanceFactors, seeds: seeds)
  }

  func run() throws {
    let grid = try ComparisonGrid(named: methods, factors: imbalanceFactors, seeds: seeds)
    let display = TrainingDisplay(quiet: options.quiet)
    let execution = try options.execution(stop: StopRequest())
    let request = MethodRequest(
      method: "", epochs: epochs, selection: selection, settings: settings)
    let runner = ComparisonRunner(
      folder: output, data: try data.settings(), request: request, sharesStages: shareStages,
      execution: execution, observer: display
    ) { try RunReportWriter.write(runs: [$0.path], to: $0.reportPath) }
    // What is wrong with the last run's settings is told before the first one is trained.
    try grid.places.forEach { try runner.check($0) }
    let table = GridTable(grid: grid, runner: runner)
    try replacing.check(table.replacedPaths)
    var text = ""
    do {
      for place in grid.places {
        try runner.carryOut(place)
        text = try table.write()
      }
    } catch let error as TrainingError {
      display.noted("\(error)\ngo on with the same command")
      throw ExitCode(130)
    }
    try StandardOutput.print(text.trimmingCharacters(in: .newlines))
    display.noted("table: \(output)/compare.html, .md, .csv, .tex")
    if !runner.failures.isEmpty { throw ExitCode(1) }
  }
}
