public import ArgumentParser
import ArrayFiles
import Calibration
import Foundation
public import LongTail
import Torch

extension ExportedInput: ExpressibleByArgument {}

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

  @Option(help: "The calibrator; the run's best one when not given, none for the plain softmax.")
  var calibrator: String?

  @Option(
    help: ArgumentHelp(
      "Correct the probabilities to a class prior: uniform, forward-R, backward-R, or a file with a share or count a class.",
      valueName: "prior"), transform: PathArgument.path)
  var prior: String?

  @Option(
    help: "What the file takes: uint8-nhwc, uint8-nchw, or float32-nchw that is normalised already."
  )
  var input: ExportedInput = .bytes

  @Flag(help: "Give the logits of each expert too.")
  var expertLogits = false

  @Flag(help: "Give the features too.")
  var features = false

  @Option(help: "The file to write.", transform: PathArgument.path)
  var output: String

  @OptionGroup var overwrite: OverwriteOption

  func validate() throws { try PriorOption.check(prior, option: "--prior") }

  func run() throws {
    try overwrite.check(output)
    let trained = try TrainedModel(runPath, device: .cpu)
    var options = RunExport.Options()
    options.input = input
    options.hasExpertLogits = expertLogits
    options.hasFeatures = features
    options.prior = try prior.map { try PriorOption.testPrior($0, option: "--prior") }
    let chosen = try trained.calibrator(named: calibrator)
    let export = try RunExport(trained, calibrator: chosen, options: options)
    let agreement = try export.writeONNX(to: output, version: Version.current)
    StandardError.print(
      """
      calibrator: \(chosen?.name ?? "none")
      \(agreement.samples) random inputs: logits differ by \(agreement.logits) at most, \
      probabilities by \(agreement.probabilities)
      """)
    try StandardOutput.print(output)
  }
}
