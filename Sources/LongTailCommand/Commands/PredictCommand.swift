import ArgumentParser
import Calibration
import Foundation
import LongTail

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
      """)

  @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"), transform: PathArgument.path)
  var runPath: String

  @Argument(help: "JPEG or PNG files.", transform: PathArgument.path)
  var pictures: [String]

  @Option(help: "The calibrator; the run's best one when not given, none for the plain softmax.")
  var calibrator: String?

  @Option(help: "How many classes to show for each picture.")
  var top = 5

  @OptionGroup(title: "Execution")
  var options: ExecutionOptions

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func validate() throws {
    guard top >= 1 else { throw ValidationError("--top is \(top); at least 1 is needed") }
  }

  func run() throws {
    let execution = try options.execution()
    let model = try TrainedModel(runPath, device: execution.device)
    let chosen = try model.calibrator(named: calibrator)
    let read = try model.pictures(pictures)
    Remarks.print(read.problems.map { "Error: \($0)" })
    guard !read.paths.isEmpty else { throw ExitCode.failure }
    let probabilities = try model.probabilities(
      of: read.samples, calibration: chosen?.fitted, execution: execution)
    let names = model.description.classNames
    var rows: [[Table.Cell]] = []
    for (index, path) in read.paths.enumerated() {
      let row = probabilities.values[index * names.count..<(index + 1) * names.count]
      let ranked = zip(names.indices, row).sorted { ($1.1, $0.0) < ($0.1, $1.0) }
      for (rank, entry) in ranked.prefix(top).enumerated() {
        rows.append([
          .text(path), .count(rank + 1), .text(names[entry.0]), .number(entry.1),
          .text(chosen?.name ?? "none"),
        ])
      }
    }
    let header = ["picture", "rank", "class", "probability", "calibrator"]
    try StandardOutput.print(Table(header: header, rows: rows).text(format))
    if !read.problems.isEmpty { throw ExitCode.failure }
  }
}
