import ArgumentParser
import ArrayFiles
import Torch

/// `longtail checkpoint convert`
struct CheckpointConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write a weight file's arrays as safetensors.",
    discussion: """
      Example: longtail checkpoint convert resnet32.th --output resnet32.safetensors
      """)

  @Argument(help: "A safetensors or PyTorch file.", transform: PathArgument.path)
  var file: String

  @Option(help: "The safetensors file to write.", transform: PathArgument.path)
  var output: String

  @OptionGroup var wanted: WeightSetOption

  @Option(
    help: ArgumentHelp(
      "Take this off the front of every name that begins with it; may be repeated, in order.",
      valueName: "prefix"))
  var stripPrefix: [String] = []

  @OptionGroup var replacing: OverwriteOption

  func validate() throws { try WrittenArray.check(output, isOneOf: .safetensors) }

  func run() throws {
    try replacing.check(output)
    let checkpoint = try TensorArchive.read(file)
    let weights = try checkpoint.weights(wanted.weights)
    Remarks.print(checkpoint.remarks(on: weights))
    let tensors = try weights.tensors(withoutPrefixes: stripPrefix, of: file)
    try SafetensorsFile.write(tensors, metadata: ["source": checkpoint.format], to: output)
    try StandardOutput.print("\(output): \(tensors.count) arrays from \(checkpoint.format)")
  }
}
