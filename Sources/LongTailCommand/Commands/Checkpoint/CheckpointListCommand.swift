import ArgumentParser
import RunReports
import Torch

/// `longtail checkpoint list`
struct CheckpointListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Show the sets of weights in a file, and their arrays: name, type, shape.",
    discussion: "Example: longtail checkpoint list resnet32.th")

  @Argument(help: "A safetensors or PyTorch file.", transform: PathArgument.path)
  var file: String

  @OptionGroup var wanted: WeightSetOption

  @Option(help: "table, json, csv or markdown.")
  var format: OutputFormat = .table

  func run() throws {
    let checkpoint = try TensorArchive.read(file)
    let shown = try wanted.weights.map { [try checkpoint.weights($0)] }
    try StandardOutput.print(CheckpointText(checkpoint, shown: shown).text(format))
  }
}
