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
      calibrated probabilities. It is read back and compared with the run before it is kept.

      Examples:
        longtail export runs/mine --output model.onnx
        longtail export runs/mine --calibrator none --prior uniform --output model.onnx
        longtail export runs/mine --sets sets.json --output model.onnx
        longtail export runs/balpoe --input float32-nchw --expert-logits --features --output model.onnx
      """)

  /// Formats of files.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case onnx
  }

  @Argument(help: ArgumentHelp("The run's folder.", valueName: "run"), transform: PathArgument.path)
  var runPath: String

  @Option(help: "onnx: IR version 8, operator set 17.")
  var format: Format = .onnx

  @OptionGroup var network: ExportOptions

  @OptionGroup var file: OutputFileOptions

  func validate() throws { try network.check() }

  func run() throws {
    try file.check()
    let trained = try TrainedModel(runPath, device: .cpu)
    let options = try network.options(for: trained)
    let calibrator = try trained.calibrator(named: network.calibrator)
    let export = try RunExport(trained, calibrator: calibrator, options: options)
    let agreement = try export.writeONNX(to: file.output, version: Version.current)
    StandardError.print(
      """
      calibrator: \(calibrator?.name ?? "none")
      \(agreement.samples) random inputs: logits differ by \(agreement.logits) at most, \
      probabilities by \(agreement.probabilities)
      """)
    try StandardOutput.print(file.output)
  }
}
