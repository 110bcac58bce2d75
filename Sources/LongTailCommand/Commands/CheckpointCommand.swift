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

      Examples:
        longtail checkpoint list resnet32.th
        longtail checkpoint convert resnet32.th --output resnet32.safetensors
      """,
    subcommands: [List.self, Convert.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the arrays of a weight file: name, type, shape.",
      discussion: "Example: longtail checkpoint list resnet32.th")

    @Argument(help: "A safetensors or PyTorch file.", transform: PathArgument.path)
    var file: String

    @Option(help: "table, json, csv or markdown.")
    var format: OutputFormat = .table

    func run() throws {
      let archive = try TensorArchive.read(file)
      let rows: [[Table.Cell]] = archive.tensors.map { name, array in
        let shape = array.shape.map(String.init).joined(separator: "×")
        return [
          .text(name), .text(array.elementType.rawValue), .text(shape), .count(array.count),
        ]
      }
      try StandardOutput.print(
        Table(header: ["name", "type", "shape", "elements"], rows: rows).text(format))
      guard format == .table else { return }
      let total = archive.tensors.reduce(0) { $0 + $1.array.count }
      try StandardOutput.print(
        "\n\(archive.format): \(archive.tensors.count) arrays, \(total) elements")
      for (name, description) in archive.values {
        try StandardOutput.print("\(name): \(description)")
      }
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

    @OptionGroup var replacing: OverwriteOption

    func run() throws {
      try replacing.check(output)
      let archive = try TensorArchive.read(file)
      try SafetensorsFile.write(
        archive.tensors, metadata: ["source": archive.format], to: output)
      try StandardOutput.print("\(output): \(archive.tensors.count) arrays from \(archive.format)")
    }
  }
}
