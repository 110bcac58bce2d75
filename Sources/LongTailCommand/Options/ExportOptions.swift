public import ArgumentParser
import Calibration
public import LongTail

extension ExportedInput: ExpressibleByArgument {}
extension ExportFormat: ExpressibleByArgument {}

/// What an exported network takes and gives.
struct ExportOptions: ParsableArguments {
  @Option(help: "The calibrator; what the run chose when not given, none for the plain softmax.")
  var calibrator: String?

  @Option(
    help: ArgumentHelp(
      "Correct the probabilities to a class prior: uniform, forward-R, backward-R, or a file with a share or count a class.",
      valueName: "prior"), transform: PathArgument.path)
  var prior: String?

  @Option(
    help: ArgumentHelp(
      "What the file takes: uint8-nhwc (ONNX, unless said otherwise), uint8-nchw (ONNX), image (Core ML, unless said otherwise), or float32-nchw that is normalised already.",
      valueName: "input"))
  var input: ExportedInput?

  @Flag(help: "Give the logits of each expert too.")
  var expertLogits = false

  @Flag(help: "Give the features too.")
  var features = false

  @Option(
    help: ArgumentHelp(
      "Give the prediction sets of this file of longtail sets fit too, for the same calibrator.",
      valueName: "file"), transform: PathArgument.path)
  var sets: String?

  /// - Throws: `ValidationError` for a word that is no prior, and for an output or input that the format has not.
  func check(_ format: ExportFormat, output: String) throws {
    try PriorOption.check(prior, option: "--prior")
    if let refusal = format.refusal(path: output, input: input ?? format.standardInput) {
      throw ValidationError("\(output): \(refusal)")
    }
  }

  /// - Parameters:
  ///   - trained: the network; a prior's file may name its classes.
  ///   - format: says what the file takes where nothing else does.
  /// - Returns: how the file is made.
  /// - Throws: `FileProblem` for a prior's file that is wrong, or names other classes.
  func options(
    for trained: TrainedModel, as format: ExportFormat
  ) throws -> RunExport.Options {
    var options = RunExport.Options()
    options.input = input ?? format.standardInput
    options.hasExpertLogits = expertLogits
    options.hasFeatures = features
    options.sets = sets
    options.prior = try prior.map {
      try PriorOption.testPrior($0, option: "--prior", for: trained.known)
    }
    return options
  }
}
