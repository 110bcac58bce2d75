import ArgumentParser
import ArrayFiles
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
      let isSeveral = checkpoint.sets.count > 1
      let rows: [[Table.Cell]] = shown.flatMap { set in
        set.tensors.map { name, array -> [Table.Cell] in
          let shape = array.shape.map(String.init).joined(separator: "×")
          let cells: [Table.Cell] = [
            .text(name), .text(array.elementType.rawValue), .text(shape), .count(array.count),
          ]
          return isSeveral ? [.text(set.name)] + cells : cells
        }
      }
      let header = (isSeveral ? ["weights"] : []) + ["name", "type", "shape", "elements"]
      try StandardOutput.print(Table(header: header, rows: rows).text(format))
      guard format == .table else { return }
      let total = shown.flatMap(\.tensors).reduce(0) { $0 + $1.array.count }
      try StandardOutput.print("\n\(checkpoint.format): \(rows.count) arrays, \(total) elements")
      for set in checkpoint.sets where isSeveral || !set.place.isEmpty {
        try StandardOutput.print(line(set, of: checkpoint))
      }
      let prefixes = Set(shown.flatMap(\.removedPrefixes)).sorted()
      if !prefixes.isEmpty {
        try StandardOutput.print("taken off the names: \(prefixes.joined(separator: ", "))")
      }
      for (name, description) in checkpoint.values {
        try StandardOutput.print("\(name): \(description)")
      }
    }

    /// "weights ema: state_dict_ema, 157 arrays, taken when none are asked for"
    private func line(_ set: WeightSet, of checkpoint: Checkpoint) -> String {
      let place = set.place.isEmpty || set.place == set.name ? "" : "\(set.place), "
      let isTaken = checkpoint.sets.count > 1 && checkpoint.preferredSet?.place == set.place
      return "weights \(set.name): \(place)\(set.tensors.count) arrays"
        + (isTaken ? ", taken when none are asked for" : "")
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
      var tensors = set.tensors
      for prefix in stripPrefix { tensors = try stripped(prefix, tensors) }
      try SafetensorsFile.write(tensors, metadata: ["source": checkpoint.format], to: output)
      try StandardOutput.print("\(output): \(tensors.count) arrays from \(checkpoint.format)")
    }

    /// - Throws: `FileProblem` when no name begins with the prefix, or two would be the same without it.
    private func stripped(
      _ prefix: String, _ tensors: [(name: String, array: NumericArray)]
    ) throws -> [(name: String, array: NumericArray)] {
      guard tensors.contains(where: { $0.name.hasPrefix(prefix) }) else {
        throw FileProblem(
          file, "no name begins with “\(prefix)”; the first is “\(tensors.first?.name ?? "")”")
      }
      let short = tensors.map { name, array in
        (name: name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name, array: array)
      }
      var seen: Set<String> = []
      for (name, _) in short {
        guard !name.isEmpty, seen.insert(name).inserted else {
          throw FileProblem(
            file,
            name.isEmpty
              ? "the name “\(prefix)” would be empty without its prefix"
              : "“\(name)” would be there twice without the prefix “\(prefix)”")
        }
      }
      return short
    }
  }
}
