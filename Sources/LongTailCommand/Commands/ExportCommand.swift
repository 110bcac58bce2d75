import ArgumentParser
import LongTail
import Torch

/// `longtail export`
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a run's network for other runtimes, preprocessing and calibration inside.",
    discussion: discussion)

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
