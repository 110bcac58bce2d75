public import ArgumentParser
import Foundation
public import LongTail
import RunReports

/// `longtail train`
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a classifier on long-tailed data, calibrate it, and measure it.",
    discussion: """
      The run's folder gets the recipe, a log, checkpoints, predictions, calibrators, every figure, and
      a report. A run that was stopped or killed goes on with --resume and ends with the same weights
      as one that never stopped.

      Examples:
        longtail train balanced-softmax --data cifar100:DIR --imbalance-factor 100 --epochs 30
        longtail train mixup --data image-folder:PICTURES --image-size 64 --output runs/mine
        longtail train cross-entropy --data cifar10:DIR --set stages.0.optimizer.learningRate=0.05
        longtail train mislas --from runs/mixup --output runs/mislas
        longtail train balpoe --data cifar100:DIR --teacher runs/large
        longtail train --recipe runs/mine/recipe.yaml --output runs/again
        longtail train --resume --output runs/mine
        longtail train --resume --output runs/mine --data image-folder:MOVED
      """)

  @Argument(help: "The method; `longtail list methods` shows them.")
  var method: String?

  @OptionGroup(title: "Data")
  var data: DataOptions

  @Option(
    parsing: .unconditional,
    help: "Length of the first stage; everything else scales with it.")
  var epochs: Int?

  @Option(name: .customLong("set"), help: "KEY=VALUE, a place in the recipe; may be repeated.")
  var settings: [String] = []

  @Option(
    help: "Start from a recipe in YAML instead of a method's own.", transform: PathArgument.path)
  var recipe: String?

  @Option(
    help: """
      Which epoch's weights count: last, validation (the best there; the default when something is held
      out), or test (as several papers do; every figure is stamped).
      """)
  var selection: CheckpointSelection?

  @Option(
    help: ArgumentHelp(
      """
      The plan that the method's authors published for a data set, such as imagenet-lt, instead of the one for \
      the data at hand. longtail list methods --method NAME shows them.
      """, valueName: "name"))
  var preset: String?

  @Option(
    help: ArgumentHelp(
      """
      Begin with the weights of a run, or of a safetensors or PyTorch file: a method in stages then \
      carries out those after the features alone. Data and seed are the run's, where not given.
      """, valueName: "run|checkpoint"), transform: PathArgument.path)
  var from: String?

  @Option(
    help: ArgumentHelp(
      """
      Learn from a run, or from a file of weights of the same network: knowledge distillation around \
      the loss of the first stage.
      """, valueName: "run|checkpoint"), transform: PathArgument.path)
  var teacher: String?

  @Option(
    help: ArgumentHelp(
      "With --from or --teacher FILE: " + CheckpointCommand.weightsHelp, valueName: "name"))
  var weights: String?

  @Option(
    help: "The run's folder; runs/METHOD-DATA-SEED when not given.", transform: PathArgument.path)
  var output: String?

  @Flag(help: "Go on with the run in the output folder.")
  var resume = false

  @Flag(
    help: """
      With --resume: go on although the data have changed. Each sample that the run knows keeps its part; \
      none that it was trained on is validated or tested on.
      """)
  var acceptChangedData = false

  @Flag(help: "Show whole paths of data, runs and the command in the report.")
  var showPaths = false

  @Option(help: "Longest time between two checkpoints, in seconds; one follows every epoch anyway.")
  var checkpointInterval = 600.0

  @OptionGroup(title: "Execution")
  var options: ExecutionOptions

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    try EpochCount.validate(epochs)
    guard method != nil || recipe != nil || (resume && output != nil) else {
      throw ValidationError(
        "name a method (\(Methods.names.joined(separator: ", "))), or give --recipe, "
          + "or --resume with --output")
    }
    guard !resume || method == nil || data.data != nil || from != nil else {
      throw ValidationError(
        "--resume takes method and data from the run: longtail train --resume --output FOLDER")
    }
    guard resume || !acceptChangedData else {
      throw ValidationError("--accept-changed-data is for runs that go on; it needs --resume")
    }
    guard method == nil || recipe == nil else {
      throw ValidationError("give a method or --recipe, not both")
    }
    guard teacher == nil || method != nil && from == nil else {
      throw ValidationError(
        "--teacher needs a method that begins with its first stage, such as balpoe")
    }
    guard preset == nil || method != nil else {
      throw ValidationError("--preset is a method's; name the method too")
    }
    guard from == nil || method != nil else {
      throw ValidationError("--from needs a method, such as mislas")
    }
    guard weights == nil || from != nil || teacher != nil else {
      throw ValidationError("--weights chooses weights of the file that --from or --teacher names")
    }
    guard checkpointInterval > 0 else {
      throw ValidationError("--checkpoint-interval is \(checkpointInterval); it must be above 0")
    }
  }

  func run() throws {
    let display = TrainingDisplay(quiet: options.quiet)
    var execution = try options.execution(stop: StopRequest())
    execution.checkpointInterval = checkpointInterval
    let prepared = try prepare()
    let folder = output ?? prepared.recipe.suggestedFolder
    let session = try RunSession(
      recipe: prepared.recipe, data: prepared.partition, output: folder, resuming: resume,
      execution: execution, version: Version.current, commandLine: CommandLine.arguments,
      place: data.data, acceptingChangedData: acceptChangedData, observer: display)
    display.noted(session.summary)
    do {
      let evaluation = try session.carryOut()
      try RunReportWriter.write(
        runs: [folder], to: session.run.reportPath, showingPaths: showPaths)
      try StandardOutput.print(EvaluationTable.text(evaluation, run: folder, format: format))
      display.noted("report: \(session.run.reportPath)")
    } catch let error as TrainingError {
      guard case .stopped = error else { throw error }
      display.noted("\(error)\ngo on with: longtail train --resume --output \(folder)")
      throw ExitCode(130)
    }
  }

  /// The recipe that the options describe, with its data.
  private func prepare() throws -> RunPlan {
    if let recipe {
      return try RunPlan(
        recipeFile: recipe, changingData: data.change, seed: data.seed, changing: changed)
    }
    if resume, let output, method == nil {
      return try RunPlan(
        resuming: output, dataAt: data.data, changingData: data.change, seed: data.seed,
        changing: changed)
    }
    let name = method ?? ""
    // Unknown methods are told before any data is read.
    _ = try Methods.method(named: name)
    if let from {
      return try RunPlan(
        startingFrom: from, request(name), data: { try data.settings() }, seed: data.seed,
        changing: data.change)
    }
    return try RunPlan(request(name), data: data.settings(), seed: data.seed ?? 0)
  }

  private func request(_ name: String) -> MethodRequest {
    MethodRequest(
      method: name, preset: preset, epochs: epochs, selection: selection, teacher: teacher,
      weights: weights, settings: settings)
  }

  /// A recipe from a file, with what the command line changes beside its data.
  private func changed(_ recipe: Recipe) throws -> Recipe {
    var recipe = recipe
    if let selection { recipe.selection = selection }
    if let epochs { recipe = try recipe.scaled(toEpochs: epochs) }
    return try recipe.setting(settings)
  }
}

extension CheckpointSelection: ExpressibleByArgument {}
