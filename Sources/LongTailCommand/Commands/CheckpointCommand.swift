import ArgumentParser
import ArrayFiles
import RunReports
import Torch

/// `longtail checkpoint`
struct CheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Look into weight files, and convert them to safetensors.",
    discussion: """
      Reads safetensors and PyTorch files (zip and legacy). PyTorch files are pickles; only an
      allow-list of harmless objects is read, and nothing in them is ever run.

      A file may hold several sets of weights: raw ones and their moving average (ema), student and
      teacher. `list` shows them all; --weights chooses one. What DataParallel and torch.compile put
      before names (module., _orig_mod.) is taken off.

      Examples:
        longtail checkpoint list resnet32.th
        longtail checkpoint convert resnet32.th --output resnet32.safetensors
        longtail checkpoint convert moco.pth --weights query --strip-prefix encoder. --output moco.safetensors
      """,
    subcommands: [List.self, Convert.self])

  static let weightsHelp =
    "Which weights of a file with several: ema, raw, student, teacher …, or the place that list shows. "
    + "Averages come before raw weights when not given."

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the sets of weights in a file, and their arrays: name, type, shape.",
      discussion: "Example: longtail checkpoint list resnet32.th")

    @Argument(help: "A safetensors or PyTorch file.", transform: PathArgument.path)
    var file: String

    @Option(help: ArgumentHelp(CheckpointCommand.weightsHelp, valueName: "name"))
    var weights: String?

    @Option(help: "table, json, csv or markdown.")
    var format: OutputFormat = .table

    func run() throws {
      let checkpoint = try TensorArchive.read(file)
      let shown = try weights.map { [try checkpoint.weights($0)] } ?? checkpoint.sets
      try StandardOutput.print(CheckpointText(checkpoint, shown: shown).text(format))
    }
  }

  struct Convert: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a weight file's arrays as safetensors.",
      discussion: """
        Example: longtail checkpoint convert resnet32.th --output resnet32.safetensors
        """)

    @Argument(help: "A safetensors or PyTorch file.", transform: PathArgument.path)
    var file: String

    @Option(help: "The safetensors file to write.", transform: PathArgument.path)
    var output: String

    @Option(help: ArgumentHelp(CheckpointCommand.weightsHelp, valueName: "name"))
    var weights: String?

    @Option(
      help: ArgumentHelp(
        "Take this off the front of every name that begins with it; may be repeated, in order.",
        valueName: "prefix"))
    var stripPrefix: [String] = []

    @OptionGroup var replacing: OverwriteOption

    func run() throws {
      try replacing.check(output)
      let checkpoint = try TensorArchive.read(file)
      let set = try checkpoint.weights(weights)
      Remarks.print(checkpoint.remarks(on: set))
      let tensors = try set.tensors(withoutPrefixes: stripPrefix, of: file)
      try SafetensorsFile.write(tensors, metadata: ["source": checkpoint.format], to: output)
      try StandardOutput.print("\(output): \(tensors.count) arrays from \(checkpoint.format)")
    }
  }
}
