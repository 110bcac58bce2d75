import ArgumentParser
import LongTail
import Torch

/// `longtail export`
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a run's network for other runtimes, preprocessing and calibration inside.",
    discussion: """
      The file takes pictures of the network's size (resize them as its metadata says) and gives logits and
      calibrated probabilities. An ONNX file is read back and compared with the run before it is kept.

      Core ML gets a classifier with the names of the classes, that takes one image: a neural network in one
      .mlmodel file (iOS 13, macOS 10.15 and later; it may compute in float16), or a program in a .mlpackage (iOS 15,
      macOS 12 and later; float32). The graph that it is made from is compared with the run; the file itself is
      written by the published format and not run on Apple hardware. What a form cannot have is refused with the
      reason: calibrators that look up tables need the .mlpackage.

      Examples:
        longtail export runs/mine --output model.onnx
        longtail export runs/mine --calibrator none --prior uniform --output model.onnx
        longtail export runs/mine --sets sets.json --output model.onnx
        longtail export runs/mine --format coreml --output Model.mlpackage
        longtail export runs/balpoe --input float32-nchw --expert-logits --features --output model.onnx
      """)

  @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"), transform: PathArgument.path)
  var runPath: String

  @Option(help: "onnx: IR version 8, operator set 17; coreml: a .mlmodel or a .mlpackage.")
  var format: ExportFormat = .onnx

  @OptionGroup var network: ExportOptions

  @OptionGroup var file: OutputFileOptions

  func validate() throws { try network.check(format, output: file.output) }

  func run() throws {
    try file.check()
    let trained = try TrainedModel(runPath, device: .cpu)
    let options = try network.options(for: trained, as: format)
    let calibrator = try trained.calibrator(named: network.calibrator)
    let export = try RunExport(trained, calibrator: calibrator, options: options)
    Remarks.print(export.notes)
    let agreement =
      switch format {
      case .onnx: try export.writeONNX(to: file.output, version: Version.current)
      case .coreml: try export.writeCoreML(to: file.output, version: Version.current)
      }
    StandardError.print(
      """
      calibrator: \(calibrator?.name ?? "none")
      \(agreement.samples) random inputs: logits differ by \(agreement.logits) at most, \
      probabilities by \(agreement.probabilities)
      """)
    if format == .coreml {
      StandardError.print("written by the published format, not run on Apple hardware")
    }
    try StandardOutput.print(file.output)
  }
}
