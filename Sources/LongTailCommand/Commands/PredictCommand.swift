import ArgumentParser
import Calibration
import Foundation
import LongTail
import RunReports

/// `longtail predict`
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Calibrated probabilities for new pictures of any size.",
    discussion: """
      Pictures that cannot be read are named, and the others answered; the exit code then is 1.

      Examples:
        longtail predict runs/mine picture.png
        longtail predict runs/mine *.jpg --top 3 --format csv
        longtail predict runs/mine picture.png --calibrator none
        longtail predict runs/mine *.jpg --alpha 0.1
        longtail predict runs/mine *.jpg --prior estimated
      """)

  @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"), transform: PathArgument.path)
  var runPath: String

  @Argument(help: "JPEG or PNG files.", transform: PathArgument.path)
  var pictures: [String]

  @Option(help: "The calibrator; the run's best one when not given, none for the plain softmax.")
  var calibrator: String?

  @Option(help: "How many classes to show for each picture.")
  var top = 5

  @OptionGroup(title: "Class prior and prediction sets") var answer: AnswerOptions

  @OptionGroup(title: "Execution")
  var options: ExecutionOptions

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    guard top >= 1 else { throw ValidationError("--top is \(top); at least 1 is needed") }
  }

  func run() throws {
    let method = try answer.method()
    let execution = try options.execution()
    let model = try TrainedModel(runPath, device: execution.device)
    let chosen = try model.calibrator(named: calibrator)
    let read = try model.pictures(pictures)
    Remarks.print(read.problems.map { "Error: \($0)" })
    guard !read.paths.isEmpty else { throw ExitCode.failure }
    let probabilities = try model.probabilities(
      of: read.samples, calibration: chosen?.fitted, execution: execution)
    let answers = try answer.answers(
      of: model, calibrator: chosen, probabilities, method: method)
    let names = model.description.classNames
    var rows: [[Table.Cell]] = []
    for (index, path) in read.paths.enumerated() {
      let shown = answers.classes(of: index, top: top)
      for (rank, label) in shown.enumerated() {
        rows.append(
          [.text(path)] + (answers.sets == nil ? [] : [.count(shown.count)]) + [
            .count(rank + 1), .text(names[label]), .number(answers.probabilities[index, label]),
            .text(chosen?.name ?? "none"),
          ])
      }
    }
    let header =
      ["picture"] + (answers.sets == nil ? [] : ["set_size"])
      + ["rank", "class", "probability", "calibrator"]
    try StandardOutput.print(Table(header: header, rows: rows).text(format))
    if !read.problems.isEmpty { throw ExitCode.failure }
  }
}
