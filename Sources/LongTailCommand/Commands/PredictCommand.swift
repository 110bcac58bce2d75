import ArgumentParser
import LongTail
import RunReports

/// `longtail predict`
struct PredictCommand: ExecutingCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Calibrated probabilities for new pictures of any size.",
    discussion: discussion)

  @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"), transform: PathArgument.path)
  var runPath: String

  @Argument(help: "JPEG or PNG files, or folders of them.", transform: PathArgument.path)
  var pictures: [String]

  @Option(help: "The calibrator; what the run chose when not given, none for the plain softmax.")
  var calibrator: String?

  @Option(help: "How many classes to show for each picture.")
  var top = 5
  @OptionGroup(title: "Class prior and prediction sets") var answer: AnswerOptions
  @OptionGroup(title: "Coarser classes") var levels: HierarchyOptions
  @OptionGroup(title: "Execution") var options: ExecutionOptions

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    guard top >= 1 else { throw ValidationError("--top is \(top); at least 1 is needed") }
    try levels.check(besides: answer)
  }

  func run() throws {
    let method = try answer.method()
    let execution = try options.execution()
    let model = try TrainedModel(runPath, device: execution.device)
    let chosen = try model.calibrator(named: calibrator)
    let backOff = try levels.request?.backOff(classNames: model.description.classNames)
    let read = try model.pictures(pictures)
    Remarks.print(read.problems.map { "Error: \($0)" })
    guard !read.paths.isEmpty else { throw ExitCode.failure }
    let answers = try answer.answers(
      of: model, calibrator: chosen, on: read.samples, method: method, execution: execution)
    let table = try HierarchyOptions.table(backOff, answers, of: read, chosen?.name, top: top)
    try StandardOutput.print(table.text(format))
    if !read.problems.isEmpty { throw ExitCode.failure }
  }
}
